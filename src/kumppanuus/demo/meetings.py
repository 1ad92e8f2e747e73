"""Holds the demo's meetings: some in the past year, one that is called with a full agenda, one planned; from today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.assessments.models import Release
from kumppanuus.bodies.models import Body
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.demo import minutes
from kumppanuus.demo.reading import meeting_day, read
from kumppanuus.measures import actions as measures
from kumppanuus.measures.models import Measure
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import Meeting
from kumppanuus.organisations.models import Organisation

Made = Mapping[str, Organisation]
People = Mapping[str, Person]
USUAL_PLAN, USUAL_CALL = 60, 14  # days before the meeting
HALF_AN_HOUR = dt.timedelta(minutes=30)


def hold_meetings(made: Made, people: People, bodies: Mapping[str, Body]) -> None:
    """Plan, call and hold the meetings, the earliest first; each thing on the day on which it would have been done."""
    told = read("meetings")
    runners = {row["key"]: Actor(people[row["by"]].pk, made[row["convener"]].pk) for row in read("bodies")}
    for row in told["meetings"]:
        body, runner = bodies[row["body"]], runners[row["body"]]
        on = timezone.localdate() if "now" in row else meeting_day(row["in_days"])
        if on < body.starts or (body.ends is not None and on > body.ends):
            continue
        meeting = _plan(runner, body, row, on)
        _propose(runner, body, meeting, row.get("proposals", []), made, people)
        if "planned" not in row or "called" in row:
            _call(runner, meeting, row, on, people)
        if row["in_days"] < 0:
            minutes.approve_earlier(runner, body, meeting)
            minutes.record(runner, meeting, row)
            minutes.write(runner, meeting, row, people)
            for task in told["tasks"]:
                if task["body"] == row["body"] and task["after"] == row["in_days"]:
                    _agree(runner, body, task, made, people, on)
        elif "now" in row:
            minutes.under_way(runner, meeting, row)


def _at(on: dt.date) -> time_machine.travel:
    """Let it be ten in the morning of the day, but not later than now."""
    moment = dt.datetime(on.year, on.month, on.day, 8, tzinfo=dt.UTC)
    return time_machine.travel(min(moment, timezone.now()), tick=True)


def _before(on: dt.date, row: Mapping[str, Any], key: str, usual: int) -> dt.date:
    """Return the day of a step: as many days from today as the data says; where it says none, as usual before the
    meeting.
    """
    given = row.get(key, True)
    return on - dt.timedelta(days=usual) if given is True else timezone.localdate() + dt.timedelta(days=given)


def _plan(runner: Actor, body: Body, row: Mapping[str, Any], on: dt.date) -> Meeting:
    zone = timezone.get_default_timezone()
    starts, ends = (dt.datetime.combine(on, dt.time.fromisoformat(row[key]), zone) for key in ("begins", "ends"))
    if "now" in row:  # it began when the clock last struck, or the half-hour before
        now = timezone.localtime()
        later = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0) - HALF_AN_HOUR - starts
        starts, ends = starts + later, ends + later
    with _at(max(_before(on, row, "planned", USUAL_PLAN), body.starts)):
        meeting = actions.plan(
            runner,
            body,
            starts_at=starts,
            ends_at=ends,
            place=Text(row["place"]),
            accessibility=Text(row["accessibility"]),
            **{name: row[name] for name in ("address", "remote_link", "languages", "remote_open") if name in row},
        )
        for one in row["items"]:
            _put(runner, meeting, one)
    return meeting


def _put(runner: Actor, meeting: Meeting, one: Mapping[str, Any]) -> None:
    item = actions.add_item(
        runner,
        meeting,
        title=Text(one["title"]),
        kind=one["kind"],
        minutes=one["minutes"],
        presenter=one.get("presenter", ""),
        background=Text(one.get("background")),
        release=_newest_of(one["result"], meeting) if "result" in one else None,
    )
    for told in one.get("papers", []):
        given: dict[str, Any] = {"url": told["url"]} if "url" in told else {}
        if "file" in told:
            given["file"] = SimpleUploadedFile(told["file"], told["text"].encode())
        paper = actions.add_paper(runner, item, title=Text(told["title"]), **given)
        if "withdrawn" in told:
            actions.withdraw_paper(runner, paper, why=told["withdrawn"])


def _newest_of(municipality: str, meeting: Meeting) -> Release | None:
    """Return the newest result of a municipality that was out when the meeting began."""
    found = Release.objects.filter(assessment__area__slug=municipality, at__lte=meeting.starts_at)
    return found.order_by("-at").first()


def _propose(  # noqa: PLR0917 - what a proposal is made of
    runner: Actor, body: Body, meeting: Meeting, rows: list[Mapping[str, Any]], made: Made, people: People
) -> None:
    homes = {row["key"]: row["organisation"] for row in read("people")}
    for row in rows:
        person = people[row["by"]]
        with _at(timezone.localdate() + dt.timedelta(days=row["in_days"])):
            proposer = Actor(person.pk, made[homes[row["by"]]].pk)
            told = {"title": Text(row["title"]), "why": Text(row["why"]), "kind": row["kind"]}
            proposal = actions.propose(proposer, body, **told)
            if "declined" in row:
                actions.decline_proposal(runner, proposal, reason=row["declined"])
            elif "accept" in row:
                actions.accept_proposal(runner, proposal, meeting=meeting, minutes=row["accept"])


def _call(runner: Actor, meeting: Meeting, row: Mapping[str, Any], on: dt.date, people: People) -> None:
    with _at(_before(on, row, "called", USUAL_CALL)):
        last = meeting.items.get(title=row["items"][-1]["title"])
        actions.call(runner, meeting)
        for _step in range(meeting.items.filter(order__gt=last.order).count()):  # what came by itself stands before it
            actions.arrange(runner, meeting, item=last, to="down")
    answers = row.get("answers", {})
    for place in meeting.places.select_related("mandate__seat", "mandate__person", "meeting__body"):
        seat = place.mandate.seat
        name = str(seat.stands_for.get("fi") or seat.get_role_display())
        if place.mandate.part == "holder" and (name in answers or row["in_days"] <= 0):
            who = place.mandate.person
            with _at(_before(on, row, "called", USUAL_CALL) + dt.timedelta(days=1)):
                actions.answer(Actor(who.pk) if who else runner, place, coming=answers.get(name, "yes"))


def _agree(  # noqa: PLR0917 - what a task is made of
    runner: Actor, body: Body, task: Mapping[str, Any], made: Made, people: People, on: dt.date
) -> Measure:
    """Write down a task of the meeting; its owner takes it on the day after."""
    owner = made[task["owner"]]
    with _at(on):
        measure = measures.propose(
            runner,
            owner.governs or body.area,
            title=Text(task["title"]),
            shows_done=Text(task["shows_done"]),
            owner=owner,
            due=timezone.localdate() + dt.timedelta(days=task["due"]),
            agreed_model="bodies.body",
            agreed_id=body.pk,
        )
    if measure.agreed_on is None:
        with _at(on + dt.timedelta(days=1)):
            measures.accept(Actor(people[task["accepted_by"]].pk, owner.pk), measure)
    return measure
