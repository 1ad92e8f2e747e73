"""Imports: reading a list, staging its rows, importing them at once, undoing; most leave no event of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.imports.applying import Applying
from kumppanuus.services.imports.undoing import Undoing
from kumppanuus.services.imports.writing import Writing
from kumppanuus.services.models import Import, ImportFile, ImportRow, ImportState, RowState, Source

MOST_TARGETS = 200  # organisations in whose history an import stands
LEFT_AFTER = dt.timedelta(days=30)


@quiet_action
def read_list(actor: Actor, source: Source, *, body: bytes, filename: str, fmt: str, read: Mapping[str, Any]) -> Import:
    """Keep a list that was sent, from a source that is made with it if it is new. Nothing of it is imported yet.

    `read`: guesses, mapping, options. Refused for what cannot be read.
    """
    if source.pk is None:
        source.save()
    batch = Import(source=source, person_id=actor.person_id, filename=filename[:120], format=fmt)
    for name in ("guesses", "mapping", "options"):
        setattr(batch, name, read.get(name, {}))
    batch.save()
    ImportFile.objects.create(batch=batch, body=body)
    return batch


@quiet_action
def map_columns(
    actor: Actor,
    batch: Import,
    *,
    mapping: Mapping[str, str],
    options: Mapping[str, Any],
    guesses: Mapping[str, Any] | None = None,
    columns: Sequence[str] = (),
    trusted: bool | None = None,
    compare: bool = True,
) -> Import:
    """Choose what the columns mean and what holds for all rows; the source remembers it. `compare`: and go on."""
    batch.mapping, batch.options = dict(mapping), dict(options)
    batch.guesses = dict(guesses if guesses is not None else batch.guesses)
    batch.message, batch.counts = "", {}
    batch.state = ImportState.COMPARING if compare else ImportState.READ
    batch.done, batch.total, batch.alive_at = 0, 0, timezone.now()
    batch.save()
    if compare:
        source = batch.source
        source.columns, source.mapping, source.options = list(columns), dict(mapping), dict(options)
        if trusted is not None:
            source.trusted = trusted
        source.save()
        batch.rows.all().delete()
    return batch


@quiet_action
def stage_rows(
    actor: Actor,
    batch: Import,
    *,
    rows: Sequence[ImportRow] = (),
    done: Writing | None = None,
    of_all: int = 0,
    anew: bool = False,
    undone: bool = False,
) -> None:
    """Put compared rows aside (`anew`: after those of an earlier try are gone), or what rows will have done."""
    if anew:
        batch.rows.all().delete()
    if undone:
        batch.rows.exclude(done={}).update(done={})
    if done is not None:
        done.write()
    ImportRow.objects.bulk_create(rows)
    batch.done += len(rows)
    Import.objects.filter(pk=batch.pk).update(done=batch.done, total=of_all, alive_at=timezone.now())


@quiet_action
def tell_state(
    actor: Actor, batch: Import, *, state: str = "", message: str = "", counts: Mapping[str, Any] | None = None
) -> None:
    """Write down how far an import is, or why it failed."""
    told: dict[str, Any] = {"alive_at": timezone.now()}
    if state:
        told |= {"state": state, "message": message[:500]}
    if counts is not None:
        told["counts"] = dict(counts)
    Import.objects.filter(pk=batch.pk).update(**told)


@quiet_action
def choose_rows(
    actor: Actor, batch: Import, *, choices: Mapping[int, Mapping[str, Any]], take_all: bool | None = None
) -> None:
    """Keep what was chosen for unsure rows and conflicts; `take_all`: in conflicts what the list says."""
    rows = list(batch.rows.filter(number__in=list(choices), state__in=(RowState.UNSURE, RowState.CONFLICT)))
    for row in rows:
        row.choice = {**row.choice, **choices[row.number]}
    ImportRow.objects.bulk_update(rows, ["choice"], batch_size=200)
    if take_all is not None:
        batch.options = {**batch.options, "take_all": take_all}
        batch.save(update_fields=["options"])


@quiet_action
def begin_import(actor: Actor, batch: Import) -> Import:
    """Say that the compared rows are to be imported; the work is done from the queue."""
    fresh = Import.objects.select_for_update().get(pk=batch.pk)
    if fresh.state != ImportState.COMPARED:
        raise Refused(_("It has been begun meanwhile. Nothing was imported twice."))
    fresh.state, fresh.person_id = ImportState.APPLYING, actor.person_id
    fresh.done, fresh.alive_at, fresh.message = 0, timezone.now(), ""
    fresh.save()
    return fresh


@action
def import_rows(actor: Actor, batch: Import, *, ready: Applying) -> Import:
    """Write everything that was made ready, all or nothing, in this one transaction.

    Raises Moved when the directory has changed since it was compared: it is compared again then.
    """
    fresh = Import.objects.select_for_update().get(pk=batch.pk)
    if fresh.state != ImportState.APPLYING:
        raise Refused(_("It is not being imported any more. Nothing was changed."))
    ready.write()
    fresh.state, fresh.applied_at, fresh.alive_at = ImportState.APPLIED, ready.stamp, timezone.now()
    fresh.counts = {**fresh.counts, **ready.counts}
    fresh.save()
    touched = sorted(ready.touched)[:MOST_TARGETS]
    note(*Organisation.objects.filter(pk__in=touched), audience=fresh.audience() | {"public"})
    facts: dict[str, Any] = dict(ready.counts)
    note(source=fresh.source_id, **facts)
    return fresh


@quiet_action
def begin_undo(actor: Actor, batch: Import) -> Import:
    """Say that an import is to be undone; the work is done from the queue."""
    fresh = Import.objects.select_for_update().get(pk=batch.pk)
    if not fresh.can_be_undone:
        raise Refused(_("It cannot be undone any more. Nothing was changed."))
    fresh.state, fresh.person_id, fresh.alive_at = ImportState.UNDOING, actor.person_id, timezone.now()
    fresh.done = 0
    fresh.save()
    return fresh


@quiet_action
def undo_rows(actor: Actor, batch: Import, *, rows: Sequence[ImportRow]) -> None:
    """Take back what some rows did, as far as nobody has edited it since; each row tells what happened to it."""
    for row in rows:
        row.refresh_from_db(fields=["done"])
    Undoing(batch, [row for row in rows if not row.done.get("undone")]).write()
    ImportRow.objects.bulk_update(rows, ["done"], batch_size=100)
    Import.objects.filter(pk=batch.pk).update(done=batch.done + len(rows), alive_at=timezone.now())
    batch.done += len(rows)


@action
def undo_import(actor: Actor, batch: Import, *, counts: Mapping[str, int]) -> Import:
    """Close an undone import; its rows tell what went, what returned and what was kept."""
    fresh = Import.objects.select_for_update().get(pk=batch.pk)
    fresh.state, fresh.undone_at, fresh.counts = ImportState.UNDONE, timezone.now(), {**fresh.counts, **counts}
    fresh.save()
    facts: dict[str, Any] = dict(counts)
    note(source=fresh.source_id, **facts)
    return fresh


@quiet_action
def drop_import(actor: Actor, batch: Import) -> None:
    """Throw a list away of which nothing has been imported."""
    fresh = Import.objects.select_for_update().get(pk=batch.pk)
    if fresh.applied_at is not None:
        raise Refused(_("It has been imported meanwhile. You can undo it instead."))
    source = fresh.source
    fresh.delete()
    if not source.imports.exists() and not source.records.exists():
        source.delete()


@quiet_action
def purge_imports(actor: Actor, target: None, *, before: dt.datetime) -> int:
    """Erase files and rows that are of no more use: nothing can be undone, or the list was left lying."""
    old = Import.objects.filter(made_at__lt=before).exclude(applied_at__gte=before)
    ImportFile.objects.filter(batch__in=old).delete()
    erased = ImportRow.objects.filter(batch__in=old).delete()[0]
    old.filter(applied_at=None).delete()
    return erased
