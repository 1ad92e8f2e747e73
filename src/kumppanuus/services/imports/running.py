"""The work behind an import, done from the task queue. Whatever dies on the way can be begun again."""

from __future__ import annotations

import logging
import time
from collections import Counter
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.interop.sheets import SheetProblem
from kumppanuus.notices import actions as notices
from kumppanuus.services import actions
from kumppanuus.services.actions.entries import due_after
from kumppanuus.services.imports.applying import Applying
from kumppanuus.services.imports.lookups import Lookups
from kumppanuus.services.imports.planning import Outcome, Planner
from kumppanuus.services.imports.reading import read
from kumppanuus.services.imports.writing import Moved, Writing, chunks
from kumppanuus.services.models import Import, ImportFile, ImportRow, ImportState, RowState

log = logging.getLogger(__name__)
STAGED = 250
UNDONE = 20
PAUSE = 0.05  # seconds between writes, so that others come in between
TRIES = 6
COUNTED = {"services_new": 0, "services_changed": 0, "organisations_new": 0}
SYSTEM = system("imports")


def work_on(batch_id: int) -> None:
    """Do what is to be done for an import now: compare, import or undo. Does nothing when there is nothing to do."""
    rows = Import.objects.select_related("source__space__area", "source__organisation", "person")
    batch = rows.filter(pk=batch_id).first()
    if batch is None or not batch.is_working:
        return
    language = batch.person.language if batch.person else "fi"
    with override(language):
        try:
            match batch.state:
                case ImportState.COMPARING:
                    compare(batch)
                case ImportState.APPLYING:
                    apply(batch)
                case ImportState.UNDOING:
                    undo(batch)
        except (SheetProblem, Refused) as problem:
            _fail(batch, str(problem))
        except Exception:
            log.exception("import failed")
            _fail(batch, _("Something went wrong that should not have. Nothing was changed."))


def _fail(batch: Import, message: str) -> None:
    state = ImportState.APPLIED if batch.state == ImportState.UNDOING else ImportState.FAILED
    actions.tell_state(SYSTEM, batch, state=state, message=message)


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
    outcomes = Planner(batch, known).plan((record, {}) for record in records)
    batch.done = 0
    actions.stage_rows(SYSTEM, batch, anew=True)
    for part in chunks(zip(records, outcomes, strict=True), STAGED):
        actions.stage_rows(SYSTEM, batch, rows=[_row(batch, *pair) for pair in part], of_all=len(records))
        time.sleep(PAUSE)
    counts = Counter(one.state for one in outcomes)
    actions.tell_state(SYSTEM, batch, state=ImportState.COMPARED, counts=_told(counts, outcomes))
    _tell(batch, "services/mail/compared", {"rows": len(records)})


def _told(counts: Counter[str], outcomes: list[Outcome]) -> dict[str, int]:
    return {state: counts.get(state, 0) for state in RowState.values} | {"rows": len(outcomes)}


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
    """Plan the rows anew against the directory as it is now, make everything ready, and write it at once.

    When somebody changes meanwhile what the plan rests on, it is planned again; after some tries it fails.
    """
    actor = Actor(person_id=batch.person_id, organisation_id=batch.source.organisation_id)
    for attempt in range(TRIES):
        _outcomes, ready = prepare(batch)
        try:
            actions.import_rows(actor, batch, ready=ready)
        except (Moved, IntegrityError) as problem:
            log.info("import planned again", extra={"attempt": attempt, "why": repr(problem)})
            continue
        batch.refresh_from_db()
        _tell(batch, "services/mail/imported", COUNTED | ready.counts)
        return
    raise Refused(_("The directory changed all the time. Nothing was imported: try again in a while."))


def prepare(batch: Import) -> tuple[list[Outcome], Applying]:
    """Plan and compile. What each row will have done is put aside first, for undoing."""
    fields = ("batch", "number", "data", "choice")
    rows = list(batch.rows.exclude(state=RowState.REFUSED).order_by("number").only(*fields).iterator(2000))
    records = [{"number": row.number, "raw": [], "problems": [], **row.data} for row in rows]
    planner = Planner(batch)
    outcomes = planner.plan(zip(records, (row.choice for row in rows), strict=True))
    actions.tell_state(SYSTEM, batch)
    ready = Applying(batch, planner, outcomes, timezone.now(), due_after)
    batch.done = 0
    actions.stage_rows(SYSTEM, batch, undone=True)
    numbers = {row.number: row.pk for row in rows}
    for part in chunks(ready.done.items(), STAGED * 8):
        writing = Writing()
        for number, done in part:
            writing.update(ImportRow, numbers[number], {"done": done})
        writing.ready()
        actions.stage_rows(SYSTEM, batch, done=writing, of_all=len(ready.done))
        batch.done += len(part)
        time.sleep(PAUSE)
    return outcomes, ready


def undo(batch: Import) -> None:
    """Take back row by row, some at a time; rows that are done are passed over when it is begun again."""
    actor = Actor(person_id=batch.person_id, organisation_id=batch.source.organisation_id)
    batch.done = 0
    rows = batch.rows.exclude(done={}).order_by("-number")
    for part in chunks(list(rows.values_list("pk", flat=True)), UNDONE):
        chunk = list(ImportRow.objects.filter(pk__in=part).order_by("-number"))
        actions.undo_rows(actor, batch, rows=chunk)
        time.sleep(PAUSE)
    kept = sum(1 for row in rows.iterator() if any(":" in told for told in row.done.get("undone", ())))
    actions.undo_import(actor, batch, counts={"undone": rows.count(), "kept": kept})


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
