"""Keeps the minutes of the demo's meetings: approved by the next meeting, by silence, or still open for corrections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import time_machine
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.bodies.models import Body
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import Coming, ItemState, Meeting, Minutes

DAY = dt.timedelta(days=1)
WRITTEN = 4 * DAY  # after the meeting


def record(runner: Actor, meeting: Meeting, row: Mapping[str, Any]) -> None:
    """At the end of the meeting: who was present, what came of each item; then it is ended."""
    told = {one["title"]["fi"]: one for one in row["items"]}
    with time_machine.travel(meeting.ends_at, tick=True):
        here = [one.mandate for one in meeting.places.filter(coming=Coming.YES).select_related("mandate__seat__body")]
        actions.take_attendance(runner, meeting, present=here)
        for item in meeting.items.select_related("meeting__body"):
            one = told.get(item.title.get("fi", ""), {})
            for came in one.get("came", []):
                approves = bool(came.get("approves") and item.release_id)
                told_to = came.get("to", "")
                actions.record(runner, item, kind=came["kind"], text=Text(came["text"]), to=told_to, approves=approves)
            if not one.get("not_reached") and not one.get("came"):
                actions.settle_item(runner, item, state=ItemState.DEALT)
        actions.close(runner, meeting)


def write(runner: Actor, meeting: Meeting, row: Mapping[str, Any], people: Mapping[str, Person]) -> Minutes:
    """Some days later: write the minutes and open them for corrections, of which somebody asks for one."""
    said = {one["title"]["fi"]: one["said"] for one in row["items"] if "said" in one}
    begun = min(meeting.ends_at + WRITTEN, timezone.now())
    with time_machine.travel(begun, tick=True):
        minutes = actions.begin_minutes(runner, meeting)
        for part in minutes.parts.exclude(item=None).select_related("item"):
            words = said.get(part.item.title.get("fi", "")) if part.item else None
            if words:
                actions.write(runner, minutes, item=part.item, text={"fi": words}, revision=part.revision)
        actions.open_for_corrections(runner, minutes)
        if asked := row.get("asked"):
            of = next(one for one in meeting.items.all() if one.title.get("fi") == asked["item"])
            part = minutes.parts.get(item=of)
            actions.ask_for_correction(Actor(people[asked["by"]].pk), minutes, text=asked["text"], part=part)
    if row["minutes"] == "approved":
        with time_machine.travel(_day_after(minutes), tick=True):
            actions.submit(runner, minutes)
    elif row["minutes"] == "silence":
        with time_machine.travel(_day_after(minutes), tick=True):
            actions.approve(system("clock"), minutes)
    return minutes


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
