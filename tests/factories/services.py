"""Entries of the directory for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.services import actions
from kumppanuus.services.models import Import, Service
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


def directory(cast: Any, unkept: Organisation, area: Area) -> Directory:
    """Fill the directory around the cast."""
    bertil, beata = cast.actor("bertil"), cast.actor("beata")
    from tests.factories import imports

    with translation.override("en"):
        compared = imports.read(cast.actor("kaisa"), imports.source(cast.space), imports.LIST)
    made = Directory(
        compared=compared,
        own=entry(cast.ngo_a, area, by=bertil),
        draft=entry(cast.ngo_a, area, by=bertil, name=Text(fi="Salainen suunnitelma"), published=False),
        other=entry(cast.ngo_b, area, by=beata, name=Text(sv="Sagostund", fi="Satutunti"), kind="activity"),
        unkept=entry(unkept, area, name=Text(fi="Avoin talkoopäivä"), kind="volunteer_task"),
    )
    actions.set_listing(bertil, cast.ngo_a, for_professionals=Text(fi="Soita arkisin"))
    return made
