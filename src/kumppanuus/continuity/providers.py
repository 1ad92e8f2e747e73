"""What an app says of continuity in its `handover.py`: things that go with a post, and things without an owner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area


@dataclass(frozen=True)
class Thing:
    """Something that somebody must answer for.

    model, pk  what it is: ("measures.measure", 12)
    kind       what such things are called, in the reader's language: "Open measures"
    label      what this one is called
    url        where one goes on with it
    due        the day it is due, where it has one
    open       whether something of it is still to be done; what is not is told for knowledge
    """

    model: str
    pk: int
    kind: str
    label: str
    url: str = ""
    due: dt.date | None = None
    open: bool = True

    @property
    def key(self) -> str:
        """The thing in forms: "measures.measure:12"."""
        return f"{self.model}:{self.pk}"


@dataclass(frozen=True)
class Leaving:
    """Who leaves what: a person a post of an organisation. Without a person only what the post itself owns is meant.

    read  what a provider has read of who leaves and another needs, too: read once
    """

    post: Post
    person_id: int | None = None
    read: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Sought:
    """Whose ownerless things are sought: an area's (None: everywhere), by whom, and how many of each kind at most."""

    actor: Actor
    area: Area | None = None
    most: int = 50
    areas: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Funded:
    """Something that lives on money that ends on a day: a structure of an organisation."""

    target: models.Model
    name: str
    organisation: Organisation
    funding: Text
    day: dt.date


Collector = Callable[[Leaving], Iterable[Thing]]
Finder = Callable[[Sought], Iterable[Thing]]
Funder = Callable[[dt.date, dt.date], Iterable[Funded]]
funders: list[Funder] = []
collectors: list[Collector] = []
finders: list[Finder] = []


def hands_over(one: Collector) -> Collector:
    """Register a function that gives what goes with a post and who held it; at most two queries."""
    if one not in collectors:
        collectors.append(one)
    return one


def finds_ownerless(one: Finder) -> Finder:
    """Register a function that gives what nobody answers for; at most two queries."""
    if one not in finders:
        finders.append(one)
    return one


def lives_on(one: Funder) -> Funder:
    """Register a function that gives what lives on money that ends between two days; one query."""
    if one not in funders:
        funders.append(one)
    return one


def funded(start: dt.date, end: dt.date) -> list[Funded]:
    """Return the structures whose money ends between two days."""
    return [found for one in funders for found in one(start, end)]


def things_of(leaving: Leaving) -> list[Thing]:
    """Return all that goes with a post, app by app, by due day."""
    found = [thing for one in collectors for thing in one(leaving)]
    return sorted(found, key=_order)


def ownerless(sought: Sought) -> list[Thing]:
    """Return all that nobody answers for, app by app."""
    return [thing for one in finders for thing in one(sought)]


def _order(thing: Thing) -> Any:
    return (thing.kind, thing.due or dt.date.max, thing.pk)
