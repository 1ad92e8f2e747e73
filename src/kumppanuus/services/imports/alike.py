"""New organisations and entries of a list that look like some that are here: told in the preview, never decided."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Any

from kumppanuus.organisations.likeness import (
    LIKELY,
    Record,
    compare,
    host_of,
    most_alike,
    names_of,
    record_of,
)
from kumppanuus.organisations.models import Organisation, OrganisationArea
from kumppanuus.services.imports.matching import Entries, Organisations
from kumppanuus.services.imports.values import Values

LIKELY_ENTRY = 0.85
MOST = 3
CROWD = 200  # what so many share tells nothing


def _text(values: Values) -> dict[str, str]:
    return {slot.partition(".")[2]: told for slot, told in values.items() if slot.startswith("name.") and told}


class Alike:
    """What is here, by what those that could be the same share with it."""

    def __init__(self, organisations: Organisations, entries: Entries) -> None:
        self.known, self.here = organisations, entries

    @cached_property
    def records(self) -> dict[int, Record]:
        """All organisations ready for comparing. Two queries."""
        areas: dict[int, list[int]] = defaultdict(list)
        for pk, area in OrganisationArea.objects.order_by().values_list("organisation_id", "area_id"):
            areas[pk].append(area)
        columns = ("name", "home", "email", "website", "register_number", "business_id")
        rows = Organisation.objects.order_by().only(*columns)
        return {row.pk: record_of(row, areas[row.pk]) for row in rows.iterator(2000)}

    @cached_property
    def shared(self) -> dict[str, list[int]]:
        """Which organisations have what others could share with them."""
        found: dict[str, list[int]] = defaultdict(list)
        for pk, record in self.records.items():
            for key in set(record.shared_with()):
                found[key].append(pk)
        return found

    def organisations(self, values: Values) -> list[int]:
        """Return the organisations that a new one is likely the same as, the likeliest first."""
        own = _record(values)
        near = {pk for key in own.shared_with() if len(found := self.shared.get(key, [])) <= CROWD for pk in found}
        scores = {pk: compare(own, self.records[pk]).score for pk in near}
        return [pk for pk in sorted(scores, key=lambda pk: (-scores[pk], pk)) if scores[pk] >= LIKELY][:MOST]

    def entries(self, owner: int | None, values: Values) -> list[int]:
        """Return the entries of the same organisation that a new one is likely the same as."""
        known = self.here.of_owner.get(owner or 0, ())
        if not known or len(known) > CROWD:
            return []
        own = names_of(_text(values))
        keys = {key for name in own for key in name.keys}
        areas = {*values.get("areas", ()), *(place.get("area") for place in values.get("places", ()))} - {None}
        found: dict[int, float] = {}
        for pk in known:
            names = names_of(self.here.names[pk])
            if not keys & {key for name in names for key in name.keys}:
                continue
            if areas and self.here.areas[pk] and not areas & self.here.areas[pk]:
                continue
            if (score := most_alike(own, names)) >= LIKELY_ENTRY:
                found[pk] = score
        return sorted(found, key=lambda pk: (-found[pk], pk))[:MOST]


def _record(values: Values) -> Record:
    contacts: set[str] = set()
    if values.get("email"):
        contacts.add(f"email:{values['email'].lower()}")
    if values.get("website"):
        contacts.add(f"website:{host_of(values['website'])}")
    marks = (("register", values.get("register_number")), ("business", values.get("business_id")))
    numbers = frozenset(f"{name}:{told}" for name, told in marks if told)
    home: Any = values.get("home")
    return Record(0, 0, names_of(_text(values)), frozenset({home} - {None}), frozenset(contacts), numbers)
