"""An applied import taken back: what it made goes, what it changed returns, unless somebody has edited it since.

As an import it is made ready outside, set by set, and done in one short transaction; what went is hidden then, and
removed in short steps after it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.core.merged import everything
from kumppanuus.organisations.models import Membership, Organisation
from kumppanuus.services.imports import hiding
from kumppanuus.services.imports.applying import add_location, entry_columns, organisation_columns, set_parts
from kumppanuus.services.imports.planning import Seen
from kumppanuus.services.imports.telling import label
from kumppanuus.services.imports.values import Values, is_same, of_organisation, services_now
from kumppanuus.services.imports.writing import Moved, Writing, chunks
from kumppanuus.services.models import Import, ImportRow, Service, SourceRecord


class Undoing:
    """Everything that undoing writes, made ready. `said` is what becomes of each row, `kept` the rows that keep
    something.
    """

    def __init__(self, batch: Import, rows: Sequence[ImportRow], stamp: dt.datetime) -> None:
        self.batch, self.rows, self.stamp = batch, rows, stamp
        self.writing = Writing(stamp)
        self.said: dict[int, list[str]] = defaultdict(list)
        self.kept: set[int] = set()
        self.entries: list[tuple[int, dt.datetime]] = []
        self.owners: list[int] = []
        self.seen: dict[int, Values] = {}
        self.as_of: dict[int, str] = {}
        self._entries()
        self._returning_entries()
        self._organisations()
        self._returning_organisations()
        for row in rows:
            for pk, values in row.done.get("last", {}).values():
                self.writing.update(SourceRecord, pk, {"values": values})
        self.writing.ready()

    def write(self, moment: dt.datetime) -> None:
        """Write it, inside the caller's transaction. Raises Moved when the directory has changed meanwhile."""
        for row in Organisation.objects.filter(pk__in=self.seen):
            have = of_organisation(row)
            if any(not is_same(told, have.get(slot)) for slot, told in self.seen[row.pk].items()):
                raise Moved
        self.writing.write(moment)
        if self.batch.applied_at is not None:
            hiding.hide_entries(self.entries, self.batch.applied_at)
        hiding.hide_organisations(self.owners)
        hiding.nothing_else_hangs_on_hidden()

    def done(self, row: ImportRow) -> dict[str, Any]:
        """Return what is kept with a row: what it did, and what became of that."""
        told = {"undone": self.said.get(row.number) or [_("Nothing was to be undone.")]}
        return {**row.done, **told} | ({"as_of": self.as_of[row.number]} if row.number in self.as_of else {})

    def _made(self, part: str) -> dict[str, int]:
        """Return {UUID: number of its row} of what the import made."""
        return {row.done[part]: row.number for row in self.rows if part in row.done}

    def _say(self, number: int, words: str, *, kept: bool = False) -> None:
        self.said[number].append(words)
        if kept:
            self.kept.add(number)

    def _gone(self, number: int, what: str) -> None:
        self._say(number, _("%(what)s had been removed already") % {"what": what})

    def _stays(self, number: int, what: str, why: str) -> None:
        self._say(number, _("%(what)s stays: %(why)s") % {"what": what, "why": why}, kept=True)

    def _entries(self) -> None:
        made, what = self._made("made_service"), _("the entry")
        found: dict[str, tuple[Any, ...]] = {}
        for part in chunks(made, hiding.FEW):
            rows = everything(Service).filter(uuid__in=part).order_by()
            fields = ("uuid", "pk", "edited_at", "verified_at", "merged_into_id")
            found |= {str(row[0]): row[1:] for row in rows.values_list(*fields)}
        held = hiding.held(Service, [row[0] for row in found.values()])
        stands = _as_of({row[0]: row[1] for row in found.values() if row[1] != self.batch.applied_at})
        for uuid, number in made.items():
            pk, edited, verified, merged = found.get(uuid, (None, None, None, None))
            if pk is None:
                self._gone(number, what)
            elif stands.get(pk, edited) != self.batch.applied_at:
                self._stays(number, what, _("it has been edited since"))
            elif verified and verified != self.batch.applied_at:
                self._stays(number, what, _("it has been confirmed since"))
            elif merged or pk in held:
                self._stays(number, what, _("something else belongs to it"))
            else:
                self.entries.append((pk, edited))
                self._say(number, _("%(what)s was removed") % {"what": what})

    def _organisations(self) -> None:
        made, what = self._made("made_organisation"), _("the organisation")
        found: dict[str, Organisation] = {}
        for part in chunks(made, hiding.FEW):
            found |= {str(row.uuid): row for row in everything(Organisation).filter(uuid__in=part)}
        numbers = [row.pk for row in found.values()]
        going = {pk for pk, _edited in self.entries}
        having: set[int] = set()
        members: set[int] = set()
        told: dict[int | None, Values] = {}
        for part in chunks(numbers, hiding.FEW):
            entries = everything(Service).filter(organisation__in=part).order_by().values_list("pk", "organisation_id")
            having |= {owner for pk, owner in entries if pk not in going}
            members |= set(Membership.objects.filter(organisation__in=part).values_list("organisation_id", flat=True))
            records = SourceRecord.objects.filter(source=self.batch.source_id, organisation__in=part)
            told |= dict(records.values_list("organisation_id", "values"))
        held = hiding.held(Organisation, numbers)
        for uuid, number in made.items():
            row = found.get(uuid)
            if row is None:
                self._gone(number, what)
            elif row.pk in having:
                self._stays(number, what, _("it has entries"))
            elif row.pk in members:
                self._stays(number, what, _("it has members"))
            elif _differs(told.get(row.pk, {}), of_organisation(row)):
                self._stays(number, what, _("it has been edited since"))
            elif row.merged_into_id or row.pk in held:
                self._stays(number, what, _("something else belongs to it"))
            else:
                self.owners.append(row.pk)
                self._say(number, _("%(what)s was removed") % {"what": what})

    def _returning_entries(self) -> None:
        changed = {row.done["service"]["id"]: row for row in self.rows if "service" in row.done}
        left = set(changed)
        stands: dict[int, dt.datetime] = {}
        for part in chunks(sorted(changed), hiding.FEW):
            stands |= dict(Service.objects.filter(pk__in=part).order_by().values_list("pk", "edited_at"))
        stands |= _as_of({pk: edited for pk, edited in stands.items() if edited != self.batch.applied_at})
        for entry, have in services_now(changed):
            left.discard(entry.pk)
            row = changed[entry.pk]
            before = row.done["service"]
            take = self._take(row.number, "service", before, have)
            if take:
                seen = Seen(entry, have)
                columns = entry_columns(seen.texts, take) | {"edited_at": self.stamp}
                self.writing.update(Service, entry.pk, columns, seen=entry.edited_at)
                set_parts(self.writing, seen, take, lambda owner, place: add_location(self.writing, owner, place))
            if len(take) == len(before["after"]) and stands.get(entry.pk) == self.batch.applied_at:
                self.as_of[row.number] = before["edited"]
        for pk in left:
            self._gone(changed[pk].number, _("the entry"))

    def _returning_organisations(self) -> None:
        changed = {row.done["organisation"]["id"]: row for row in self.rows if "organisation" in row.done}
        left = set(changed)
        for part in chunks(sorted(changed), hiding.FEW):
            for owner in Organisation.objects.filter(pk__in=part):
                left.discard(owner.pk)
                row = changed[owner.pk]
                have = of_organisation(owner)
                if take := self._take(row.number, "organisation", row.done["organisation"], have):
                    self.seen[owner.pk] = {slot: have.get(slot) for slot in take}
                    self.writing.update(Organisation, owner.pk, organisation_columns(owner, take))
        for pk in left:
            self._gone(changed[pk].number, _("the organisation"))

    def _take(self, number: int, part: str, changed: dict[str, Any], have: Values) -> Values:
        """Return what stood there before, of what still holds the imported value."""
        take: Values = {}
        for slot, imported in changed["after"].items():
            what = {"slot": label(f"{part}.{slot}")}
            if is_same(imported, have.get(slot)):
                take[slot] = changed["before"].get(slot)
                self._say(number, _("%(slot)s returned") % what)
            else:
                self._say(number, _("%(slot)s stays: it has been edited since") % what, kept=True)
        return take


def _as_of(edited: dict[int, dt.datetime]) -> dict[int, dt.datetime]:
    """Return as of when entries stand that a later import changed and that have all returned since. Few queries."""
    found = dict(edited)
    later = Import.objects.filter(undone_at__in=set(edited.values())).order_by("-undone_at")
    back: dict[tuple[int, dt.datetime | None], str] = {}
    for batch in later:
        rows = batch.rows.exclude(done={}).values_list("done", flat=True)
        back |= {(done["service"]["id"], batch.undone_at): done["as_of"] for done in rows if done.get("as_of")}
    for pk, moment in edited.items():
        if told := back.get((pk, moment)):
            found[pk] = dt.datetime.fromisoformat(told)
    return found


def _differs(told: Values, have: Values) -> bool:
    """Say whether an organisation is other than the list said when it was made."""
    return any(slot in have and not is_same(value, have[slot]) for slot, value in told.items())
