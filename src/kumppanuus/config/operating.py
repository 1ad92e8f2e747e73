"""What an operator does on the command line because nobody can do it in the browser yet, or should."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify

from kumppanuus.accounts import actions as accounts
from kumppanuus.accounts.models import Person
from kumppanuus.activity import actions as activity
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.alphabet import alphabet
from kumppanuus.core.texts import Text
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Membership, Organisation, OrganisationKind, Role
from kumppanuus.places.models import Area
from kumppanuus.spaces import actions as spaces
from kumppanuus.spaces.models import Space, SpaceRoleKind

Say = Callable[[str], None]


def create_operator(say: Say, *, email: str, person: str, organisation: str, space: str, area: str) -> int:
    """Make the operator's organisation with an administrator and, if asked, a first space. Can be run again."""
    try:
        validate_email(email)
        place = _area(area) if space else None
    except (ValidationError, LookupError) as exc:
        say(str(exc.args[0]))
        return 1
    try:
        with transaction.atomic():
            _make(say, email.strip().lower(), person, organisation, space=space, area=place)
    except Refused as refused:
        say(str(refused.message))
        return 1
    return 0


def _area(slug: str) -> Area:
    found = Area.objects.filter(slug=slug).first()
    if found is None:
        raise LookupError(
            f"There is no area {slug!r}. Run kumppanuus load first; slugs are the ends of areas' addresses."
        )
    return found


def _make(say: Say, email: str, person: str, name: str, *, space: str, area: Area | None) -> None:
    me = system("command")
    someone = Person.objects.filter(email=email).first()
    if someone is None:
        someone = accounts.add_person(me, None, email=email, name=person)
    own = Organisation.objects.filter(sort_name=alphabet(name)[:200]).first()
    if own is None:
        own = organisations.create(me, None, name=Text(fi=name), kind=OrganisationKind.ASSOCIATION)
    if not Membership.objects.current().filter(person=someone, organisation=own, role=Role.ADMIN).exists():
        organisations.enrol(me, own, person=someone, role=Role.ADMIN)
    say(f"{email} administers {own}; sign in with that address.")
    if area is not None and not Space.objects.filter(slug=slugify(space)).exists():
        made = spaces.create(
            me, None, slug=slugify(space), name=Text(fi=space), operator=own, area=area, languages=["fi", "sv", "en"]
        )
        for role in (SpaceRoleKind.EDITOR, SpaceRoleKind.KEEPER):
            spaces.appoint(me, made, person=someone, role=role)
        say(f"The space {made} is ready to be edited in the browser.")


def redact(say: Say, *, model: str, pk: str, field: str, reason: str) -> int:
    """Remove content for good that belongs to no space; return 1 where there is no such thing."""
    try:
        thing = apps.get_model(model)._base_manager.filter(pk=pk).first()
    except (LookupError, ValueError):
        thing = None
    if thing is None:
        say(f"There is no {model} {pk}.")
        return 1
    try:
        activity.redact(system("command"), thing, field=field, reason=reason)
    except Refused as exc:
        say(str(exc.message))
        return 1
    say(f"Removed for good: {field} of {model} {pk}, and its copies.")
    return 0


def replay_redactions(say: Say) -> int:
    """Remove again, after a restore, what had been removed for good."""
    say(f"Replayed: {activity.replay(system('command'), None)} redactions.")
    return 0


def rebuild_search(say: Say) -> int:
    """Index everything anew beside the living index; return 1 where that goes on already."""
    from kumppanuus.search import tiers
    from kumppanuus.search.rebuilding import rebuild

    began = time.monotonic()
    try:
        number = rebuild()
    except Refused as exc:
        say(str(exc.message))
        return 1
    tiers.sweep()
    say(f"Indexed: {number} things ({time.monotonic() - began:.0f} s).")
    return 0


def load_words(say: Say, file: Path | None = None) -> int:
    """Bring the everyday words up to date from a file, or from the one that ships with the product."""
    from kumppanuus.search import actions as search

    path = file or search.SHIPPED_WORDS
    if not path.is_file():
        say(f"There is no file {path}.")
        return 1
    say(f"Loaded: {search.load_words(system('command'), None, path=path)} everyday words.")
    return 0
