"""A plan made into rows: what each row of the list writes, and what undoing will need."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from kumppanuus.core.merged import everything
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation, OrganisationArea, OrganisationKind
from kumppanuus.places.models import folded
from kumppanuus.services.imports.hiding import show
from kumppanuus.services.imports.matching import kept, names_in
from kumppanuus.services.imports.planning import Outcome, Planner, Thing
from kumppanuus.services.imports.values import OWNER_PLAIN, OWNER_TEXTS, PLAIN, TEXTS, Values, is_same, of_organisation
from kumppanuus.services.imports.writing import Moved, Writing
from kumppanuus.services.models import (
    Contact,
    Import,
    Listing,
    Location,
    RowState,
    Schedule,
    Service,
    ServiceArea,
    ServiceLocation,
    ServiceTerm,
    SourceRecord,
    Status,
    VerifiedAs,
)
from kumppanuus.services.models.schedules import same_as

DueAfter = Callable[[dt.datetime, int], dt.date]
IN_SCHEME = "(SELECT id FROM taxonomy_term WHERE scheme LIKE %s)"
ACCESSIBILITY = "accessibility"
LISTED = (Status.PUBLISHED, Status.PAUSED)
OVERTAKEN = 1000  # so many numbers may have been given away before, and written after, those that were seen


def text_of(values: Values, name: str) -> Text:
    """Return the text that stands in a record's values."""
    found = {slot.partition(".")[2]: told for slot, told in values.items() if slot.startswith(f"{name}.") and told}
    return Text(found)


