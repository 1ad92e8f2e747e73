"""Which of our organisations and entries a record is about: by source, by number, by name and municipality."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import Any

from django.db.models import F, Q

from kumppanuus.organisations.models import Membership, Organisation, Role
from kumppanuus.places.models import Area, folded
from kumppanuus.services.imports.values import Values
from kumppanuus.services.models import Service, ServiceArea, Source, SourceRecord

FORMS = {"ry", "rf", "rekisteroity", "yhdistys", "registrerad", "forening", "yhd", "yhd.", "r.y.", "r.f.", "oy", "ab"}


def base_name(name: str) -> str:
    """Return a name without its legal form: "Kosken Kylätupa ry" and "Kosken kylätupa" are likely one."""
    parts = re.sub(r"[^\w.]+", " ", folded(name)).split()
    return " ".join(part for part in parts if part not in FORMS) or " ".join(parts)


def names_in(values: Values) -> list[str]:
    """Return the names of a record in all its languages, folded."""
    return [folded(told) for slot, told in values.items() if slot.startswith("name.")]


def key_of(part: str, values: Values, whose: str = "") -> str:
    """Return what a source calls the thing: its own identifier, a register's number, or a mark of name and place."""
    if told := values.get("id"):
        return f"{part}:id:{told}"[:200]
    if part == "organisation":
        for slot in ("business_id", "register_number"):
            if values.get(slot):
                return f"{part}:{slot}:{values[slot]}"
    words = "|".join([whose, *sorted(names_in(values))[:1], str(values.get("home") or values.get("areas") or "")])
    return f"{part}:name:{hashlib.sha256(words.encode()).hexdigest()[:40]}"


class Organisations:
    """All organisations by their numbers and names, and which of them the source may change. Five queries."""

    def __init__(self, source: Source) -> None:
        self.by_number: dict[str, int] = {}
        self.by_name: dict[str, set[int]] = defaultdict(set)
        self.by_base: dict[str, set[int]] = defaultdict(set)
        self.home: dict[int, int | None] = {}
        self.names: dict[int, Any] = {}
        self.uuids: dict[str, int] = {}
        self.last = 0
        rows = Organisation.objects.values_list("pk", "name", "business_id", "register_number", "home_id", "uuid")
        for pk, name, business_id, register_number, home, uuid in rows.order_by():
            self.home[pk], self.names[pk], self.uuids[str(uuid)] = home, name, pk
            self.last = max(self.last, pk)
            for number in (business_id, f"r{register_number}" if register_number else ""):
                if number:
                    self.by_number[number] = pk
            for told in name.values():
                self.by_name[folded(told)].add(pk)
                self.by_base[base_name(told)].add(pk)
        self.inside: set[int] = set()
        if source.space is not None:
            self.inside = set(Area.objects.within(source.space.area).values_list("pk", flat=True))
        self.editable = self._editable(source)

    def _editable(self, source: Source) -> set[int]:
        if source.space is None:
            return {source.organisation_id} if source.organisation_id else set()
        around = set(Organisation.objects.active_in(source.space.area).order_by().values_list("pk", flat=True))
        return around - kept()

    def matching(self, values: Values) -> tuple[int | None, list[int]]:
        """Return the organisation a record is about, or None and those that it is likely about."""
        for number in (
            values.get("business_id"),
            f"r{values['register_number']}" if values.get("register_number") else "",
        ):
            if number and number in self.by_number:
                return self.by_number[number], []
        if values.get("id") in self.uuids:
            return self.uuids[values["id"]], []
        names, home = names_in(values), values.get("home")
        exact = {pk for name in names for pk in self.by_name.get(name, ())}
        at_home = [pk for pk in exact if self.home[pk] == home and home is not None]
        if len(at_home) == 1:
            return at_home[0], []
        if len(exact) == 1 and home is None:
            return next(iter(exact)), []
        told = [value for slot, value in values.items() if slot.startswith("name.")]
        likely = exact | {pk for one in told for pk in self.by_base.get(base_name(one), ())}
        return None, sorted(likely)[:5]


def kept() -> set[int]:
    """Return the organisations that have an administrator of their own today. One query."""
    return set(
        Membership.objects.current().filter(role=Role.ADMIN).order_by().values_list("organisation_id", flat=True)
    )


class Entries:
    """The entries of the organisations concerned, by name."""

    def __init__(self) -> None:
        self.by_name: dict[int, dict[str, set[int]]] = {}
        self.areas: dict[int, set[int]] = defaultdict(set)
        self.names: dict[int, Any] = {}
        self.uuids: dict[str, int] = {}
        self.owner: dict[int, int] = {}
        self.of_owner: dict[int, list[int]] = defaultdict(list)
        self.last = 0
        rows = Service.objects.order_by().values_list("pk", "organisation_id", "name", "uuid")
        for pk, owner, name, uuid in rows.iterator(chunk_size=5000):
            self.last = max(self.last, pk)
            self.names[pk], self.uuids[str(uuid)], self.owner[pk] = name, pk, owner
            self.of_owner[owner].append(pk)
            known = self.by_name.setdefault(owner, defaultdict(set))
            for told in name.values():
                known[folded(told)].add(pk)
                known["~" + base_name(told)].add(pk)
        if rows:
            for pk, area in (
                ServiceArea.objects.order_by().values_list("service_id", "area_id").iterator(chunk_size=5000)
            ):
                self.areas[pk].add(area)

    def matching(self, owner: int, values: Values) -> tuple[int | None, list[int]]:
        """Return the entry of the organisation that a record is about, or None and those that it is likely about."""
        pk = self.uuids.get(values.get("id", ""))
        if pk is not None and self.owner[pk] == owner:
            return pk, []
        known = self.by_name.get(owner, {})
        exact = {pk for name in names_in(values) for pk in known.get(name, ())}
        areas = {*values.get("areas", ()), *(place.get("area") for place in values.get("places", ()))} - {None}
        near = [pk for pk in exact if not areas or not self.areas[pk] or areas & self.areas[pk]]
        if len(near) == 1:
            return near[0], []
        told = [value for slot, value in values.items() if slot.startswith("name.")]
        likely = exact | {pk for one in told for pk in known.get("~" + base_name(one), ())}
        return None, sorted(likely)[:5]


def records_of(source: Source) -> dict[str, SourceRecord]:
    """Return what the source has told before, by key; but of what is not here yet or on its way out."""
    here = Q(service=None) | Q(service__merged_into=None) | ~Q(service__merged_into=F("service"))
    known = Q(organisation=None) | Q(organisation__merged_into=None) | ~Q(organisation__merged_into=F("organisation"))
    rows = SourceRecord.objects.filter(here, known, source=source)
    return {row.key: row for row in rows.iterator(chunk_size=5000)}
