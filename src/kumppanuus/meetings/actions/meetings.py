"""Planning meetings, alone or in a series; changing, calling and cancelling them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Body, Mandate, MandatePart
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.meetings.actions.carrying import carry_over
from kumppanuus.meetings.actions.letters import Letters
from kumppanuus.meetings.models import Meeting, MeetingQuerySet, MeetingState, Place
from kumppanuus.meetings.series import MONTHS, MOST, WEEKS, days_of, end_of, moved_to

FIELDS = (
    *("title", "place", "address", "remote_link", "remote_open", "accessibility", "languages", "proposals_until"),
)
TOLD = ("starts_at", "ends_at", "place", "address", "remote_link")  # a change of these is told to all who were called
REMIND, SETTLED = dt.timedelta(days=4), dt.timedelta(days=2)  # so long before a meeting, and after its call
OPEN = (MeetingState.PLANNED, MeetingState.CALLED)


@action
def plan(
    actor: Actor,
    /,
    body: Body,
    *,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    every: int = 0,
    unit: str = WEEKS,
    until: dt.date | None = None,
    **fields: Any,
) -> Meeting:
    """Plan a meeting, or a series: every n weeks or months until a day, at the same hours by the clock on the wall.

    Returns the first one. Items can be proposed until as many days before each as the rules of procedure say, unless
    `proposals_until` is given. Refused for a day outside the body's term and for a moment that has passed.
    """
    _known(fields)
    if unit not in {WEEKS, MONTHS}:
        raise TypeError(f"A series counts in weeks or months, not {unit}")
    first = timezone.localdate(starts_at)
    days = days_of(first, every=every, unit=unit, until=until) if every and until else [first]
    if not days:
        raise Refused(_("The series would end before its first meeting. Choose a later last day; the rest is kept."))
    if len(days) == MOST:
        raise Refused(
            _("That would be more than %(most)d meetings. Choose an earlier last day; the rest is kept.")
            % {"most": MOST - 1}
        )
    given = fields.pop("proposals_until", None)
    series = uuid.uuid4() if len(days) > 1 else None
    made = []
    for day in days:
        later = (day - first).days
        meeting = Meeting(body=body, series=series, **fields)
        meeting.starts_at, meeting.ends_at = moved_to(starts_at, later), moved_to(ends_at, later)
        meeting.year = day.year
        meeting.proposals_until = moved_to(given, later) if given else _usual_deadline(body, day)
        meeting.languages = meeting.languages or body.languages
        _sound(meeting)
        made.append(meeting)
    for meeting in made:
        meeting.save()
    note(*made, meetings=len(made))
    return made[0]


def _known(fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A meeting has no {', '.join(sorted(unknown))}")


def _usual_deadline(body: Body, day: dt.date) -> dt.datetime | None:
    """Return until when items can be proposed as the rules say; None where there are no rules."""
    rules = body.rules.first()
    return end_of(day - dt.timedelta(days=rules.proposal_days)) if rules else None


def _sound(meeting: Meeting) -> None:
    """Refuse hours in the wrong order, a moment that has passed and a day outside the body's term."""
    body, day = meeting.body, meeting.day
    if meeting.ends_at <= meeting.starts_at:
        raise Refused(_("The meeting cannot end before it begins. The rest is kept."))
    if meeting.starts_at <= timezone.now():
        raise Refused(_("%(day)s at that hour has passed. Choose a later time; the rest is kept.") % _days(day=day))
    if day < body.starts:
        raise Refused(
            _("The body's term begins on %(starts)s, and %(day)s is before it. Nothing was saved; the rest is kept.")
            % _days(starts=body.starts, day=day)
        )
    _within_term(meeting)


def _within_term(meeting: Meeting) -> None:
    ends, day = meeting.body.ends, meeting.day
    if ends is not None and day > ends:
        raise Refused(
            _("The body's term ends on %(ends)s, and %(day)s is after it. Nothing was saved; the rest is kept.")
            % _days(ends=ends, day=day)
        )


def _days(**days: dt.date) -> dict[str, str]:
    return {name: date_format(day, "DATE_FORMAT") for name, day in days.items()}


def _hold(meeting: Meeting) -> None:
    """Hold the meeting until the end of the action and read what others have saved meanwhile."""
    body = meeting.body
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update())
    meeting.body = body
    if meeting.state not in OPEN:
        raise Refused(_("The meeting was held or cancelled meanwhile. Nothing was changed."))


@action
def change(actor: Actor, /, meeting: Meeting, **fields: Any) -> Meeting:
    """Change a meeting: its fields, starts_at and ends_at. Who was called is told of a new time or place.

    With a new time the answers are asked again, and the day until which items can be proposed moves as the meeting
    does, unless another one is given.
    """
    _known({name: value for name, value in fields.items() if name not in {"starts_at", "ends_at"}})
    _hold(meeting)
    before = meeting.proposals_until
    changed = [name for name, value in fields.items() if getattr(meeting, name) != value]
    later = (timezone.localdate(fields.get("starts_at", meeting.starts_at)) - meeting.day).days
    for name in changed:
        setattr(meeting, name, fields[name])
    if later and before is not None and "proposals_until" not in changed:
        meeting.proposals_until = moved_to(before, later)
    if {"starts_at", "ends_at"} & set(changed):
        if meeting.places.filter(present__isnull=False).exists():
            raise Refused(_("Attendance has been taken, so the meeting cannot be moved. Nothing was changed."))
        _sound(meeting)
        meeting.year = meeting.year if meeting.number else meeting.day.year
    moved = [name for name in TOLD if name in changed]
    _save(meeting, raises=bool(moved))
    if moved and meeting.state == MeetingState.CALLED:
        _tell_moved(meeting, again="starts_at" in moved or "ends_at" in moved)
    note(meeting, changed=changed)
    return meeting


