"""Saved searches: what is new or changed for each since it was last told, and when it is told next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kumppanuus.activity.models import Event
from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import everything
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.filters import DirectoryFilter, named_terms
from kumppanuus.services.models import (
    Attendance,
    HowOften,
    PriceKind,
    SavedSearch,
    Service,
    ServiceKind,
    ServiceQuerySet,
)

VISITOR = Actor()  # only what everybody may see is told
HOUR = 7  # local time, as the digests
AT_ONCE = dt.timedelta(minutes=30)
SETTLED = dt.timedelta(minutes=2)  # a change shows only when its transaction has ended
MOST_TOLD = 20
NEW_FROM = ("draft", "ended")  # a published entry was one of these before: it is new
ROW = ("slug", "kind", "name", "summary", "created_at", "edited_at", "organisation__name", "organisation__slug")


@dataclass(frozen=True)
class News:
    """What has come for a search: the entries that are named, which of them are new, and whether there are more."""

    until: dt.datetime
    rows: Sequence[Service] = ()
    new: frozenset[int] = field(default_factory=frozenset)
    more: bool = False


def filter_of(query: str, organisations: Mapping[str, str] | None = None) -> DirectoryFilter:
    """Return the filter of a saved query; an organisation that was merged is looked for where it went."""
    data = QueryDict(query, mutable=True)
    if (slug := data.get("organisation")) and organisations:
        data["organisation"] = organisations.get(slug, slug)
    return DirectoryFilter(data)


def address_of(query: str) -> str:
    """Return the address of the list that a saved query shows."""
    return reverse("services:services") + (f"?{query}" if query else "")


def merged_organisations(searches: Sequence[SavedSearch]) -> dict[str, str]:
    """Return {slug: slug of what it was merged into} for the organisations in saved queries. One query at most."""
    slugs = {slug for one in searches if (slug := QueryDict(one.query).get("organisation"))}
    if not slugs:
        return {}
    rows = everything(Organisation).filter(slug__in=slugs, merged_into__isnull=False)
    return dict(rows.values_list("slug", "merged_into__slug"))


def next_after(moment: dt.datetime, how_often: str) -> dt.datetime:
    """Return when a search is told next: in half an hour, or at seven in the morning, Mondays, the month's first."""
    if how_often == HowOften.AT_ONCE:
        return moment + AT_ONCE
    local = timezone.localtime(moment)
    day = local.date() + dt.timedelta(days=local.hour >= HOUR)
    if how_often == HowOften.WEEKLY:
        day += dt.timedelta(days=-day.weekday() % 7)
    elif how_often == HowOften.MONTHLY and day.day > 1:
        day = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(HOUR)))


def news_of(searches: Sequence[SavedSearch], now: dt.datetime) -> list[tuple[SavedSearch, News]]:
    """Return what has come for each. One query for all where nothing has changed; else three, and one each."""
    until = now - SETTLED
    if not searches:
        return []
    since = min(one.told_until for one in searches)
    changed = Service.objects.visible_to(VISITOR).listed().filter(edited_at__gt=since, edited_at__lte=until)
    if not changed.exists():
        return [(one, News(max(until, one.told_until))) for one in searches]
    moved, shown = merged_organisations(searches), _first_shown(since)
    found = []
    for one in searches:
        with translation.override(one.language):  # words mean something in a language
            found.append((one, _news(one, filter_of(one.query, moved), changed, until, shown)))
    return found


def _news(
    search: SavedSearch,
    wanted: DirectoryFilter,
    changed: ServiceQuerySet,
    until: dt.datetime,
    shown: Mapping[int, dt.datetime],
) -> News:
    if until <= search.told_until:
        return News(search.told_until)
    rows = wanted.narrow(changed.filter(edited_at__gt=search.told_until)).select_related("organisation").only(*ROW)
    found = list(rows.order_by("-edited_at", "-pk")[: MOST_TOLD + 1])
    new = frozenset(row.pk for row in found if shown.get(row.pk, row.created_at) > search.told_until)
    named = sorted(found[:MOST_TOLD], key=lambda row: row.pk not in new)
    return News(until, named, new, len(found) > MOST_TOLD)


def _first_shown(since: dt.datetime) -> dict[int, dt.datetime]:
    """Return when entries were published that had been drafts or ended before: they are new, though made long ago."""
    rows = Event.objects.filter(name="services.publish", at__gt=since, data__was__in=NEW_FROM)
    of_entries = rows.filter(targets__model=Service._meta.label_lower).order_by("at")
    return dict(of_entries.values_list("targets__object_id", "at"))


def in_words(
    wanted: DirectoryFilter, organisations: Mapping[str, str] | None = None, *, typed: bool = True
) -> list[str]:
    """Return a filter as a list of words in the reader's language; without what was `typed` if it is not to be shown.

    `organisations` gives names by slug.
    """
    found = [f"“{' '.join(wanted.words)}”"] if wanted.words and typed else []
    found += [str(wanted.area)] if wanted.area else []
    if wanted.km:
        found.append(_("at most %(km)d km from %(place)s") % {"km": wanted.km, "place": wanted.near})
    elif wanted.within:
        found.append(_("from anywhere"))
    if wanted.organisation:
        found.append((organisations or {}).get(wanted.organisation, wanted.organisation))
    terms = named_terms()
    labels: dict[str, dict[str, Any]] = {
        "kind": dict(ServiceKind.choices),
        "price": dict(PriceKind.choices),
        "attendance": dict(Attendance.choices),
        "referral": {"no": _("No referral is needed")},
        "right": {"yes": _("Confirmed in time")},
        "term": {key: one.label for key, one in terms.items()},
    }
    return found + [str(labels[name][value]) for name, values in wanted.chosen.items() for value in values]


def names_of(queries: Sequence[str]) -> dict[str, str]:
    """Return {slug: name} of the organisations in saved queries. One query at most."""
    slugs = {slug for one in queries if (slug := QueryDict(one).get("organisation"))}
    return {row.slug: str(row.name) for row in everything(Organisation).filter(slug__in=slugs)} if slugs else {}
