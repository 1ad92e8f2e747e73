"""Keeps the minutes of the demo's meetings, in every state: from one that is going on to a corrected version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import time_machine
from django.db.models import QuerySet
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.bodies.models import Body
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import AgendaItem, Coming, ItemState, Meeting, Minutes, MinutesPart

DAY = dt.timedelta(days=1)
WRITTEN = 4 * DAY  # after the meeting
DEALT_SO_FAR = 2  # items of a meeting that is going on


def record(runner: Actor, meeting: Meeting, row: Mapping[str, Any]) -> None:
    """At the end of the meeting: who was present, what came of each item; then it is ended."""
    told = {one["title"]["fi"]: one for one in row["items"]}
    with time_machine.travel(meeting.ends_at, tick=True):
        _settle(runner, meeting, told, meeting.items.all())
        actions.close(runner, meeting)


def under_way(runner: Actor, meeting: Meeting, row: Mapping[str, Any]) -> None:
    """Now, in the middle of the meeting: who is present, what came of the first items, the minutes so far."""
    told = {one["title"]["fi"]: one for one in row["items"]}
    _settle(runner, meeting, told, meeting.items.all()[:DEALT_SO_FAR])
    _begin(runner, meeting, row)


def _settle(runner: Actor, meeting: Meeting, told: Mapping[str, Any], items: QuerySet[AgendaItem]) -> None:
    here = [one.mandate for one in meeting.places.filter(coming=Coming.YES).select_related("mandate__seat__body")]
    actions.take_attendance(runner, meeting, present=here)
    for item in items.select_related("meeting__body"):
        one = told.get(item.title.get("fi", ""), {})
        for came in one.get("came", []):
            approves = bool(came.get("approves") and item.release_id)
            told_to = came.get("to", "")
            actions.record(runner, item, kind=came["kind"], text=Text(came["text"]), to=told_to, approves=approves)
        if not one.get("not_reached") and not one.get("came"):
            actions.settle_item(runner, item, state=ItemState.DEALT)


def _begin(runner: Actor, meeting: Meeting, row: Mapping[str, Any]) -> Minutes:
    said = {one["title"]["fi"]: one["said"] for one in row["items"] if "said" in one}
    minutes = actions.begin_minutes(runner, meeting)
    for title, words in said.items():
        _write(runner, minutes, title, words)
    return minutes


def _write(runner: Actor, minutes: Minutes, title: str, words: str) -> None:
    part = next(one for one in minutes.parts.exclude(item=None).select_related("item") if _title(one) == title)
    actions.write(runner, minutes, item=part.item, text={"fi": words}, revision=part.revision)


def _title(part: MinutesPart) -> str:
    return str(part.item.title.get("fi", "")) if part.item else ""


def write(runner: Actor, meeting: Meeting, row: Mapping[str, Any], people: Mapping[str, Person]) -> Minutes:
    """Some days later: write the minutes and open them for corrections, of which somebody asks for one; then what
    follows until they are in the state that the data names.
    """
    begun = min(meeting.ends_at + WRITTEN, timezone.now())
    with time_machine.travel(begun, tick=True):
        minutes = _begin(runner, meeting, row)
        actions.open_for_corrections(runner, minutes)
        if asked := row.get("asked"):
            part = next(one for one in minutes.parts.select_related("item") if _title(one) == asked["item"])
            made = actions.ask_for_correction(Actor(people[asked["by"]].pk), minutes, text=asked["text"], part=part)
    if asked and "answer" in asked:
        with time_machine.travel(min(begun + DAY, timezone.now()), tick=True):
            _write(runner, minutes, asked["item"], asked["said"])
            actions.answer_correction(runner, made, accepted=True, answer=asked["answer"])
    _finish(runner, minutes, row, people)
    if "corrected" in row:
        _correct(runner, minutes, row, people)
    return minutes


def _finish(runner: Actor, minutes: Minutes, row: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    """On the day after the last one for corrections: put the minutes forward, or approve them by silence."""
    if row["minutes"] == "corrections":
        return
    with time_machine.travel(_day_after(minutes), tick=True):
        if row["minutes"] == "silence":
            actions.approve(system("clock"), minutes)
            return
        actions.submit(runner, minutes)
        for name in row.get("signed", []):
            actions.inspect(Actor(people[name].pk), minutes)


def _correct(runner: Actor, minutes: Minutes, row: Mapping[str, Any], people: Mapping[str, Person]) -> None:
    """Some days after the approval: make a corrected version, which is approved as the first one was."""
    told = row["corrected"]
    with time_machine.travel(_day_after(minutes) + told["after"] * DAY, tick=True):
        again = actions.correct(runner, minutes, reason=told["reason"])
        _write(runner, again, told["item"], told["said"])
        actions.open_for_corrections(runner, again)
    _finish(runner, again, row, people)


def _day_after(minutes: Minutes) -> dt.datetime:
    """Return the morning after the last day for corrections, but not later than now."""
    last = minutes.corrections_until or timezone.localdate()
    morning = dt.datetime.combine(last + DAY, dt.time(9), timezone.get_default_timezone())
    return min(morning, timezone.now())


def approve_earlier(runner: Actor, body: Body, meeting: Meeting) -> None:
    """At the meeting: approve the minutes that wait for it."""
    waiting = Minutes.objects.filter(meeting__body=body, phase="approval", meeting__starts_at__lt=meeting.starts_at)
    with time_machine.travel(meeting.ends_at - dt.timedelta(minutes=30), tick=True):
        for minutes in waiting.select_related("meeting__body"):
            actions.approve(runner, minutes, at=meeting)
