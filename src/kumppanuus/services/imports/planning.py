"""Records beside the directory: what each row would do. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.organisations.models import Organisation
from kumppanuus.services.imports import values as now
from kumppanuus.services.imports.alike import Alike
from kumppanuus.services.imports.lookups import Lookups
from kumppanuus.services.imports.mapping import Record
from kumppanuus.services.imports.matching import Entries, Organisations, key_of, names_in, records_of
from kumppanuus.services.imports.plain import first_sentence
from kumppanuus.services.imports.ptv_kept import ORIGINAL
from kumppanuus.services.imports.values import Values
from kumppanuus.services.models import Import, RowState, Service, SourceRecord


@dataclass
class Thing:
    """The organisation or the entry of a row: what it is here, what the source says, what would change."""

    key: str
    values: Values
    pk: int | None = None
    take: Values = field(default_factory=dict)
    before: Values = field(default_factory=dict)
    record: SourceRecord | None = None
    row: Any = None

    @property
    def is_new(self) -> bool:
        return self.pk is None


@dataclass
class Outcome:
    """What a row would do."""

    number: int
    raw: list[str]
    data: dict[str, Values]
    choice: dict[str, Any]
    label: str = ""
    state: str = RowState.SAME
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    candidates: list[dict[str, Any]] = field(default_factory=list)
    organisation: Thing | None = None
    service: Thing | None = None
    owns: bool = False  # the row is the first that speaks of its organisation

    def refuse(self, *why: str) -> None:
        """Leave the row out, for a reason."""
        self.state = RowState.REFUSED
        self.problems += [one for one in why if one not in self.problems]


class Planner:
    """Plans all rows of an import against the directory as it is at this moment.

    `warns`: what is new but looks like something that is here is told with its row; it stays new unless chosen.
    """

    def __init__(self, batch: Import, known: Lookups | None = None, *, warns: bool = False) -> None:
        self.batch, self.source, self.options = batch, batch.source, batch.options
        self.known = known or Lookups()
        self.organisations = Organisations(self.source)
        self.entries = Entries()
        self.alike = Alike(self.organisations, self.entries) if warns else None
        self.records = records_of(self.source)
        self.owners: dict[str, Thing] = {}
        self.seen: dict[str, int] = {}
        self.taken: dict[int, int] = {}

    def plan(self, rows: Iterable[tuple[Record, dict[str, Any]]]) -> list[Outcome]:
        """Return what each record would do, given what was chosen for it."""
        found = [self._outcome(record, choice) for record, choice in rows]
        self._compare(found)
        return found

    def _outcome(self, record: Record, choice: dict[str, Any]) -> Outcome:
        data = {"organisation": dict(record["organisation"]), "service": dict(record["service"])}
        made = Outcome(record["number"], record["raw"], data, choice)
        made.notes, made.problems = list(record.get("notes", ())), list(record["problems"])
        made.label = _label(data)
        if not any(slot.startswith("name.") for slot in data["service"]):
            data["service"] = {}
        self._tidy(data)
        if made.problems:
            made.refuse()
        elif not data["service"] and not data["organisation"]:
            made.refuse(_("Nothing in the row says which organisation or entry it is about."))
        elif choice.get("match") == "skip":
            made.state = RowState.SKIPPED
        else:
            self._owner(made)
            if made.state not in {RowState.REFUSED, RowState.UNSURE} and data["service"]:
                self._entry(made)
        return made

    def _tidy(self, data: dict[str, Values]) -> None:
        """Put what a row says where it belongs: a municipality without an address is no place, and so on."""
        owner, entry = data["organisation"], data["service"]
        default = self.options.get("municipality")
        self._tidy_places(owner, entry, default)
        if entry:
            entry["contacts"] = [one for one in entry.get("contacts", ()) if one.get("phone") or one.get("email")]
            if not entry["contacts"]:
                del entry["contacts"]
        if owner.get("home") is None:
            owner.pop("home", None)
        if owner and "home" not in owner and default:
            owner["home"] = default

    def _tidy_places(self, owner: Values, entry: Values, default: int | None) -> None:
        places = []
        for place in entry.get("places", ()):
            if place.get("area") is None and place.get("city"):
                place["area"] = self.known.municipalities.get(place["city"].casefold())
            if place.get("area") is None:
                place["area"] = owner.get("home") or default
            if place.keys() & {"address", "postal_code", "name.fi"}:
                places.append(place)
            elif place.get("area") is not None:
                entry.setdefault("areas", [place["area"]])
            owner.setdefault("home", place.get("area"))
        if entry:
            entry["places"] = [place for place in places if place.get("area") is not None]
            if not entry["places"]:
                del entry["places"]

    def _owner(self, made: Outcome) -> None:
        values = made.data["organisation"]
        if self.source.organisation_id:
            self._own(made, values)
            return
        if not values.keys() - {"home"}:
            if not self.options.get("organisation"):
                made.refuse(_("The row does not say whose it is."))
                return
            thing = Thing("", {}, self.options["organisation"])
        else:
            thing = self._organisation(made, values)
        if made.state in {RowState.REFUSED, RowState.UNSURE}:
            return
        if made.owns and thing.is_new and self.alike is not None:
            made.candidates = self._told("organisation", self.alike.organisations(values))
        if thing.pk is not None and thing.pk not in self.organisations.editable:
            made.refuse(
                _("The organisation keeps its own entries, or is not of your area. Suggest the change to it instead.")
            )
            return
        made.organisation = thing

    def _own(self, made: Outcome, values: Values) -> None:
        """A list of an organisation's own: every row is its, unless it says otherwise."""
        own = self.source.organisation_id
        matched, _likely = self.organisations.matching(values)
        names = list(names_in(values))
        known = [*map(str.casefold, self.organisations.names[own].values())] if own else []
        if matched not in {None, own} or (names and matched is None and not _alike(names, known)):
            made.refuse(_("The row is about another organisation. You can import your own entries only."))
            return
        made.organisation = Thing("", {}, own)

    def _organisation(self, made: Outcome, values: Values) -> Thing:
        key = key_of("organisation", values)
        if key in self.owners:
            return self.owners[key]
        thing = Thing(key, values, record=self.records.get(key))
        chosen = made.choice.get("match")
        if thing.record is not None:
            thing.pk = thing.record.organisation_id
        elif isinstance(chosen, int) and not made.data["service"]:
            thing.pk = chosen
        else:
            thing.pk, likely = self.organisations.matching(values)
            if thing.pk is None and likely and made.choice.get("owner") is None and chosen != "new":
                self._ask(made, "organisation", likely)
                return thing
            if isinstance(made.choice.get("owner"), int):
                thing.pk = made.choice["owner"]
        if thing.pk is None:
            why = now.problems_of_organisation(values, new=True)
            if values.get("home") not in self.organisations.inside:
                why.append(_("Its municipality is missing or is outside the area of the partnership table."))
            if why:
                made.refuse(*why)
                return thing
        elif why := now.problems_of_organisation(values, new=False):
            made.refuse(*why)
            return thing
        made.owns = True
        self.owners[key] = thing
        return thing

    def _ask(self, made: Outcome, part: str, likely: Sequence[int]) -> None:
        made.state = RowState.UNSURE
        made.candidates = self._told(part, likely)

    def _told(self, part: str, likely: Sequence[int]) -> list[dict[str, Any]]:
        names = self.organisations.names if part == "organisation" else self.entries.names
        return [{"part": part, "id": pk, "name": str(names[pk])} for pk in likely]

    def _entry(self, made: Outcome) -> None:
        owner, values = made.organisation, made.data["service"]
        if owner is None:
            return
        key = key_of("service", values, owner.key or str(owner.pk))
        thing = Thing(key, values, record=self.records.get(key))
        if (same := self.seen.setdefault(key, made.number)) != made.number:
            made.refuse(_("It is the same as row %(number)d.") % {"number": same})
        elif self._find(made, owner, thing):
            if thing.is_new:
                self._complete(values, owner)
            if why := now.problems_of_service(values, new=thing.is_new):
                made.refuse(*why)
            else:
                made.service = thing

    def _find(self, made: Outcome, owner: Thing, thing: Thing) -> bool:
        """Find which entry it is, if it is here; False when the row is refused or must be asked about."""
        if thing.record is not None:
            thing.pk = thing.record.service_id
        elif isinstance(made.choice.get("match"), int):
            thing.pk = made.choice["match"]
        elif owner.pk is not None:
            thing.pk, likely = self.entries.matching(owner.pk, thing.values)
            if thing.pk is None and likely and made.choice.get("match") != "new":
                self._ask(made, "service", likely)
                return False
            if thing.pk is None and self.alike is not None:
                made.candidates += self._told("service", self.alike.entries(owner.pk, thing.values))
        if thing.pk is None:
            return True
        if self.entries.owner.get(thing.pk) != owner.pk:
            made.refuse(_("The entry belongs to another organisation here."))
            return False
        if (same := self.taken.setdefault(thing.pk, made.number)) != made.number:
            made.refuse(_("It is the same as row %(number)d.") % {"number": same})
            return False
        return True

    def _complete(self, values: Values, owner: Thing) -> None:
        """Fill in what a new entry needs and the row leaves open."""
        values.setdefault("kind", self.options.get("kind") or "")
        for slot, told in list(values.items()):
            if slot.startswith("description.") and told:
                values.setdefault(f"summary.{slot.partition('.')[2]}", first_sentence(told))
        if not values.get("areas"):
            home = owner.values.get("home") or self.organisations.home.get(owner.pk or 0)
            found = {place["area"] for place in values.get("places", ())} or {home or self.options.get("municipality")}
            values["areas"] = sorted(found - {None})

    def _compare(self, outcomes: list[Outcome]) -> None:
        """Set the state and the changes of each row whose thing is here already, chunk by chunk."""
        live = [one for one in outcomes if one.state not in {RowState.REFUSED, RowState.UNSURE, RowState.SKIPPED}]
        entries = {one.service.pk: one for one in live if one.service is not None and one.service.pk is not None}
        for row, have in now.services_now(pk for pk in entries if pk):
            made = entries[row.pk]
            if made.service is not None:
                made.service.row = Seen(row, have)
                self._differ(made, "service", made.service, have)
                for slot in ("starts_on", "ends_on"):
                    made.service.before.setdefault(slot, None)
        owners = {one.organisation.pk: one for one in live if one.owns and one.organisation and one.organisation.pk}
        ids = sorted(pk for pk in owners if pk)
        for start in range(0, len(ids), now.CHUNK):
            for owner in Organisation.objects.filter(pk__in=ids[start : start + now.CHUNK]):
                made = owners[owner.pk]
                if made.organisation is not None:
                    made.organisation.row = owner
                    self._differ(made, "organisation", made.organisation, now.of_organisation(owner))
        for one in live:
            self._settle(one)

    def _differ(self, made: Outcome, part: str, thing: Thing, have: Values) -> None:
        last: Values = thing.record.values if thing.record is not None else {}
        take = set(made.choice.get("take", ()))
        for slot, new in thing.values.items():
            old = have.get(slot)
            if slot in {"id", ORIGINAL} or now.is_same(new, old):
                continue
            if slot in last and now.is_same(new, last[slot]):
                made.notes.append(_("%(slot)s was changed here; the source says what it said before.") % {"slot": slot})
                continue
            untouched = now.is_same(last[slot], old) if slot in last else old in ("", None, [])
            chosen = untouched or f"{part}.{slot}" in take or bool(self.options.get("take_all"))
            made.changes.append(
                {"part": part, "slot": slot, "old": old, "new": new, "conflict": not untouched, "taken": chosen}
            )
            if chosen:
                thing.take[slot], thing.before[slot] = new, old

    def _settle(self, one: Outcome) -> None:
        things = [thing for thing in (one.service, one.organisation if one.owns else None) if thing is not None]
        if any(change["conflict"] for change in one.changes):
            one.state = RowState.CONFLICT
        elif any(thing.is_new for thing in things):
            one.state = RowState.NEW
        elif one.changes:
            one.state = RowState.CHANGED
        else:
            one.state = RowState.SAME


class Seen:
    """What applying needs of an entry as it was when it was compared."""

    def __init__(self, row: Service, whole: Values) -> None:
        self.pk, self.edited_at, self.organisation_id = row.pk, row.edited_at, row.organisation_id
        self.texts = {name: getattr(row, name) for name in now.TEXTS}
        self.whole = whole
        self.contacts = [one.pk for one in row.contacts.all()]  # in the order of whole["contacts"]
        self.status, self.rhythm = row.status, row.rhythm


def _label(data: dict[str, Values]) -> str:
    for part in ("service", "organisation"):
        names = [told for slot, told in data[part].items() if slot.startswith("name.")]
        if names:
            return str(names[0])[:200]
    return ""


def _alike(names: list[str], known: list[str]) -> bool:
    from kumppanuus.services.imports.matching import base_name

    return bool({base_name(one) for one in names} & {base_name(one) for one in known})
