"""An applied import taken back: what it made goes, what it changed returns, unless somebody has edited it since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from kumppanuus.organisations.models import Membership, Organisation, OrganisationArea
from kumppanuus.services.columns import whole
from kumppanuus.services.imports.applying import add_location, entry_columns, organisation_columns, set_parts
from kumppanuus.services.imports.planning import Seen
from kumppanuus.services.imports.values import Values, is_same, of_organisation, of_service
from kumppanuus.services.imports.writing import Writing
from kumppanuus.services.models import (
    Closure,
    Contact,
    Import,
    ImportRow,
    Location,
    Schedule,
    Service,
    ServiceArea,
    ServiceLocation,
    ServiceTerm,
    SourceRecord,
)

PARTS = {Service, ServiceArea, ServiceTerm, ServiceLocation, Schedule, Closure, Contact, SourceRecord, Location}
PARTS |= {Organisation, OrganisationArea, Location.features.through, Organisation.classes.through}


class Undoing:
    """Takes back what some rows did; each row's `done["undone"]` tells what became of it."""

    def __init__(self, batch: Import, rows: Sequence[ImportRow]) -> None:
        self.batch, self.rows = batch, rows

    def write(self) -> None:
        """Write it, inside the caller's transaction."""
        for row in self.rows:
            said: list[str] = []
            if made := row.done.get("made_service"):
                self._remove(Service, made, said)
            if changed := row.done.get("service"):
                self._return_service(changed, said)
            if made := row.done.get("made_organisation"):
                self._remove(Organisation, made, said)
            if changed := row.done.get("organisation"):
                self._return_organisation(changed, said)
            for pk, values in row.done.get("last", {}).values():
                SourceRecord.objects.filter(pk=pk).update(values=values)
            row.done = {**row.done, "undone": said or [_("Nothing was to be undone.")]}

    def _remove(self, model: Any, uuid: str, said: list[str]) -> None:
        row = model.objects.filter(uuid=uuid).first()
        what = _("the entry") if model is Service else _("the organisation")
        if row is None:
            said.append(_("%(what)s had been removed already") % {"what": what})
            return
        if why := self._why_kept(row):
            said.append(_("%(what)s stays: %(why)s") % {"what": what, "why": why})
            return
        places = list(row.places.values_list("location", flat=True)) if model is Service else []
        row.delete()
        Location.objects.filter(pk__in=places, services=None).delete()
        said.append(_("%(what)s was removed") % {"what": what})

    def _why_kept(self, row: Any) -> str:
        if isinstance(row, Service):
            if row.edited_at != self.batch.applied_at:
                return _("it has been edited since")
            if row.verified_at and row.verified_at != self.batch.applied_at:
                return _("it has been confirmed since")
        elif row.services.exists():
            return _("it has entries")
        elif Membership.objects.filter(organisation=row).exists():
            return _("it has members")
        return _("something else belongs to it") if _others(row) else ""

    def _return_service(self, changed: dict[str, Any], said: list[str]) -> None:
        row = whole(Service.objects.filter(pk=changed["id"])).first()
        if row is None:
            said.append(_("%(what)s had been removed already") % {"what": _("the entry")})
            return
        take = self._take(changed, of_service(row), said)
        if not take:
            return
        seen, writing = Seen(row), Writing()
        # Its own moment, so that a second undoing of something else sees that it moved.
        columns = entry_columns(seen.texts, take) | {"edited_at": row.edited_at}
        writing.update(Service, row.pk, columns)
        set_parts(writing, seen, take, lambda owner, place: add_location(writing, owner, place))
        writing.ready()
        writing.write()

    def _return_organisation(self, changed: dict[str, Any], said: list[str]) -> None:
        row = Organisation.objects.filter(pk=changed["id"]).first()
        if row is None:
            said.append(_("%(what)s had been removed already") % {"what": _("the organisation")})
            return
        if take := self._take(changed, of_organisation(row), said):
            writing = Writing()
            writing.update(Organisation, row.pk, organisation_columns(row, take))
            writing.ready()
            writing.write()

    def _take(self, changed: dict[str, Any], have: Values, said: list[str]) -> Values:
        """Return what stood there before, of what still holds the imported value."""
        take: Values = {}
        for slot, imported in changed["after"].items():
            if is_same(imported, have.get(slot)):
                take[slot] = changed["before"].get(slot)
                said.append(_("%(slot)s returned") % {"slot": slot})
            else:
                said.append(_("%(slot)s stays: it has been edited since") % {"slot": slot})
        return take


def _others(row: models.Model) -> bool:
    """Say whether removing the row would take along, or be held by, anything but its own parts."""
    collector = Collector(using="default", origin=row)
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError):
        return True
    if set(collector.data) - PARTS:
        return True
    return any(rows.model not in PARTS and rows.exists() for rows in collector.fast_deletes)
