"""The work behind an import, done from the task queue. Whatever dies on the way can be begun again."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.merged import hidden
from kumppanuus.core.turns import PAUSE, much_in_memory, turn
from kumppanuus.interop.sheets import SheetProblem
from kumppanuus.notices import actions as notices
from kumppanuus.organisations.models import Organisation
from kumppanuus.services import actions
from kumppanuus.services.actions.entries import due_after
from kumppanuus.services.imports.applying import Applying
from kumppanuus.services.imports.hiding import sweep
from kumppanuus.services.imports.lookups import Lookups
from kumppanuus.services.imports.planning import Outcome, Planner
from kumppanuus.services.imports.reading import read
from kumppanuus.services.imports.undoing import Undoing
from kumppanuus.services.imports.writing import Moved, Overtaken, Writing, chunks
from kumppanuus.services.models import Import, ImportFile, ImportRow, ImportState, RowState, Service

log = logging.getLogger(__name__)
STAGED = 100  # rows of a list put aside in one step
HIDDEN = 500  # rows of a table written in one step
SWEPT = 100  # entries removed with all their parts in one step
WAITS = 20.0  # seconds to wait for another import, before waiting in the queue
TRIES = 6
COUNTED = {"services_new": 0, "services_changed": 0, "organisations_new": 0}
SYSTEM = system("imports")


def work_on(batch_id: int) -> bool:
    """Do what is to be done for an import now: compare, import or undo; nothing when there is nothing to do.

    Returns False when it has to wait until another import is done.
    """
    rows = Import.objects.select_related("source__space__area", "source__organisation", "person")
    batch = rows.filter(pk=batch_id).first()
    if batch is None or not batch.is_working:
        return True
    if not _turn(batch, alone=batch.state != ImportState.COMPARING):
        return False
    language = batch.person.language if batch.person else "fi"
    with override(language), much_in_memory():
        try:
            match batch.state:
                case ImportState.COMPARING:
                    compare(batch)
                case ImportState.APPLYING:
                    apply(batch)
                case ImportState.UNDOING:
                    undo(batch)
        except Overtaken:
            log.info("import taken over by another worker")
        except (SheetProblem, Refused) as problem:
            _fail(batch, str(problem))
        except Exception:
            log.exception("import failed")
            _fail(batch, _("Something went wrong that should not have. Nothing was changed."))
    return True


def _turn(batch: Import, *, alone: bool) -> bool:
    """Take the turn, or wait for it a while."""
    until = time.monotonic() + WAITS
    while True:
        try:
            if actions.take_turn(SYSTEM, batch, alone=alone):
                return True
        except IntegrityError:  # another took it in the same moment
            batch.refresh_from_db()
        if time.monotonic() > until:
            return False
        actions.tell_state(SYSTEM, batch)
        time.sleep(PAUSE * 10)


def _fail(batch: Import, message: str) -> None:
    if not Import.objects.get(pk=batch.pk).is_working:  # it was done already; what failed came after
        return
    state = ImportState.APPLIED if batch.state == ImportState.UNDOING else ImportState.FAILED
    actions.tell_state(SYSTEM, batch, state=state, message=message)
    try:
        _sweep(batch)
    except Overtaken:
        return
    actions.end_turn(SYSTEM, batch)


class Steps:
    """Steps of work on an import: each short, told of, and followed by a pause as long as the step was."""

    def __init__(self, batch: Import, of_all: int) -> None:
        self.batch, self.of_all = batch, of_all

    def take(self, step: Callable[[], Any] | None = None, *, part: float, **more: Any) -> Any:
        """Take one step and return what it returns; `part` of the whole is done with it. Raises Overtaken."""
        done = min(self.of_all, round(self.of_all * part))
        with turn():
            return actions.stage_rows(SYSTEM, self.batch, step=step, done=done, of_all=self.of_all, **more)


def compare(batch: Import) -> None:
    """Read the file, plan each row, and put the rows aside for the person to look at."""
    body = bytes(ImportFile.objects.get(batch=batch).body)
    known = Lookups()
    lenient = bool(batch.options.get("lenient"))
    found = read(body, batch.format, known, guesses=batch.guesses, mapping=batch.mapping, lenient=lenient)
    records = list(found)
    if not records:
        raise SheetProblem(_("The list has no rows."))
    actions.tell_state(SYSTEM, batch)
    outcomes = Planner(batch, known, warns=True).plan((record, {}) for record in records)
    steps = Steps(batch, len(records))
    steps.take(part=0.0, anew=True)
    for number, part in enumerate(chunks(zip(records, outcomes, strict=True), STAGED), 1):
        rows = [_row(batch, *pair) for pair in part]
        steps.take(part=number * STAGED / len(records), rows=rows)
    counts = Counter(one.state for one in outcomes)
    actions.tell_state(SYSTEM, batch, state=ImportState.COMPARED, counts=_told(counts, outcomes))
    _tell(batch, "services/mail/compared", {"rows": len(records)})


def _told(counts: Counter[str], outcomes: list[Outcome]) -> dict[str, int]:
    alike = sum(1 for one in outcomes if one.state == RowState.NEW and one.candidates)
    return {state: counts.get(state, 0) for state in RowState.values} | {"rows": len(outcomes), "alike": alike}


def _row(batch: Import, record: Any, one: Outcome) -> ImportRow:
    return ImportRow(
        batch=batch,
        number=one.number,
        state=one.state,
        label=one.label,
        raw=one.raw,
        data={part: record[part] for part in ("organisation", "service")},
        problems=[*one.problems, *one.notes],
        changes=one.changes,
        candidates=one.candidates,
    )


def apply(batch: Import) -> None:
    """Plan the rows anew against the directory as it is now, write what is new hidden, and show it all at once.

    When somebody changes meanwhile what the plan rests on, it is planned again; after some tries it fails.
    """
    actor = Actor(person_id=batch.person_id, organisation_id=batch.source.organisation_id)
    for attempt in range(TRIES):
        try:
            _outcomes, ready = prepare(batch)
            actions.import_rows(actor, batch, ready=ready)
        except (Moved, IntegrityError, OperationalError) as problem:
            log.info("import planned again", extra={"attempt": attempt, "why": repr(problem)})
            continue
        batch.refresh_from_db()
        _tell(batch, "services/mail/imported", COUNTED | ready.counts)
        return
    raise Refused(_("The directory changed all the time. Nothing was imported: try again in a while."))


def prepare(batch: Import) -> tuple[list[Outcome], Applying]:
    """Plan, compile, and write in short steps what does not show: what each row will have done, and what is new."""
    _sweep(batch)
    fields = ("batch", "number", "data", "choice", "done")
    rows = list(batch.rows.exclude(state=RowState.REFUSED).order_by("number").only(*fields).iterator(2000))
    records = [{"number": row.number, "raw": [], "problems": [], **row.data} for row in rows]
    planner = Planner(batch)
    outcomes = planner.plan(zip(records, (row.choice for row in rows), strict=True))
    actions.tell_state(SYSTEM, batch)
    ready = Applying(batch, planner, outcomes, timezone.now(), due_after)
    steps = Steps(batch, len(rows))
    done = [(row.pk, told) for row in rows if (told := ready.done.get(row.number, {})) or row.done]
    of_all = len(done) + sum(len(step.rows) for step in ready.writing.early) or 1
    written = _put_aside(steps, done, of_all)
    for step in ready.writing.steps(HIDDEN):
        written += len(step.rows)
        steps.take(partial(ready.writing.insert, step), part=written / of_all)
    return outcomes, ready


def _put_aside(steps: Steps, done: list[tuple[int, dict[str, Any]]], of_all: int) -> int:
    """Keep with each row what it does, in short steps; returns how many rows."""
    written = 0
    for part in chunks(done, HIDDEN):
        writing = Writing()
        for pk, told in part:
            writing.update(ImportRow, pk, {"done": told})
        writing.ready()
        written += len(part)
        steps.take(writing.write, part=written / of_all)
    return written


def _sweep(batch: Import) -> None:
    """Remove what is hidden: of an earlier try, of a worker that died, or of what was undone."""
    left = hidden(Service).count() + hidden(Organisation).count()
    steps, removed = Steps(batch, left), 0
    while removed < left:
        swept = steps.take(partial(sweep, SWEPT), part=removed / left)
        if not swept:
            break
        removed += swept


def undo(batch: Import) -> None:
    """See what can be taken back, put aside what becomes of each row, take it back at once; then remove what went."""
    actor = Actor(person_id=batch.person_id, organisation_id=batch.source.organisation_id)
    _sweep(batch)
    rows = list(batch.rows.exclude(done={}).order_by("number").only("batch", "number", "done").iterator(2000))
    for attempt in range(TRIES):
        ready = Undoing(batch, rows, timezone.now())
        actions.tell_state(SYSTEM, batch)
        done = [(row.pk, ready.done(row)) for row in rows]
        _put_aside(Steps(batch, len(rows)), done, len(rows))
        try:
            actions.undo_import(actor, batch, ready=ready)
        except (Moved, IntegrityError, OperationalError) as problem:
            log.info("undoing planned again", extra={"attempt": attempt, "why": repr(problem)})
            continue
        _sweep(batch)
        actions.end_turn(SYSTEM, batch)
        return
    raise Refused(_("The directory changed all the time. Nothing was undone: try again in a while."))


def _tell(batch: Import, template: str, facts: dict[str, Any]) -> None:
    if batch.person is None:
        return
    url = f"{settings.SITE_URL}/{batch.person.language}/directory/imports/{batch.uuid}/"
    notices.post(
        SYSTEM,
        batch,
        key=f"{template}:{batch.pk}:{batch.alive_at.isoformat()}"[:120],
        topic="imports",
        template=template,
        context={"source": str(batch.source), "url": url, **facts},
        person=batch.person,
    )
