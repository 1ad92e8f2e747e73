"""The clock: runs the periodic work of all apps, and the house's own cleaning."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kumppanuus.core import clock
from kumppanuus.core.actors import system
from kumppanuus.core.clock import every
from kumppanuus.notices import actions as notices
from kumppanuus.notices import sending
from kumppanuus.notices.models import Beat

log = logging.getLogger(__name__)
MAIL_KEPT = dt.timedelta(days=90)
TASKS_KEPT = dt.timedelta(days=14)


def tick(now: dt.datetime | None = None) -> list[str]:
    """Run what is due and write down when; return the names of what ran. One job that fails stops no other."""
    moment = timezone.localtime(now)
    last = dict(Beat.objects.values_list("name", "at"))
    done = []
    for job in list(clock.jobs.values()):
        mark = f"job:{job.name}"[:40]
        seen = last.get(mark)
        if not job.is_due(timezone.localtime(seen) if seen else None, moment):
            continue
        try:
            job.run()
        except Exception:
            log.exception("the periodic job %s failed; it is tried again in its next period", job.name)
        sending.beat(mark)
        done.append(job.name)
    sending.beat("clock")
    return done


@every("hour")
def digests() -> int:
    """Gather digests whose hour has come."""
    return sending.make_digests()


@every("day")
def clean() -> None:
    """Erase what has served its purpose: ended sessions, done tasks, mail that has left long ago."""
    now = timezone.now()
    call_command("clearsessions")
    DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS_KEPT).delete()
    notices.purge(system("clock"), None, before=now - min(MAIL_KEPT, dt.timedelta(days=settings.LOG_DAYS)))
