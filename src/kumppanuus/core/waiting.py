"""What waits for a person, told by each app in rows alike, so that her work list asks for all of it in one query.

An app has a file `waiting.py` with a function that is registered by `waits`: it gives rows made by `alike`, and how one
of them is said. What cannot be told so (a state that only the loaded object knows) is asked by the page itself.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import DateField, QuerySet, Value
from django.db.models.functions import Cast

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text

MOST = 60
Line = tuple[str, str]  # what waits, in words, and its address


@dataclass(frozen=True)
class Waits:
    """What of an app waits for somebody.

    rows  made by `alike`
    say   gives words and address of a row: (what, key, title, day)
    """

    rows: list[QuerySet[Any, Any]]
    say: Callable[[str, str, Text, dt.date | None], Line]


Provider = Callable[[Actor], Waits | None]
providers: list[Provider] = []


def waits(one: Provider) -> Provider:
    """Register what of an app waits for an actor; None where nothing can."""
    if one not in providers:
        providers.append(one)
    return one


def alike(rows: QuerySet[Any, Any], what: str, *, key: str = "pk", title: str, day: str = "") -> QuerySet[Any, Any]:
    """Return rows as (what, key, title, day) under names that no model has.

    key, title, day  names of columns; title is a text in several languages
    """
    when = Cast(day, DateField()) if day else Cast(Value(None), DateField())
    told = rows.order_by().annotate(
        w_what=Value(what, models.CharField()),
        w_key=Cast(key, models.CharField(max_length=120)),
        w_title=Cast(title, models.TextField()),
        w_day=when,
    )
    found: QuerySet[Any, Any] = told.values("w_what", "w_key", "w_title", "w_day")
    return found


def waiting_for(actor: Actor) -> list[Line]:
    """Return all that waits in words with addresses, what is due first at the top. One query, none for a visitor."""
    if actor.person_id is None:
        return []
    found = [said for one in providers if (said := one(actor)) is not None]
    parts = [
        rows.annotate(w_of=Value(number)).values_list("w_of", "w_what", "w_key", "w_title", "w_day")
        for number, one in enumerate(found)
        for rows in one.rows
    ]
    if not parts:
        return []
    lines = list(parts[0].union(*parts[1:], all=True)[:MOST]) if parts[1:] else list(parts[0][:MOST])
    lines.sort(key=lambda line: (line[4] is None, line[4] or dt.date.max, line[0], line[2]))
    return [found[of].say(what, key, Text(json.loads(title)), day) for of, what, key, title, day in lines]
