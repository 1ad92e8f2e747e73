"""What stands in the annual clock: the shape of a date, what is wanted of the year, and who provides dates.

An app that has dates has a file `calendar.py` that registers a `Provider`: which rows, by which of their days, and how
a row is told. Windows of time, limits and numbers are asked for here, so that a provider costs one query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.activity.models import EventTarget
from kumppanuus.core.actors import Actor


class Kind(models.TextChoices):
    """What kind of date it is; each has its own shape in the picture."""

    MEETING = "meeting", _("Meeting")
    CALL = "call", _("Open call for seats")
    ROUND = "round", _("Round of assessments")
    MEASURE = "measure", _("Measure is due")
    TERM = "term", _("Term ends")
    FUNDING = "funding", _("Funding ends")
    APPLICATION = "application", _("Applications")
    REPORT = "report", _("Report")
    NEGOTIATION = "negotiation", _("Negotiation")
    EVENT = "event", pgettext_lazy("in the annual clock", "Event")
    OTHER = "other", _("Other date")


class State(models.TextChoices):
    TENTATIVE = "tentative", _("Planned")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")


@dataclass(frozen=True)
class Dated:
    """One date in the clock. Texts are what the reader is shown; `str()` of each is in her language.

    uid          what calendars know it by for good, without the host
    what, title  "Answers until" and "Round of 2026"; whose it is: a body or an organisation
    first, last  its days; `starts`, `ends` its moments, where it has an hour
    sequence     rises with each change (RFC 5545)
    told, place  what a calendar says besides
    """

    kind: Kind
    uid: str
    title: Any
    first: dt.date
    last: dt.date
    address: str
    changed_at: dt.datetime
    sequence: int = 0
    what: Any = ""
    whose: Any = ""
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    state: State = State.CONFIRMED
    place: str = ""
    told: tuple[Any, ...] = ()
    public: bool = True

    @property
    def summary(self) -> str:
        """Return it on one line, as calendars show it."""
        head = self.what or self.whose
        return f"{head}: {self.title}" if head else str(self.title)

    @property
    def anchor(self) -> str:
        """Return the id of its row on the page."""
        return f"d-{self.uid}"

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def is_planned(self) -> bool:
        return self.state == State.TENTATIVE

    @property
    def order(self) -> tuple[dt.date, bool, dt.datetime, str]:
        """Return its place in a list: by day, whole days first, then by hour."""
        return self.first, self.starts is not None, self.starts or self.changed_at, self.uid


def at_hours(starts: dt.datetime, ends: dt.datetime) -> dict[str, Any]:
    """Return the days and moments of a date that has hours."""
    return {"first": timezone.localdate(starts), "last": timezone.localdate(ends), "starts": starts, "ends": ends}


@dataclass(frozen=True)
class Wanted:
    """What of the clock is wanted, whoever asks: one filter for page, feeds and API.

    areas         ids of the areas that concern the chosen one; None: all
    organisation  its id; None: all
    body          its slug; "": all
    mine          only what concerns the actor: her bodies, organisations and posts
    """

    actor: Actor = field(default_factory=Actor)
    areas: frozenset[int] | None = None
    organisation: int | None = None
    body: str = ""
    kinds: frozenset[str] = frozenset()
    mine: bool = False


@dataclass(frozen=True)
class Provider:
    """Where dates of some kinds come from.

    rows    the rows that are wanted and that the actor may see; None where it has none of that sort
    at      the columns of a row that hold its days; a row has as many dates as it has of them
    dated   tells a row: gives all its dates, also those out of the window
    """

    kinds: frozenset[str]
    rows: Callable[[Wanted], QuerySet[Any] | None]
    at: tuple[str, ...]
    dated: Callable[[Any], Iterable[Dated]]

    def wanted(self, wanted: Wanted) -> QuerySet[Any] | None:
        """Return the wanted rows; None without a query where there can be none."""
        return self.rows(wanted) if not wanted.kinds or wanted.kinds & self.kinds else None

    def between(self, rows: QuerySet[Any], first: dt.date, last: dt.date) -> QuerySet[Any]:
        """Return the rows that have a day in the window."""
        found = Q(pk=None)
        for name in self.at:
            found |= span(rows, name, first, last)
        return rows.filter(found).order_by(self.at[-1], "pk")

    def counts(self, rows: QuerySet[Any], first: dt.date, last: dt.date) -> Iterator[QuerySet[Any, Any]]:
        """Give queries for (year, month, number) of the window."""
        for name in self.at:
            there = rows.filter(span(rows, name, first, last)).order_by()
            named = there.annotate(in_year=ExtractYear(name), in_month=ExtractMonth(name))
            yield (
                named.values("in_year", "in_month")
                .annotate(number=Count("pk"))
                .values_list("in_year", "in_month", "number")
            )

    def tell(self, rows: Iterable[Any], first: dt.date, last: dt.date) -> Iterator[Dated]:
        """Give the dates of the rows that lie in the window."""
        for row in rows:
            yield from (one for one in self.dated(row) if first <= one.first <= last)


def span(rows: QuerySet[Any], name: str, first: dt.date, last: dt.date) -> Q:
    """Return the condition that a column of days or moments lies in the window, both days included."""
    if not isinstance(rows.model._meta.get_field(name), models.DateTimeField):
        return Q(**{f"{name}__range": (first, last)})
    begin, end = (timezone.make_aware(dt.datetime.combine(day, dt.time())) for day in (first, last + dt.timedelta(1)))
    return Q(**{f"{name}__gte": begin, f"{name}__lt": end})


providers: list[Provider] = []


def provide(provider: Provider) -> Provider:
    """Register where dates come from."""
    providers.append(provider)
    return provider


Found = Callable[[str], Any]
Offered = Callable[[frozenset[int] | None, int | None], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Bodies:
    """How the clock, which knows no bodies, finds one by its slug and offers those of an area or organisation."""

    found: Found
    offered: Offered


bodies: list[Bodies] = []  # the app of bodies puts one here


def with_changes(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate rows that keep no number of changes with the newest event about each: what rises when it changes.

    `changed_by` is the event's number, `changed` its moment; both None when nothing is recorded of it any more.
    """
    newest = EventTarget.objects.filter(model=rows.model._meta.label_lower, object_id=OuterRef("pk"))
    newest = newest.order_by("-event_id")
    found: QuerySet[Any] = rows.annotate(
        changed_by=Subquery(newest.values("event_id")[:1]), changed=Subquery(newest.values("event__at")[:1])
    )
    return found


def stamp(row: Any) -> dict[str, Any]:
    """Return number and moment of the last change of a row from `with_changes`."""
    begun = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    return {"sequence": row.changed_by or 0, "changed_at": row.changed or getattr(row, "created_at", begun)}
