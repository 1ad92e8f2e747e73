"""What the clock itself brings into the year: organisations' own entries, and posts whose funding ends."""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import ExtractMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.calendars.dates import Dated, Kind, Provider, State, Wanted, at_hours, provide, stamp, with_changes
from kumppanuus.calendars.models import OWN_KINDS, CalendarEntry
from kumppanuus.organisations.models import Holding, Post, organisations_of


def own_entries(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted entries; a body has none."""
    if wanted.body:
        return None
    rows = CalendarEntry.objects.visible_to(wanted.actor).select_related("organisation")
    if wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.areas is not None:
        rows = rows.filter(area__in=wanted.areas)
    if wanted.organisation:
        rows = rows.filter(organisation=wanted.organisation)
    if wanted.mine:
        rows = rows.filter(organisation__in=organisations_of(wanted.actor))
    return rows.defer("organisation__description", "organisation__find_by")


def in_year(day: dt.date, year: int) -> dt.date:
    """Return the same day of another year; of 29 February the 28th where there is none."""
    return day.replace(year=year, day=min(day.day, 28) if day.month == 2 and not isleap(year) else day.day)


def told_in(entry: CalendarEntry, year: int) -> Dated:
    """Return an entry as it stands in a year: of a cancelled yearly one what was before stays as it was."""
    first = in_year(entry.first, year)
    again = entry.yearly and year != entry.first.year
    off = entry.cancelled_at is not None and not (entry.yearly and first < timezone.localdate(entry.cancelled_at))
    when: dict[str, Any] = {"first": first, "last": first + (entry.last_day - entry.first)}
    if entry.begins and entry.ends:
        zone = timezone.get_default_timezone()
        when = at_hours(*(dt.datetime.combine(first, hour, zone) for hour in (entry.begins, entry.ends)))
    return Dated(
        kind=Kind(entry.kind),
        uid=f"{entry.uid}-{year}" if again else str(entry.uid),
        title=entry.title,
        whose=entry.organisation.name,
        state=State.CANCELLED if off else State.CONFIRMED,
        sequence=entry.sequence,
        changed_at=entry.changed_at,
        address=entry.get_absolute_url(),
        place=entry.place,
        told=(entry.cancelled_why if off else "", entry.about, entry.link),
        public=not entry.members_only,
        **when,
    )


@dataclass(frozen=True)
class Entries(Provider):
    """Own entries: a yearly one comes again in each year of the window."""

    def between(self, rows: QuerySet[Any], first: dt.date, last: dt.date) -> QuerySet[Any]:
        """Return the rows that have a day in the window, and the yearly ones that began before its end."""
        return rows.filter(Q(yearly=True, first__lte=last) | Q(first__range=(first, last))).order_by("first", "pk")

    def counts(self, rows: QuerySet[Any], first: dt.date, last: dt.date) -> Iterator[QuerySet[Any, Any]]:
        """Give queries for (year, month, number): yearly ones once for each year. Months are whole."""
        yield from super().counts(rows.filter(yearly=False), first, last)
        again = rows.filter(yearly=True).order_by().annotate(in_month=ExtractMonth("first"))
        for year in range(first.year, last.year + 1):
            begin, end = max(first, dt.date(year, 1, 1)), min(last, dt.date(year, 12, 31))
            there = again.filter(first__lte=end, in_month__range=(begin.month, end.month))
            named = there.annotate(in_year=Value(year)).values("in_year", "in_month")
            yield named.annotate(number=Count("pk")).values_list("in_year", "in_month", "number")

    def tell(self, rows: Iterable[Any], first: dt.date, last: dt.date) -> Iterator[Dated]:
        """Give the dates of the rows that lie in the window."""
        for row in rows:
            years = range(max(first.year, row.first.year), last.year + 1) if row.yearly else (row.first.year,)
            yield from (one for year in years if first <= (one := told_in(row, year)).first <= last)


provide(Entries(frozenset(OWN_KINDS), own_entries, ("first",), lambda row: [told_in(row, row.first.year)]))


def funded(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted posts that live on money that ends."""
    if wanted.body:
        return None
    rows = Post.objects.visible_to(wanted.actor).filter(ended=None, funding_end__isnull=False)
    if wanted.areas is not None:
        near = Q(organisation__governs__in=wanted.areas) | Q(
            organisation__governs=None, organisation__home__in=wanted.areas
        )
        rows = rows.filter(near)
    if wanted.organisation:
        rows = rows.filter(organisation=wanted.organisation)
    if wanted.mine:
        held = Holding.objects.current().filter(person=wanted.actor.person_id).values("post")
        rows = rows.filter(Q(organisation__in=organisations_of(wanted.actor)) | Q(pk__in=held))
    rows = rows.select_related("organisation").only("title", "funding_end", "organisation__name", "organisation__slug")
    return with_changes(rows)


def funding_told(post: Post) -> Iterable[Dated]:
    """Tell when the money of a post ends."""
    if post.funding_end is not None:
        yield Dated(
            kind=Kind.FUNDING,
            uid=f"post-{post.pk}-funding",
            what=_("Funding ends"),
            title=post.title,
            whose=post.organisation.name,
            first=post.funding_end,
            last=post.funding_end,
            address=post.organisation.get_absolute_url(),
            **stamp(post),
        )


provide(Provider(frozenset({Kind.FUNDING}), funded, ("funding_end",), funding_told))