def _save(meeting: Meeting, *, raises: bool = True) -> None:
    """Save; what a calendar shows otherwise than before has a higher number."""
    meeting.sequence += raises
    meeting.save()


def _tell_moved(meeting: Meeting, *, again: bool) -> None:
    """Tell all who were called; with a new time each is asked again whether she comes."""
    if again:
        meeting.places.update(coming="", answered_at=None)
    letters = Letters(meeting)
    for place in letters.places():
        letters.post(place, "moved", f"meeting:{meeting.pk}:moved:{meeting.sequence}:{place.pk}", again=again)


def remind(meeting: Meeting) -> None:
    """Ask members who have not answered a call, once for each day that the meeting has had."""
    letters = Letters(meeting)
    for place in letters.places(coming="", mandate__part=MandatePart.HOLDER):
        letters.post(place, "call", f"meeting:{meeting.pk}:reminder:{meeting.day}:{place.pk}", again=True)


@action
def call(actor: Actor, /, meeting: Meeting) -> Meeting:
    """Call the meeting: it gets its number of the year, and who sits in the body on its day gets a call with the
    agenda and a link for answering. Called again, only who was not called yet gets one.

    What was not reached last time, and open tasks of the body, come onto the agenda first.
    """
    Body.objects.select_for_update().get(pk=meeting.body_id)
    _hold(meeting)
    if meeting.starts_at <= timezone.now():
        raise Refused(_("The meeting has begun, so it cannot be called any more. Nothing was sent."))
    _within_term(meeting)
    first = meeting.state == MeetingState.PLANNED
    carry_over(meeting)
    if first:
        last = Meeting.objects.filter(body=meeting.body_id, year=meeting.year).aggregate(last=Max("number"))["last"]
        meeting.state, meeting.number, meeting.called_at = MeetingState.CALLED, (last or 0) + 1, timezone.now()
        _save(meeting)
    sits = Mandate.objects.current(meeting.day).filter(seat__body=meeting.body_id)
    new = [Place(meeting=meeting, mandate=one) for one in sits.exclude(places__meeting=meeting).order_by("seat", "pk")]
    if not new and not first:
        raise Refused(_("Everybody who sits in the body on that day has been called already. Nothing was sent."))
    Place.objects.bulk_create(new)
    letters = Letters(meeting)
    sent = sum(
        letters.post(place, "call", f"meeting:{meeting.pk}:call:{place.pk}")
        for place in letters.places(pk__in=[place.pk for place in new])
    )
    note(meeting, number=meeting.number, called=len(new), without_address=len(new) - sent)
    return meeting


@action
def cancel(actor: Actor, /, meeting: Meeting, *, why: str, rest: bool = False) -> Meeting:
    """Cancel a meeting and say why. Who was called is told; calendars that follow it show it as cancelled.

    rest  cancel also those of its series that come after it
    """
    if not why.strip():
        raise Refused(_("Say why: it is told to everybody who was called and shown on the meeting's page."))
    _hold(meeting)
    called = meeting.state == MeetingState.CALLED
    later = list(later_in_series(meeting).select_for_update()) if rest else []
    for one in (meeting, *later):
        _cancel(one, why.strip())
    note(meeting, *later, called=called)
    return meeting


def _cancel(meeting: Meeting, why: str) -> None:
    called = meeting.state == MeetingState.CALLED
    meeting.state, meeting.cancelled_why = MeetingState.CANCELLED, why
    _save(meeting)
    if called:
        letters = Letters(meeting)
        for place in letters.places():
            letters.post(place, "cancelled", f"meeting:{meeting.pk}:cancelled:{place.pk}")


def later_in_series(meeting: Meeting) -> MeetingQuerySet:
    """Return the meetings that were planned together with this one and come after it."""
    rows = Meeting.objects.filter(state__in=(MeetingState.PLANNED, MeetingState.CALLED))
    together = rows.filter(body=meeting.body_id, series=meeting.series, starts_at__gt=meeting.starts_at)
    return together.order_by("starts_at") if meeting.series else Meeting.objects.none()


@quiet_action
def keep_time(actor: Actor, _obj: None = None) -> int:
    """Put onto each body's next meeting what was not reached at its last one, and open tasks; ask once more who has not
    told whether she comes. Returns how many items were put.
    """
    carried, seen = 0, set()
    now = timezone.now()
    soon = Meeting.objects.filter(state=MeetingState.CALLED, starts_at__gt=now, starts_at__lt=now + REMIND)
    for meeting in soon.filter(called_at__lt=now - SETTLED).select_related("body"):
        remind(meeting)
    for meeting in Meeting.objects.coming().filter(starts_at__gt=timezone.now()).select_related("body"):
        if meeting.body_id not in seen:
            seen.add(meeting.body_id)
            carried += len(carry_over(meeting))
    return carried