class Applying:
    """Everything that an import writes, made ready. `done` is what each row did, for undoing."""

    def __init__(
        self, batch: Import, planner: Planner, outcomes: list[Outcome], stamp: dt.datetime, due: DueAfter
    ) -> None:
        self.batch, self.planner, self.stamp, self.due = batch, planner, stamp, due
        self.writing = Writing(stamp)
        self.done: dict[int, dict[str, Any]] = {}
        self.counts: Counter[str] = Counter()
        self.slugs = {Organisation: _slugs(Organisation), Service: _slugs(Service)}
        self.rhythms = dict(Listing.objects.order_by().values_list("organisation_id", "rhythm"))
        self.locations: dict[tuple[Any, ...], int] = {}
        self.new_names: set[str] = set()
        self.touched: set[int] = set()
        self.handled: set[str] = set()
        self.owners_seen: dict[int, Values] = {}
        self.trusted = batch.source.trusted
        for one in outcomes:
            self._row(one)
        self.writing.ready()

    def write(self) -> dt.datetime:
        """Show what went in hidden and write the rest, inside the caller's transaction; returns the moment of it.

        Raises Moved when the directory has changed meanwhile.
        """
        self._still()
        moment = timezone.now()
        given = self.writing.given
        show(Organisation, given[Organisation].values())
        stamps = {"edited_at": moment} | ({"verified_at": moment} if self.trusted else {})
        show(Service, given[Service].values(), **stamps)
        self.writing.write(moment)
        return moment

    def _still(self) -> None:
        """Look whether what was matched is still so: new organisations and entries, mergers, new keepers, edits."""
        known, entries = self.planner.organisations, self.planner.entries
        fresh: Any = Organisation.objects.filter(pk__gt=known.last - OVERTAKEN).order_by()
        for pk, name, business_id, number in fresh.values_list("pk", "name", "business_id", "register_number"):
            told = {*map(folded, name.values()), business_id or "-", f"r{number}"}
            if pk not in known.names and told & self.new_names:
                raise Moved
        fresh = Service.objects.filter(pk__gt=entries.last - OVERTAKEN, organisation__in=self.touched)
        for pk, name in fresh.order_by().values_list("pk", "name") if self.touched else ():
            if pk not in entries.names and {*map(folded, name.values())} & self.new_names:
                raise Moved
        if self.batch.source.space_id and self.touched & kept():
            raise Moved
        if self.touched and Organisation.objects.filter(pk__in=self.touched).count() != len(self.touched):
            raise Moved
        for row in Organisation.objects.filter(pk__in=self.owners_seen):
            have = of_organisation(row)
            if any(not is_same(old, have.get(slot)) for slot, old in self.owners_seen[row.pk].items()):
                raise Moved

    def _row(self, one: Outcome) -> None:
        done: dict[str, Any] = {}
        owner, entry = one.organisation, one.service
        if one.state in {RowState.REFUSED, RowState.UNSURE, RowState.SKIPPED} or owner is None:
            return
        if owner.key and owner.key not in self.handled:
            self.handled.add(owner.key)
            self._organisation(owner, done)
        if entry is not None:
            self._service(owner, entry, done)
        if done:
            self.done[one.number] = done

    # --- organisations ---
    def _organisation(self, thing: Thing, done: dict[str, Any]) -> None:
        if thing.is_new:
            thing.pk = self._new_organisation(thing, done)
            self.counts["organisations_new"] += 1
        else:
            self.touched.add(thing.pk or 0)
            if thing.take:
                self._change_organisation(thing, done)
                self.counts["organisations_changed"] += 1
        self._remember(thing, done, "organisation")

    def _new_organisation(self, thing: Thing, done: dict[str, Any]) -> int:
        values = thing.values
        name = text_of(values, "name")
        row = Organisation(
            uuid=uuid.uuid4(),
            kind=values.get("kind") or OrganisationKind.ASSOCIATION,
            name=name,
            description=text_of(values, "description"),
            vouched=True,  # an editor of the space sends the list: somebody other than its founder knows it
            created_at=self.stamp,
            home_id=values.get("home"),
        )
        for slot in ("business_id", "register_number", "email", "website"):
            setattr(row, slot, values.get(slot, ""))
        endings = [told.casefold().split()[-1:] for told in name.values()]
        row.registered = bool(row.register_number) or any(one in (["ry"], ["rf"]) for one in endings)
        row.follow_texts()
        row.slug = self._slug(Organisation, name.in_language("fi"), "organisation")
        numbers = {slot: told for slot in ("business_id", "register_number") if (told := getattr(row, slot))}
        if numbers:  # a hidden row holds no number against others
            row.business_id = row.register_number = ""
        pk = self.writing.add(row)
        if numbers:
            self.writing.update(Organisation, pk, numbers)
        if row.home_id:
            self.writing.add(OrganisationArea(organisation_id=pk, area_id=row.home_id))
        self.new_names |= {
            *names_in(values),
            *(told if slot == "business_id" else f"r{told}" for slot, told in numbers.items()),
        }
        done["made_organisation"] = str(row.uuid)
        return pk

    def _change_organisation(self, thing: Thing, done: dict[str, Any]) -> None:
        row = thing.row
        self.owners_seen[row.pk] = thing.before
        self.writing.update(Organisation, row.pk, organisation_columns(row, thing.take))
        done["organisation"] = {"id": row.pk, "before": thing.before, "after": thing.take}

    def _slug(self, model: Any, wanted: str, fallback: str) -> str:
        taken = self.slugs[model]
        base = slugify(wanted)[:100].strip("-") or fallback
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        return slug

    # --- entries ---
    def _service(self, owner: Thing, thing: Thing, done: dict[str, Any]) -> None:
        owner_id = owner.pk or 0
        if owner_id > 0:
            self.touched.add(owner_id)
        if thing.is_new:
            self._new_service(owner_id, thing, done)
            self.counts["services_new"] += 1
        elif thing.take:
            columns = self._entry_columns(thing.row.texts, thing.take)
            columns |= {"edited_at": self.stamp} | self._verified(thing.row.rhythm)
            self.writing.update(Service, thing.row.pk, columns, seen=thing.row.edited_at)
            set_parts(self.writing, thing.row, thing.take, self._place_of)
            done["service"] = {"id": thing.row.pk, "before": thing.before, "after": thing.take}
            done["service"]["edited"] = thing.row.edited_at.isoformat()
            self.counts["services_changed"] += 1
        elif self.trusted:
            self.writing.update(Service, thing.row.pk, self._verified(thing.row.rhythm), seen=thing.row.edited_at)
            self.counts["services_confirmed"] += 1
        self._remember(thing, done, "service")

    def _verified(self, rhythm: int) -> dict[str, Any]:
        if not self.trusted:
            return {}
        told = {"verified_at": self.stamp, "verified_as": VerifiedAs.SOURCE, "verified_by": None}
        return told | {"due_on": self.due(self.stamp, rhythm)}

    def _entry_columns(self, texts: dict[str, Text], take: Values) -> dict[str, Any]:
        return entry_columns(texts, take)

    def _new_service(self, owner_id: int, thing: Thing, done: dict[str, Any]) -> None:
        values = thing.values
        rhythm = self.rhythms.get(owner_id, Service._meta.get_field("rhythm").default)
        row = Service(uuid=uuid.uuid4(), organisation_id=owner_id, rhythm=rhythm)
        row.created_at = row.edited_at = self.stamp
        for name in TEXTS:
            setattr(row, name, text_of(values, name))
        for name in PLAIN:
            if name in values:
                setattr(row, name, values[name])
        row.status = values.get("status") or Status.PUBLISHED
        row.listed = row.status in LISTED
        for name, value in self._verified(rhythm).items():
            setattr(row, name, value)
        row.follow_texts()
        row.slug = self._slug(Service, row.name.in_language("fi"), "entry")
        pk = self.writing.add(row)
        self.new_names |= set(names_in(values))
        places = values.get("places", ())
        for area in sorted({*values.get("areas", ()), *(place["area"] for place in places)}):
            self.writing.add(ServiceArea(service_id=pk, area_id=area))
        terms = {term for slot, ids in values.items() if slot.startswith("terms.") for term in ids}
        terms |= {term for place in places for term in place.get("features", ())}
        for term in sorted(terms):
            self.writing.add(ServiceTerm(service_id=pk, term_id=term))
        made = list(dict.fromkeys(self._place_of(owner_id, place) for place in places))
        for location in made:
            self.writing.add(ServiceLocation(service_id=pk, location_id=location))
        add_contacts(self.writing, pk, owner_id, values.get("contacts", ()))
        add_schedules(self.writing, pk, values.get("schedules", ()))
        thing.pk, done["made_service"] = pk, str(row.uuid)

    def _place_of(self, owner_id: int, place: Values) -> int:
        """Return the location, one for all entries of the organisation at the same address."""
        words = (place.get("address", ""), place.get("postal_code", ""), place.get("name.fi", ""))
        key = (owner_id, place["area"], *map(folded, words))
        if key not in self.locations:
            self.locations[key] = add_location(self.writing, owner_id, place)
        return self.locations[key]

    def _remember(self, thing: Thing, done: dict[str, Any], part: str) -> None:
        if not thing.key:
            return
        if thing.record is not None:
            values = thing.record.values | thing.values
            if values != thing.record.values:
                done.setdefault("last", {})[part] = [thing.record.pk, thing.record.values]
                self.writing.update(SourceRecord, thing.record.pk, {"values": values, "batch": self.batch.pk})
            elif self.trusted:  # it was confirmed: what follows this import looks for it
                self.writing.update(SourceRecord, thing.record.pk, {"batch": self.batch.pk})
            return
        row = SourceRecord(source_id=self.batch.source_id, key=thing.key, values=thing.values, batch_id=self.batch.pk)
        setattr(row, f"{part}_id", thing.pk)
        self.writing.add(row)


