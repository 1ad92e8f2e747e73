"""Filling a database: tables, areas, checklists, the demo region. Everything here can be run again."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from kumppanuus.bodies import actions as bodies
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.places import actions as places
from kumppanuus.practices import actions as practices
from kumppanuus.questionnaires import actions as questionnaires
from kumppanuus.taxonomy import actions as taxonomy

Say = Callable[[str], None]


def migrate() -> None:
    """Bring the tables up to date, the shared cache's among them."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def load(say: Say) -> None:
    """Load all that ships with the product; each part finds what is there and brings it up to date."""
    load_reference(say)
    load_search(say)


def load_reference(say: Say) -> None:
    """Load areas, then association classes and checklists."""
    me = system("command")
    say(f"Loaded: {places.load_areas(me, None)} areas.")
    say(f"Loaded: {taxonomy.load(me)} terms of classifications.")
    say(f"Loaded: {bodies.load_kinds(me)} kinds of bodies.")
    say(f"Loaded: {len(questionnaires.load(me, None))} checklists.")
    say(f"Loaded: {len(practices.load_templates(me))} template of operating models.")


def load_search(say: Say) -> None:
    """Load the everyday words; make the index where there is none yet."""
    from kumppanuus.config.operating import load_words, rebuild_search
    from kumppanuus.search.indexing import work_until_done
    from kumppanuus.search.snapshot import current

    load_words(say)
    if not current().generation:
        rebuild_search(say)
    work_until_done()


def load_borders(file: Path, say: Say) -> int:
    """Load borders from a GeoJSON file; say what is wrong with one that does not fit."""
    if not file.is_file():
        say(f"There is no file {file}.")
        return 1
    try:
        stored = places.load_borders(system("command"), None, path=file)
    except Refused as refused:
        say(str(refused.message))
        return 1
    say(f"Stored the borders of {stored} municipalities.")
    return 0


def collect_static() -> int:
    """Gather static files where the web server reads them; return how many are there."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False)
    return sum(1 for path in settings.STATIC_ROOT.rglob("*") if path.is_file())


def build_demo(say: Say) -> None:
    """Build the demo region through actions, unless it stands already."""
    if find_spec("kumppanuus.demo.build") is None:
        say("This copy has no demo region.")
        return
    import_module("kumppanuus.demo.build").build()


def sign_in_hints() -> list[str]:
    """Say as whom one can sign in, and where the codes are read."""
    from kumppanuus.accounts.models import Person

    if find_spec("kumppanuus.demo.build") is None:
        return []
    listed = getattr(import_module("kumppanuus.demo.build"), "sign_in_as", None)
    if listed is not None:
        people = [(str(name), str(email)) for name, email in listed()]
    else:
        people = list(Person.objects.filter(erased_at=None).order_by("pk").values_list("name", "email")[:7])
    width = max((len(name) for name, _email in people), default=0)
    return [
        "Sign in with one of these addresses; the code appears on the page of sent mail:",
        *(f"  {name:<{width}}  {email}" for name, email in people),
        f"  Sent mail: {settings.SITE_URL}/fi/demo/mail/",
    ]
