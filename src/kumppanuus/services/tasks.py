"""What runs from the queue and by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from kumppanuus.core.actors import system
from kumppanuus.core.clock import every
from kumppanuus.notices import topics
from kumppanuus.services import actions
from kumppanuus.services.imports.running import work_on
from kumppanuus.services.models import STALLED, UNDO_DAYS, Import, ImportState

topics.register("imports", _("Imports to the directory"))
WORKING = (ImportState.COMPARING, ImportState.APPLYING, ImportState.UNDOING)


@task()
def run_import(batch_id: int) -> None:
    """Compare, import or undo: whatever the import waits for."""
    work_on(batch_id)


@every("minute")
def wake_stalled_imports() -> int:
    """Begin again what has not told of itself for some minutes: its worker has died."""
    stalled = Import.objects.filter(state__in=WORKING, alive_at__lt=timezone.now() - STALLED)
    found = list(stalled)
    for batch in found:
        actions.tell_state(system("clock"), batch)
        run_import.enqueue(batch.pk)
    return len(found)


@every("day")
def forget_imports() -> int:
    """Erase files and rows of imports that can no longer be undone."""
    return actions.purge_imports(system("clock"), None, before=timezone.now() - dt.timedelta(days=UNDO_DAYS + 1))
