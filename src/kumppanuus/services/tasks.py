"""What runs from the queue and by the clock: imports, asking whether entries are still right, letting silence climb,
saved searches.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.clock import every
from kumppanuus.core.turns import turn
from kumppanuus.notices import topics
from kumppanuus.places.models import Area
from kumppanuus.services import actions
from kumppanuus.services.imports.running import SWEPT, work_on
from kumppanuus.services.models import (
    STALLED,
    UNDO_DAYS,
    Import,
    ImportState,
    SavedSearch,
    Service,
    ThemeChange,
)
from kumppanuus.services.needing import long_overdue, to_remind
from kumppanuus.services.recipients import Recipient, answers_for
from kumppanuus.services.saved import news_of

topics.register("imports", _("Imports to the directory"))
TOLD_TOGETHER = 50
WORKING = (ImportState.COMPARING, ImportState.APPLYING, ImportState.UNDOING)


@task()
def run_import(batch_id: int) -> None:
    """Compare, import or undo: whatever the import waits for; back into the queue while another import writes."""
    if not work_on(batch_id):
        run_import.enqueue(batch_id)


@every("minute")
def wake_stalled_imports() -> int:
    """Begin again what has not told of itself for some minutes: its worker has died."""
    stalled = Import.objects.filter(state__in=WORKING, alive_at__lt=timezone.now() - STALLED)
    found = list(stalled)
    for batch in found:
        actions.tell_state(system("clock"), batch)
        run_import.enqueue(batch.pk)
    return len(found)


@every("minute")
def sweep_imports() -> int:
    """Remove what is hidden in the directory and belongs to no import that still works."""
    swept = 0
    part = 1
    while part:
        with turn():
            part = actions.sweep_imports(system("clock"), None, most=SWEPT)
        swept += part
    return swept


@every("day")
def forget_imports() -> int:
    """Erase files and rows of imports that can no longer be undone."""
    return actions.purge_imports(system("clock"), None, before=timezone.now() - dt.timedelta(days=UNDO_DAYS + 1))


@every("day")
def forget_theme_changes() -> int:
    """Erase what was kept of changes of spaces' own themes that can no longer be undone."""
    return actions.purge_themes(system("clock"), None, before=timezone.now() - dt.timedelta(days=ThemeChange.DAYS))


@every("day")
def remind_of_due() -> int:
    """Ask about each entry that is due, again after 14 and 30 days: one mail for all of a recipient's."""
    sent = 0
    for to, stages, rows in to_remind(timezone.localdate()):
        try:
            sent += actions.remind(system("clock"), rows[0], others=rows[1:], stages=stages, to=to)
        except Refused:
            continue
    return sent


@every("day")
def climb_overdue() -> int:
    """Once a month tell who answers for NGOs in each municipality what has been overdue for more than 30 days."""
    today = timezone.localdate()
    told: dict[Recipient, list[tuple[Area, list[Service]]]] = {}
    for area, rows in long_overdue(today):
        for to in answers_for(area):
            told.setdefault(to, []).append((area, rows))
    return sum(
        actions.climb(system("clock"), None, to=to, found=found, month=f"{today:%Y-%m}") for to, found in told.items()
    )


@every("hour")
def recount() -> int:
    """Count the whole directory anew for the filters of its list."""
    return actions.recount(system("clock"), None)


@every("minute")
def tell_saved_searches() -> int:
    """Mail what is new for the saved searches whose time has come, some at a time in a short transaction each."""
    now, mails = timezone.now(), 0
    while due := list(SavedSearch.objects.due(now)[:TOLD_TOGETHER]):
        mails += actions.tell_searches(system("clock"), None, found=news_of(due, now), now=now)
    return mails


@every("day")
def end_saved_searches() -> int:
    """Erase saved searches that nobody confirmed or that have ended; ask before those without an account end."""
    ended = actions.purge_searches(system("clock"), None)
    return ended + actions.ask_to_go_on(system("clock"), None)