def _slugs(model: Any) -> set[str]:
    reserved = {"new", "list", "gaps", "import", "imports", "suggest"}
    return set(everything(model).order_by().values_list("slug", flat=True)) | reserved


def entry_columns(texts: dict[str, Text], take: Values) -> dict[str, Any]:
    """Return the columns of an entry that the values change; a value of None in a text takes that language away."""
    found: dict[str, Any] = {name: take[name] for name in PLAIN if name in take}
    found |= {name: "" for name in PLAIN if name in take and take[name] is None and not name.endswith("_on")}
    for name in TEXTS:
        given = {slot.partition(".")[2]: told or "" for slot, told in take.items() if slot.startswith(f"{name}.")}
        if given:
            found[name] = texts[name].changed({**texts[name], **given})
    if "status" in found:
        found["listed"] = found["status"] in LISTED
    if {"name", "summary"} & found.keys():
        words = Service(name=found.get("name", texts["name"]), summary=found.get("summary", texts["summary"]))
        found |= words.follow_texts()
    if "name" not in found:
        found.pop("sort_name", None)  # what is not set moves in no index
    return found


def organisation_columns(row: Organisation, take: Values) -> dict[str, Any]:
    """Return the columns of an organisation that the values change."""
    found: dict[str, Any] = {}
    for name in OWNER_TEXTS:
        given = {slot.partition(".")[2]: told or "" for slot, told in take.items() if slot.startswith(f"{name}.")}
        if given:
            have = getattr(row, name)
            found[name] = have.changed({**have, **given})
            setattr(row, name, found[name])
    for name in OWNER_PLAIN:
        if name in take:
            found[name] = take[name] if name == "home" else take[name] or ""
            if name != "home":
                setattr(row, name, found[name])
    return found | row.follow_texts()


