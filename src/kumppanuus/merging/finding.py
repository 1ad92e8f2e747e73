"""Finding likely duplicates set by set: records are read in a few queries and compared where they share a key."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from django.db.models import Q, QuerySet

from kumppanuus.organisations.likeness import (
    LIKELY,
    Likeness,
    Record,
    compare,
    host_of,
    most_alike,
    names_of,
    phone_of,
)
from kumppanuus.organisations.models import Organisation, OrganisationArea
from kumppanuus.services.models import Contact, Location, Service, ServiceArea, ServiceLocation, Status

LIKELY_ENTRY = 0.8
MOST_NEAR = 3000
MOST_IN_A_BLOCK = 60  # a key that more records share tells nothing
FOUND = dict[tuple[int, int], Likeness]


def organisation_records(only: Iterable[int] | None = None) -> dict[int, Record]:
    """Read what is compared of organisations: all, or those with the ids. Three queries."""
    rows = Organisation.objects.order_by()
    areas = OrganisationArea.objects.all()
    contacts = Contact.objects.filter(service=None)
    if only is not None:
        wanted = list(only)
        rows, areas = rows.filter(pk__in=wanted), areas.filter(organisation__in=wanted)
        contacts = contacts.filter(organisation__in=wanted)
    near = _gathered(areas.values_list("organisation_id", "area_id"))
    reached: dict[int, set[str]] = defaultdict(set)
    for pk, phone, email in contacts.values_list("organisation_id", "phone", "email"):
        reached[pk] |= _contacts(phone, email)
    columns = ("pk", "name", "home_id", "email", "website", "register_number", "business_id")
    found = {}
    for pk, name, home, email, website, register, business in rows.values_list(*columns).iterator(2000):
        numbers = {f"register:{register}"} if register else set()
        numbers |= {f"business:{business}"} if business else set()
        found[pk] = Record(
            pk,
            pk,
            names_of(name),
            frozenset(near.get(pk, set()) | ({home} if home else set())),
            frozenset(reached.get(pk, set()) | _contacts("", email, website)),
            frozenset(numbers),
        )
    return found


def entry_records(only: Iterable[int] | None = None) -> dict[int, Record]:
    """Read what is compared of entries that are public and have not ended. Four queries."""
    rows = Service.objects.exclude(status__in=(Status.DRAFT, Status.ENDED)).order_by()
    areas, contacts, at = (
        ServiceArea.objects.all(),
        Contact.objects.exclude(service=None),
        ServiceLocation.objects.all(),
    )
    if only is not None:
        wanted = list(only)
        rows, areas = rows.filter(pk__in=wanted), areas.filter(service__in=wanted)
        contacts, at = contacts.filter(service__in=wanted), at.filter(service__in=wanted)
    near = _gathered(areas.order_by().values_list("service_id", "area_id"))
    reached: dict[int, set[str]] = defaultdict(set)
    for pk, phone, email in contacts.order_by().values_list("service_id", "phone", "email"):
        reached[pk] |= _contacts(phone, email)
    columns = ("service_id", "location__address", "location__postal_code")
    for pk, street, postal in at.order_by().values_list(*columns):
        if street:
            reached[pk].add(f"address:{street.casefold().strip()}|{postal}")
    found = {}
    fields = ("pk", "organisation_id", "name", "website", "kind", "starts_on")
    for pk, owner, name, _website, kind, day in rows.values_list(*fields).iterator(2000):
        apart = (kind, day if kind == "event" else None)
        found[pk] = Record(
            pk,
            owner,
            names_of(name),
            frozenset(near.get(pk, ())),
            frozenset(reached.get(pk, ())),
            apart=apart,
        )
    return found


def _gathered(rows: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in rows:
        found[one].add(other)
    return found


def _contacts(phone: str, email: str, website: str = "") -> set[str]:
    found = {f"phone:{phone_of(phone)}"} if phone else set()
    found |= {f"email:{email.lower()}"} if email else set()
    return found | ({f"website:{host_of(website)}"} if website else set())


def compare_entries(one: Record, other: Record) -> Likeness:
    """Compare two entries. Of two organisations they are the same only if they are also reached or held alike."""
    name = most_alike(one.names, other.names)
    same = sorted({contact.partition(":")[0] for contact in one.contacts & other.contacts})
    near = bool(one.areas & other.areas)
    score = name + min(0.2, 0.1 * len(same)) + (0.05 if near else 0.0)
    score -= 0.25 if one.areas and other.areas and not near else 0.0
    score -= _apart(one, other)
    score -= 0.3 if one.owner != other.owner and not same else 0.0
    score -= 0.15 if one.owner == other.owner and name < 0.9 and not same else 0.0
    if name < 0.6:
        score = min(score, 0.5)
    own = ("owner",) if one.owner == other.owner else ()
    reasons = ("name", *own, *same, *(("place",) if near else ()))
    return Likeness(round(max(0.0, min(score, 1.0)), 3), reasons)


def _apart(one: Record, other: Record) -> float:
    """How much kinds and days speak against: a task for volunteers is none of those that it helps, one day no other."""
    if one.apart == other.apart:
        return 0.0
    of_its_own_kind = {"event", "volunteer_task"} & {one.apart[0], other.apart[0]}
    return 0.4 if of_its_own_kind else 0.1


def near(what_is: type[Organisation | Service], pks: set[int]) -> set[int]:
    """Return the rows with which those could be the same: alike in a word and a municipality, or reached alike.

    For a few rows; all of them are compared by `likely` without this.
    """
    if what_is is Organisation:
        records, named = (
            organisation_records(pks),
            Organisation.objects.filter(pk__in=pks).values_list("name", flat=True),
        )
        asked = _words_in(named)
        contacts = Contact.objects.filter(organisation__in=pks, service=None)
        same = Contact.objects.filter(_reached(contacts), service=None).values("organisation")
        own = Organisation.objects.filter(pk__in=pks)
        for column in ("email", "website"):
            values = own.exclude(**{column: ""}).values_list(column, flat=True)
            asked |= Q(**{f"{column}__in": list(values)})
        return {*records, *Organisation.objects.filter(asked | Q(pk__in=same)).values_list("pk", flat=True)[:MOST_NEAR]}
    entries = Service.objects.filter(pk__in=pks)
    areas = ServiceArea.objects.filter(service__in=pks).values("area")
    here = Q(pk__in=ServiceArea.objects.filter(area__in=areas).values("service"))
    contacts = Contact.objects.filter(service__in=pks)
    streets = Location.objects.filter(services__service__in=pks).exclude(address="").values_list("address", flat=True)
    asked = (
        (_words_in(entries.values_list("name", flat=True)) & here)
        | Q(organisation__in=entries.values("organisation"))
        | Q(pk__in=Contact.objects.filter(_reached(contacts)).exclude(service=None).values("service"))
        | Q(places__location__address__in=list(streets))
    )
    return {*pks, *Service.objects.filter(asked).order_by().values_list("pk", flat=True).distinct()[:MOST_NEAR]}


def _words_in(names: Iterable[Mapping[str, str]]) -> Q:
    found = Q(pk=None)
    for word in {word for name in names for one in name.values() for word in re.findall(r"\w{4,}", one.lower())}:
        found |= Q(find_by__contains=word[:4])
    return found


def _reached(contacts: QuerySet[Contact]) -> Q:
    found = Q(pk=None)
    for column in ("phone", "email"):
        values = list(contacts.exclude(**{column: ""}).values_list(column, flat=True))
        found |= Q(**{f"{column}__in": values})
    return found


def likely(records: dict[int, Record], *, entries: bool, around: set[int] | None = None) -> FOUND:
    """Return {(smaller id, larger id): likeness} of all likely pairs, or of those with one of `around`."""
    judge, enough = (compare_entries, LIKELY_ENTRY) if entries else (compare, LIKELY)
    seen: set[tuple[int, int]] = set()
    found: FOUND = {}
    for block in _blocks(records, around):
        for pair in combinations(block, 2):
            if pair in seen or (around is not None and not around & set(pair)):
                continue
            seen.add(pair)
            likeness = judge(records[pair[0]], records[pair[1]])
            if likeness.score >= enough:
                found[pair] = likeness
    return found


def _blocks(records: dict[int, Record], around: set[int] | None) -> Iterator[list[int]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    wanted = (
        {key for pk in around if pk in records for key in records[pk].shared_with()} if around is not None else None
    )
    for pk in sorted(records):
        for key in set(records[pk].shared_with()):
            if wanted is None or key in wanted:
                blocks[key].append(pk)
    yield from (block for block in blocks.values() if 1 < len(block) <= MOST_IN_A_BLOCK)
