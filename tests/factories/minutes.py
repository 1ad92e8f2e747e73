"""Minutes for tests: a body of the first municipality with minutes in each phase, and one for members only.

Meetings and items are written directly; what is done with them goes through actions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kumppanuus.bodies import actions as bodies
from kumppanuus.bodies.models import Body, Mandate
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import AgendaItem, Correction, Meeting, MeetingState, Minutes, Outcome, Signature
from kumppanuus.organisations.models import Organisation
from tests.factories import bodies as made_up
from tests.factories import building
from tests.factories.bodies import today
from tests.factories.cast import Cast

SECRET_MINUTES = "Salassa sovittu asia"
PRIVATE_NAME = "Nimetön Istuja"


@dataclass
class Table:
    """A body with a chair (Aino), a member whose name is shown (Bertil) and one whose is not."""

    body: Body
    chair: Mandate
    member: Mandate
    private: Mandate


def table(cast: Cast, *, approval: str = "silence", open_to: str = "all", name: str = "Muistiopöytä") -> Table:
    """Set up a body that approves its minutes in the given way."""
    aino, area = cast.actor("aino"), cast.municipality_a.governs
    body = made_up.body(aino, cast.municipality_a, cast.space, area, name, open_to=open_to)
    rules(body, aino, approval)
    seats = [bodies.add_seat(aino, body, role=role, start=today(-400)) for role in ("chair", "member", "member")]
    since = {"start": today(-300)}
    chair = bodies.appoint(aino, seats[0], person=cast.people["aino"], organisation=cast.municipality_a, **since)
    member = bodies.appoint(aino, seats[1], person=cast.people["bertil"], organisation=cast.ngo_a, **since)
    bodies.show_name(cast.actor("bertil"), member, public=True)
    private = bodies.appoint(
        aino, seats[2], organisation=cast.ngo_b, name=PRIVATE_NAME, email="nimeton@example.org", **since
    )
    return Table(body, Mandate.objects.get(pk=chair.pk), Mandate.objects.get(pk=member.pk), private)


def rules(body: Body, actor: Any, approval: str) -> None:
    """Put rules into force that approve minutes in the given way."""
    told = {"text": Text(fi="1. Pöytä."), "approved_by": "Kunnanhallitus", "approved_on": today(-300)}
    bodies.adopt_rules(actor, body, quorum=2, call_days=14, proposal_days=21, approval=approval, silence_days=7, **told)


def meeting(body: Body, days: int = -5, *, state: str = MeetingState.HELD, items: int = 2, **fields: Any) -> Meeting:
    """Write a meeting so many days from today, with items."""
    start = dt.datetime.combine(today(days), dt.time(17), timezone.get_current_timezone())
    last = body.meetings.filter(year=start.year).count()
    with building():
        made = Meeting.objects.create(
            body=body,
            number=last + 1,
            year=start.year,
            starts_at=start,
            ends_at=start + dt.timedelta(hours=2),
            state=state,
            called_at=start - dt.timedelta(days=14),
            place=Text(fi="Kirjasto"),
            **fields,
        )
        for number in range(1, items + 1):
            AgendaItem.objects.create(meeting=made, order=number, title=Text(fi=f"Asia {number}"))
    return made


def item_of(found: Meeting, order: int = 1) -> AgendaItem:
    """Return an item of the meeting."""
    return found.items.select_related("meeting__body").get(order=order)


def drafted(cast: Cast, found: Meeting, words: str = "Keskusteltiin tiloista.") -> Minutes:
    """Begin minutes as Aino, with words on the first item."""
    aino = cast.actor("aino")
    made = actions.begin_minutes(aino, found)
    actions.write(aino, made, item=item_of(found), text={"fi": words}, revision=0)
    return made


def opened(cast: Cast, found: Meeting, words: str = "Keskusteltiin tiloista.") -> Minutes:
    """Minutes open for corrections."""
    made = drafted(cast, found, words)
    actions.open_for_corrections(cast.actor("aino"), made)
    return made


def time_passes(minutes: Minutes) -> Minutes:
    """Let the day for corrections have been yesterday."""
    with building():
        Minutes.objects.filter(pk=minutes.pk).update(corrections_until=today(-1))
    minutes.refresh_from_db()
    return minutes


def submitted(cast: Cast, found: Meeting, words: str = "Keskusteltiin tiloista.") -> Minutes:
    """Minutes that wait for approval."""
    return actions.submit(cast.actor("aino"), time_passes(opened(cast, found, words)))


def approved(cast: Cast, found: Meeting, words: str = "Keskusteltiin tiloista.") -> Minutes:
    """Minutes approved by silence."""
    return actions.approve(system("clock"), time_passes(opened(cast, found, words)))


def task(cast: Cast, owner: Organisation | None = None, days: int = 60) -> actions.Task:
    """Return who does a task by when: the first NGO, unless said."""
    return actions.Task(owner=owner or cast.ngo_a, due=today(days))


@dataclass
class MinutesWorld:
    """What the world has of minutes."""

    table: Table
    running: Meeting  # under way, without minutes
    draft: Minutes
    open: Minutes
    correction: Correction  # without an answer
    approved: Minutes
    outcome: Outcome  # of the meeting under way
    closed: Minutes  # approved minutes of a members-only body


def minutes(cast: Cast) -> MinutesWorld:
    """Build the minutes of the world."""
    aino, bertil = cast.actor("aino"), cast.actor("bertil")
    sits = table(cast)
    past = meeting(sits.body, -60)
    actions.take_attendance(aino, past, present=[sits.chair, sits.member])
    actions.record(aino, item_of(past), kind="decision", text=Text(fi="Päätettiin kokeilla."))
    actions.record(aino, item_of(past, 2), kind="task", text=Text(fi="Tehdään lista."), task=task(cast))
    done = opened(cast, past)
    asked = actions.ask_for_correction(bertil, done, text="Nimi on väärin kirjoitettu.")
    actions.answer_correction(aino, asked, accepted=True, answer="Korjattu.")
    time_passes(done)
    with building():
        Signature.objects.create(minutes=done, person=cast.people["bertil"])  # frozen with the minutes
    actions.approve(system("clock"), done)
    in_reading = opened(cast, meeting(sits.body, -20))
    correction = actions.ask_for_correction(bertil, in_reading, text="Lisätään lähde.", part=in_reading.parts.last())
    draft = drafted(cast, meeting(sits.body, -10))
    running = meeting(sits.body, -1, state=MeetingState.CALLED)
    outcome = actions.record(aino, item_of(running), kind="decision", text=Text(fi="Avataan ovet."))
    closed = table(cast, open_to="members", name="Suljettu muistiopöytä")
    return MinutesWorld(
        table=sits,
        running=running,
        draft=draft,
        open=in_reading,
        correction=correction,
        approved=done,
        outcome=outcome,
        closed=approved(cast, meeting(closed.body, -60), SECRET_MINUTES),
    )
