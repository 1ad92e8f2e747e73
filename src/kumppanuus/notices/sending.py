"""Sending what waits in the outbox. At least once, at most one repeat per crash, none lost."""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections import defaultdict

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import system
from kumppanuus.notices import actions
from kumppanuus.notices.models import Beat, Delivery, Preference, Rhythm, State
from kumppanuus.notices.rendering import NothingToTell, message, render

log = logging.getLogger(__name__)
SENDER = "sender"
TOGETHER = 100  # persons whose digests are gathered in one transaction
DIGEST_HOUR = 7  # local time; weekly ones on Mondays


def send_due(*, only: int | None = None) -> int:
    """Send the rows that are due, one batch after another; return how many left. Never raises for one mail."""
    sent = 0
    while rows := actions.claim(system(SENDER), None, only=only):
        sent += _send(rows)
        if only is not None:
            break
    return sent


def _send(rows: list[Delivery]) -> int:
    sent = 0
    connection = get_connection()
    try:
        for row in rows:
            sent += _send_one(row, connection)
    finally:
        try:
            connection.close()
        except (OSError, smtplib.SMTPException):
            log.info("the mail server closed the connection first")
    return sent


def _send_one(row: Delivery, connection: BaseEmailBackend) -> int:
    try:
        rendered = render(row)
        mail = message(row, rendered)
        mail.connection = connection
        mail.send()
    except NothingToTell:
        actions.drop(system(SENDER), row)
        return 0
    except Exception as exc:  # noqa: BLE001 - one mail that fails, however, must not stop the others
        _report(row, exc)
        return 0
    keep = bool(getattr(settings, "DEMO", False))
    actions.close(system(SENDER), row, subject=rendered.subject if keep else "", body=rendered.text if keep else "")
    return 1


def _report(row: Delivery, exc: Exception) -> None:
    for_good = False
    if isinstance(exc, smtplib.SMTPRecipientsRefused):
        for_good = all(code >= 500 for code, _text in exc.recipients.values())
    kept = actions.give_back(system(SENDER), row, error=f"{type(exc).__name__}: {exc}", for_good=for_good)
    if kept.state == State.FAILED:
        log.error("mail %s gave up after %d attempts: %s", row.pk, row.attempts, type(exc).__name__)
    else:
        log.warning("mail %s: attempt %d failed: %s", row.pk, row.attempts, type(exc).__name__)


def make_digests(now: dt.datetime | None = None) -> int:
    """Gather what waits for a digest and whose hour has come: one mail per person over all topics. Return how many.

    Some persons at a time: the worker sends the first ones while the last are gathered.
    """
    moment = now or timezone.now()
    waiting = Delivery.objects.filter(state=State.DIGEST, digest=None, person__isnull=False).order_by()
    everybody = sorted(set(waiting.values_list("person", flat=True)))
    made = 0
    for start in range(0, len(everybody), TOGETHER):
        some = everybody[start : start + TOGETHER]
        made += actions.gather_all(system("clock"), None, wanted=_due_of(some, moment))
    return made + _digests_of_addresses(moment)


def _digests_of_addresses(moment: dt.datetime) -> int:
    """Gather what waits for addresses without an account; each row has its own rhythm."""
    waiting = Delivery.objects.filter(state=State.DIGEST, digest=None, person=None).order_by("address", "pk")
    due: dict[str, list[int]] = defaultdict(list)
    for pk, address, rhythm, created_at in waiting.values_list("pk", "address", "rhythm", "created_at").iterator():
        if digest_due(created_at, rhythm or Rhythm.AT_ONCE) <= moment:
            due[address].append(pk)
    everybody = list(due.items())
    made = 0
    for start in range(0, len(everybody), TOGETHER):
        made += actions.gather_addresses(system("clock"), None, wanted=everybody[start : start + TOGETHER])
    return made


def _due_of(some: list[int], moment: dt.datetime) -> list[tuple[Person, list[int], list[int]]]:
    """Return, of those persons for whom anything is to be done, the rows that are due and those not wanted any more."""
    preferences = Preference.objects.filter(person__in=some).values_list("person", "topic", "rhythm")
    chosen = {(person, topic): rhythm for person, topic, rhythm in preferences}
    rows = Delivery.objects.filter(state=State.DIGEST, digest=None, person__in=some).order_by("pk")
    due: dict[int, list[int]] = defaultdict(list)
    dropped: dict[int, list[int]] = defaultdict(list)
    for pk, person, topic, own, created_at in rows.values_list("pk", "person", "topic", "rhythm", "created_at"):
        rhythm = own or chosen.get((person, topic), Rhythm.AT_ONCE)
        if rhythm == Rhythm.NEVER:
            dropped[person].append(pk)
        elif digest_due(created_at, rhythm) <= moment:
            due[person].append(pk)
    people = Person.objects.in_bulk(due.keys() | dropped.keys())
    return [(one, due[pk], dropped[pk]) for pk, one in sorted(people.items())]


def digest_due(created_at: dt.datetime, rhythm: str) -> dt.datetime:
    """Return when a row made at the moment goes into a digest: the next 7 o'clock, or Monday's for weekly ones."""
    if rhythm == Rhythm.AT_ONCE:
        return created_at
    local = timezone.localtime(created_at)
    hour = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    days = 0 if local < hour else 1
    if rhythm == Rhythm.WEEKLY:
        days += -(local + dt.timedelta(days=days)).weekday() % 7
    return hour + dt.timedelta(days=days)


def beat(name: str = "worker") -> None:
    """Say that a part of the system (worker, clock) is alive; call it at least every 30 seconds."""
    actions.beat(system(name), None, name=name)


def seen(name: str = "worker", *, within: int = 60) -> bool:
    """Say whether the part of the system was alive in the last seconds."""
    return Beat.objects.filter(name=name, at__gte=timezone.now() - dt.timedelta(seconds=within)).exists()


def failed_count() -> int:
    """Return how many rows gave up and wait for the operator."""
    return Delivery.objects.filter(state=State.FAILED).count()
