"""Organisations and entries that are there twice, for tests."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.merging import actions
from kumppanuus.merging.models import Merge, Pair
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from tests.factories import services

COMMAND = system("command")


def organisation(name: str, area: Area, **more: Any) -> Organisation:
    """Make an organisation that nobody keeps."""
    fields = {"kind": "association", "home": area, "areas": [area]} | more
    return organisations.create(COMMAND, None, name=Text(fi=name), **fields)


def twins(area: Area, register: str = "123.456", business: str = "1234567-1") -> tuple[Organisation, Organisation]:
    """Make two organisations that nobody keeps, each with an entry, alike in name and place."""
    one = organisation("Kosken Omaiset ry", area, email="omaiset@example.org", register_number=register)
    two = organisation("Koski Tl:n omaisyhdistys", area, business_id=business, description=Text(fi="Omaisten tuki."))
    for row, name in ((one, "Omaisten ilta"), (two, "Läheisten kävely")):
        services.entry(row, area, name=Text(fi=name))
    return one, two


def twins_called(area: Area, name: str) -> tuple[Organisation, Organisation]:
    """Make two organisations of nearly the same name."""
    return organisation(f"{name} ry", area), organisation(f"{name} yhdistys", area)


def pair_of(one: Any, other: Any) -> Pair:
    """Return the two as an open pair."""
    from tests.factories import building

    a, b = sorted((one.pk, other.pk))
    what = "organisation" if isinstance(one, Organisation) else "entry"
    with building():
        return Pair.objects.get_or_create(what=what, one_id=a, other_id=b, defaults={"score": 1, "reasons": ["said"]})[
            0
        ]


def merge(old: Any, new: Any, *, by: Actor = COMMAND, **more: Any) -> Merge:
    """Merge the old one into the new one."""
    return actions.merge(by, pair_of(old, new), keep=new.pk, **more)


# What stands apart from the state of the product: its history, its queue, and the merges themselves.
APART = {"activity", "merging", "django_tasks_database", "sessions", "notices"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table but events and merges."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in APART:
            found[model._meta.label_lower] = list(model._base_manager.order_by("pk").values_list())
    return found


def duplicates(area: Area) -> dict[str, Any]:
    """Make a pair of organisations, a pair of entries and a merge, all of organisations that nobody keeps."""
    one, two = twins(area)
    third = organisation("Kosken Omaiset", area)
    entries = [entry for row in (one, two) for entry in row.services.all()]
    return {"pair": pair_of(one, two), "pair_of_entries": pair_of(*entries), "merge": merge(third, one)}
