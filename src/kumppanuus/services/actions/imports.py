"""Imports: reading a list, staging its rows, importing them at once, undoing; most leave no event of their own."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.imports.applying import Applying
from kumppanuus.services.imports.hiding import sweep
from kumppanuus.services.imports.undoing import Undoing
from kumppanuus.services.imports.writing import Overtaken
from kumppanuus.services.models import STALLED, Import, ImportFile, ImportRow, ImportState, RowState, Source

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
def take_turn(actor: Actor, batch: Import, *, alone: bool) -> bool:
    """Say that this worker works on it from now on; one that did before is stopped at its next step.

    `alone`: only one import at a time has hidden rows in the directory. False, with nothing done, while another has.
    """
    now = timezone.now()
    if alone:
        others = Import.objects.filter(holds=True).exclude(pk=batch.pk)
        if others.filter(alive_at__gte=now - STALLED).exists():
            return False
        others.update(holds=False, turn=None)
    batch.turn, batch.holds, batch.alive_at = uuid.uuid4(), alone, now
    batch.save(update_fields=["turn", "holds", "alive_at"])
    return True


@quiet_action
def end_turn(actor: Actor, batch: Import) -> None:
    """Say that nothing of it is hidden any more, so that others may begin."""
    Import.objects.filter(pk=batch.pk, turn=batch.turn).update(holds=False, turn=None)


@quiet_action
def stage_rows(
    actor: Actor,
    batch: Import,
    *,
    rows: Sequence[ImportRow] = (),
    step: Callable[[], object] | None = None,
    done: int = 0,
    of_all: int = 0,
    anew: bool = False,
) -> Any:
    """Put compared rows aside (`anew`: after those of an earlier try are gone), or take one step of what is written
    before it shows or after it was taken away, and return what it returns. Raises Overtaken when another worker has
    the turn.
    """
    mine = Import.objects.filter(pk=batch.pk, turn=batch.turn)
    if not mine.update(done=done, total=of_all, alive_at=timezone.now()):
        raise Overtaken
    if anew:
        batch.rows.all().delete()
    ImportRow.objects.bulk_create(rows)
    return step() if step is not None else None


@quiet_action
def sweep_imports(actor: Actor, target: None, *, most: int) -> int:
    """Remove hidden rows of imports whose worker died and that were dropped; returns how many, 0 while one writes."""
    now = timezone.now()
    if Import.objects.filter(holds=True, alive_at__gte=now - STALLED).exists():
        return 0
    Import.objects.filter(holds=True).update(holds=False, turn=None)
    return sweep(most)


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
    Import.objects.filter(pk=batch.pk, turn=batch.turn).update(**told)


@quiet_action
def choose_rows(
    actor: Actor, batch: Import, *, choices: Mapping[int, Mapping[str, Any]], take_all: bool | None = None
) -> None:
    """Keep what was chosen for rows that may be here already and for conflicts; `take_all`: in conflicts the list's."""
    asked = Q(state__in=(RowState.UNSURE, RowState.CONFLICT)) | Q(state=RowState.NEW) & ~Q(candidates=[])
    rows = list(batch.rows.filter(asked, number__in=list(choices)))
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
    """Show what was written hidden and change the rest, all or nothing, in this one transaction.

    Raises Moved when the directory has changed since it was compared: it is compared again then.
    """
    fresh = Import.objects.select_for_update().get(pk=batch.pk)
    if fresh.state != ImportState.APPLYING:
        raise Refused(_("It is not being imported any more. Nothing was changed."))
    if fresh.turn != batch.turn:
        raise Overtaken
    fresh.applied_at = ready.write()
    fresh.state, fresh.alive_at = ImportState.APPLIED, timezone.now()
    fresh.holds, fresh.turn = False, None
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


@action
def undo_import(actor: Actor, batch: Import, *, ready: Undoing) -> Import:
    """Take back everything that was made ready, in this one transaction; its rows tell what went and what was kept.

    What went is hidden by it and removed afterwards. Raises Moved when the directory has changed since it was compared.
    """
    fresh = Import.objects.select_for_update().get(pk=batch.pk)
    if fresh.turn != batch.turn:
        raise Overtaken
    fresh.undone_at = timezone.now()
    ready.write(fresh.undone_at)
    counts: dict[str, Any] = {"undone": len(ready.said), "kept": len(ready.kept)}
    fresh.state, fresh.alive_at, fresh.counts = ImportState.UNDONE, fresh.undone_at, {**fresh.counts, **counts}
    fresh.save()
    note(source=fresh.source_id, **counts)
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
