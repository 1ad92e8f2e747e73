"""Entries of the directory for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone, translation

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links import actions as links
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.services import actions
from kumppanuus.services.actions.checks import CONFIRM, CORRECT
from kumppanuus.services.actions.claims import CLAIM
from kumppanuus.services.models import Claim, Import, SavedSearch, Service, Suggestion, ThemeChange
from kumppanuus.services.permissions.saved import CONFIRM as CONFIRM_SEARCH
from kumppanuus.taxonomy.models import Term

TESTS = system("tests")


def term(scheme: str = "theme", code: str = "company", name: str = "Yhdessäolo") -> Term:
    """Return a term, made if it is not there."""
    from tests.factories import building

    with building():
        return Term.objects.get_or_create(scheme=scheme, code=code, defaults={"name": Text(fi=name)})[0]


def term_below(parent: Term, code: str, name: str) -> Term:
    """Return a term under another one."""
    from tests.factories import building

    with building():
        return Term.objects.create(scheme=parent.scheme, code=code, name=Text(fi=name), parent=parent)


def fields(area: Area, **more: Any) -> dict[str, Any]:
    """Return what `services.create` takes for a whole entry."""
    return {
        "kind": "peer_group",
        "name": Text(fi="Leskien kahvit", sv="Kaffe för änkor och änklingar"),
        "summary": Text(fi="Kahvittelua niille, jotka ovat menettäneet puolison."),
        "description": Text(fi="Tule sellaisena kuin olet. Kahvi maksaa euron."),
        "areas": [area],
        "terms": [term(), term("language", "fi", "suomi")],
        "place": {
            "area": area,
            "name": Text(fi="Kylätupa"),
            "address": "Keskustie 4",
            "postal_code": "31500",
            "features": [term("accessibility", "step_free", "Esteetön sisäänkäynti")],
        },
        "schedules": [{"freq": "WEEKLY", "byday": "TU", "opens": dt.time(10), "closes": dt.time(12)}],
        "contacts": [{"role": Text(fi="Kahvien vetäjä"), "phone": "02 555 0101"}],
        "published": True,
    } | more


def entry(organisation: Organisation, area: Area, *, by: Actor = TESTS, **more: Any) -> Service:
    """Make an entry with a place, a weekly time, a contact and terms."""
    return actions.create(by, organisation, **fields(area, **more))


@dataclass
class Directory:
    """What the world of tests has in its directory."""

    own: Service  # Bertil's NGO's, published
    draft: Service  # Bertil's NGO's, not yet published
    other: Service  # Beata's NGO's
    unkept: Service  # of an NGO without an administrator, so that Kaisa may edit it
    compared: Import  # Kaisa's list, of which nothing is in the directory yet
    suggestion: Suggestion  # a visitor's, waits for Bertil
    correction: Suggestion  # of Bertil's entry, stands
    theme: Term  # of the space's own classification; Bertil's entry has it
    other_theme: Term  # the same, unused
    claim: Claim  # Cecilia asks to keep the NGO without an administrator
    other_theme_change: ThemeChange
    saved: SavedSearch  # Bertil's
    asked: SavedSearch  # a visitor's, not confirmed yet
    kept: SavedSearch  # a visitor's, confirmed
    tokens: dict[str, str]  # of links to `own` and to the NGO without an administrator


def _soon() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=30)


def searches(by: Actor, whose: Organisation) -> tuple[SavedSearch, SavedSearch, SavedSearch]:
    """Save a search for a person, one for an address that has not said yes, and one for an address that has."""
    mine = actions.save_search(
        by, None, query=f"area=koski-tl&organisation={whose.slug}", name="Kosken kahvit", how_often="weekly"
    )
    asked = actions.save_search(
        Actor(), None, query="kind=event", name="Tapahtumat", how_often="daily", email="lukija@example.org"
    )
    kept = actions.save_search(
        Actor(), None, query="kind=peer_group", name="Vertaistuki", how_often="monthly", email="toinen@example.org"
    )
    assert mine is not None
    assert asked is not None
    assert kept is not None
    return mine, asked, confirmed(kept)


def confirmed(search: SavedSearch) -> SavedSearch:
    """Say yes as the holder of the mailed link."""
    link = Link.objects.get(purpose=CONFIRM_SEARCH, target_id=search.pk)
    return actions.confirm_search(Actor(link_id=link.pk), SavedSearch.objects.get(pk=search.pk))


def directory(cast: Any, unkept: Organisation, area: Area) -> Directory:
    """Fill the directory around the cast."""
    bertil, beata = cast.actor("bertil"), cast.actor("beata")
    from tests.factories import imports

    with translation.override("en"):
        compared = imports.read(cast.actor("kaisa"), imports.source(cast.space), imports.LIST)
    kaisa = cast.actor("kaisa")
    theme = actions.add_theme(kaisa, cast.space, name=Text(fi="Talvi ja pimeys", sv="Vinter och mörker"))
    other_theme = actions.add_theme(kaisa, cast.space, name=Text(fi="Valon juhlat"), after=theme)
    own, kept_by_none = (
        entry(cast.ngo_a, area, by=bertil, terms=[term(), term("language", "fi", "suomi"), theme]),
        entry(unkept, area, name=Text(fi="Avoin talkoopäivä"), kind="volunteer_task", verified=False),
    )
    suggestion, state = actions.suggest(Actor(), own, words="Numero ei vastaa", email="lukija@example.org")
    tokens = {"suggestion": state} | {
        name: links.make(TESTS, target, purpose=purpose, organisation_id=target_of, expires_at=_soon(), single=once)[1]
        for name, target, purpose, target_of, once in (
            ("confirm", own, CONFIRM, cast.ngo_a.pk, True),
            ("correct", own, CORRECT, cast.ngo_a.pk, False),
            ("claim", unkept, CLAIM, None, True),
        )
    }
    actions.remind(TESTS, own)
    saved, asked, kept = searches(bertil, cast.ngo_a)
    tokens["saved"] = stand_in(Link(pk=kept.link_id))
    expires = _soon()
    tokens["ask"] = links.make(TESTS, asked, purpose=CONFIRM_SEARCH, expires_at=expires, single=True)[1]
    made = Directory(
        compared=compared,
        theme=theme,
        other_theme=other_theme,
        other_theme_change=ThemeChange.objects.get(term=other_theme),
        suggestion=suggestion,
        correction=actions.correct(bertil, own, line="price", values={"text": "Euro", "language": "fi"}),
        claim=actions.ask_claim(cast.actor("cecilia"), unkept, message="Olen yhdistyksen sihteeri"),
        tokens=tokens,
        saved=saved,
        asked=asked,
        kept=kept,
        own=own,
        draft=entry(cast.ngo_a, area, by=bertil, name=Text(fi="Salainen suunnitelma"), published=False),
        other=entry(cast.ngo_b, area, by=beata, name=Text(sv="Sagostund", fi="Satutunti"), kind="activity"),
        unkept=kept_by_none,
    )
    actions.set_listing(bertil, cast.ngo_a, for_professionals=Text(fi="Soita arkisin"))
    return made
