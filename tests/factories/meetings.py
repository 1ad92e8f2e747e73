"""Meetings for tests: a called one of the open table, a planned one of the members-only body, a held one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kumppanuus.bodies.models import Body
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import AgendaItem, ItemState, Meeting, MeetingState, Paper, Place, Proposal
from tests.factories import building
from tests.factories.bodies import Bodies, today
from tests.factories.cast import Cast

SECRET_ITEM = "Salainen neuvottelu"
SECRET_LINK = "https://etakokous.example/salainen"


def at(days: int, hour: int = 13) -> dt.datetime:
    """Return the hour, by the clock on the wall, of the day so many days from today."""
    return dt.datetime.combine(today(days), dt.time(hour), timezone.get_default_timezone())


def planned(actor: Actor, body: Body, days: int = 40, **fields: Any) -> Meeting:
    """Plan a meeting of two hours, so many days from today."""
    return actions.plan(actor, body, **{"starts_at": at(days), "ends_at": at(days, 15)} | fields)


def held(body: Body, days: int = -30, number: int = 1, items: tuple[str, ...] = (), **fields: Any) -> Meeting:
    """Return a meeting that was held, with items that were dealt with."""
    with building():
        meeting = Meeting.objects.create(
            body=body,
            number=number,
            year=at(days).year,
            starts_at=at(days),
            ends_at=at(days, 15),
            state=MeetingState.HELD,
            called_at=at(days - 14),
            **fields,
        )
        for order, title in enumerate(items, start=1):
            item(meeting, title, order=order, state=ItemState.DEALT)
    return meeting


def item(meeting: Meeting, title: str = "Asia", **fields: Any) -> AgendaItem:
    """Return an item of a meeting in any state."""
    with building():
        return AgendaItem.objects.create(meeting=meeting, title=Text(fi=title), **fields)


@dataclass
class Meetings:
    """What the world has of meetings."""

    called: Meeting  # of the open table; Aino and Bertil are called
    planned: Meeting  # of the members-only body
    held: Meeting  # of the open table
    item: AgendaItem  # of the called one
    paper: Paper
    withdrawn: Paper
    waiting: Proposal  # of Bertil's NGO
    accepted: Proposal
    declined: Proposal
    place: Place  # Bertil's
    token: str  # of the link in the call to Bertil


def meetings(cast: Cast, made: Bodies) -> Meetings:
    """Build the meetings of the world."""
    aino, akseli, bertil = cast.actor("aino"), cast.actor("akseli"), cast.actor("bertil")
    past = held(made.table, -30, items=("Viime kokouksen asia",))
    called = planned(aino, made.table, 40, place=Text(fi="Kirjasto"), remote_link=SECRET_LINK)
    first = actions.add_item(aino, called, title=Text(fi="Tilat"), kind="discussion", minutes=20, presenter="Kunta")
    actions.add_item(aino, called, title=Text(fi="Talous"), kind="decision", minutes=30)
    paper = actions.add_paper(aino, first, title=Text(fi="Lista tiloista"), file=upload("lista.txt"))
    gone = actions.add_paper(aino, first, title=Text(fi="Vanha lista"), file=upload("vanha.txt"))
    actions.withdraw_paper(aino, gone, why="Siinä oli puhelinnumero")
    words = {"why": Text(fi="Koska se on tärkeää"), "kind": "initiative"}
    waiting, accepted, declined = (
        actions.propose(bertil, made.table, title=Text(fi=title), **words)
        for title in ("Odottava ehdotus", "Hyväksytty ehdotus", "Hylätty ehdotus")
    )
    actions.accept_proposal(aino, accepted, meeting=called)
    actions.decline_proposal(aino, declined, reason="Kuuluu toiselle")
    actions.call(aino, called)
    secret = planned(akseli, made.closed, 50, title=Text(fi="Suljettu kokous"))
    actions.add_item(akseli, secret, title=Text(fi=SECRET_ITEM))
    place = called.places.get(mandate=made.mandate)
    return Meetings(
        called=called,
        planned=secret,
        held=past,
        item=AgendaItem.objects.get(pk=first.pk),
        paper=paper,
        withdrawn=Paper.objects.get(pk=gone.pk),
        waiting=waiting,
        accepted=accepted,
        declined=declined,
        place=place,
        token=token_of(place),
    )


def upload(name: str) -> SimpleUploadedFile:
    """Return a small file as a browser sends it."""
    return SimpleUploadedFile(name, f"Sisältö: {name}".encode())


def token_of(place: Place) -> str:
    """Return what opens the page behind the link in a call."""
    place.refresh_from_db()
    return stand_in(Link.objects.get(pk=place.link_id))