def set_parts(writing: Writing, seen: Any, take: Values, place_of: Callable[[int, Values], int]) -> None:
    """Put what belongs to an entry in place of what was seen there: areas, terms, places, contacts, times.

    Only what differs is written: it happens while everybody waits.
    """
    pk, owner_id = seen.pk, seen.organisation_id
    for slot in [slot for slot in take if slot == "areas" or slot.startswith("terms.")]:
        model, column = (ServiceArea, "area_id") if slot == "areas" else (ServiceTerm, "term_id")
        new, old = set(take[slot] or ()), set(seen.whole.get(slot) or ())
        gone, come = sorted(old - new), sorted(new - old)
        both = min(len(gone), len(come))
        writing.delete(
            f"UPDATE {model._meta.db_table} SET {column} = %s WHERE {column} = %s AND service_id = %s",  # noqa: S608
            [(one, was, pk) for one, was in zip(come, gone, strict=False)],
        )
        sql = f"DELETE FROM {model._meta.db_table} WHERE {column} = %s AND service_id = %s"  # noqa: S608 - own tables
        writing.delete(sql, [(one, pk) for one in gone[both:]])
        for one in come[both:]:
            writing.add(model(service_id=pk, **{column: one}))
    if "contacts" in take:
        _set_contacts(writing, seen, take["contacts"] or [])
    if "schedules" in take:
        writing.delete("DELETE FROM services_schedule WHERE service_id = %s", [(pk,)])
        add_schedules(writing, pk, take["schedules"] or [])
    if "places" in take:
        writing.delete("UPDATE services_schedule SET place_id = NULL WHERE service_id = %s", [(pk,)])
        writing.delete("DELETE FROM services_servicelocation WHERE service_id = %s", [(pk,)])
        sql = f"DELETE FROM services_serviceterm WHERE service_id = %s AND term_id IN {IN_SCHEME}"  # noqa: S608
        writing.delete(sql, [(pk, ACCESSIBILITY)])
        places = [{**place, "location": place.get("location")} for place in take["places"] or ()]
        made = [place["location"] or place_of(owner_id, place) for place in places]
        for location in dict.fromkeys(made):
            writing.add(ServiceLocation(service_id=pk, location_id=location))
        for term in sorted({term for place in places for term in place.get("features") or ()}):
            writing.add(ServiceTerm(service_id=pk, term_id=term))


def _set_contacts(writing: Writing, seen: Any, new: list[Values]) -> None:
    """Change contacts; when there are as many as before, keep of each what the list does not speak of."""
    old = seen.whole["contacts"]
    if len(new) != len(old):
        writing.delete("DELETE FROM services_contact WHERE service_id = %s", [(seen.pk,)])
        add_contacts(writing, seen.pk, seen.organisation_id, new)
        return
    for pk, one, was in zip(seen.contacts, new, old, strict=True):
        have, columns = _contact_columns(was), _contact_columns({**was, **one})
        if differs := {name: value for name, value in columns.items() if value != have.get(name)}:
            writing.update(Contact, pk, differs)


def add_location(writing: Writing, owner_id: int, place: Values) -> int:
    """Add a place of the organisation."""
    row = Location(uuid=uuid.uuid4(), organisation_id=owner_id, name=text_of(place, "name"), area_id=place["area"])
    for name in ("address", "postal_code", "city"):
        setattr(row, name, place.get(name, ""))
    row.lon, row.lat = place.get("lon"), place.get("lat")
    pk = writing.add(row)
    through = Location.features.through
    for term in place.get("features") or ():
        writing.add(through(location_id=pk, term_id=term))
    return pk


def add_contacts(writing: Writing, pk: int, owner_id: int, contacts: Any) -> None:
    """Add contacts of an entry."""
    for one in contacts:
        writing.add(Contact(service_id=pk, organisation_id=owner_id, **_contact_columns(one)))


def _contact_columns(one: Values) -> dict[str, Any]:
    plain = {name: one[name] for name in ("audience_kind", "name", "name_consented", "email", "phone") if name in one}
    return plain | {name: text_of(one, name) for name in ("role", "hours")}


def add_schedules(writing: Writing, pk: int, schedules: Any) -> None:
    """Add times of an entry."""
    for one in schedules:
        writing.add(Schedule(service_id=pk, uuid=same_as(pk, one), **one))
