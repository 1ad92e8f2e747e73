"""Lists of OParl: filters, pages and answers.

Rows stand in the order of their keys, which never changes. `next` begins after the last row that was given, so whoever
follows it meets nothing twice and misses nothing that was there at the beginning, whatever comes or goes meanwhile.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F, Func, IntegerField, QuerySet, Subquery, Value
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Schema
from pydantic import BeforeValidator, WithJsonSchema

from kumppanuus.activity.conditional import changed_at, settled
from kumppanuus.core.numbers import MOST
from kumppanuus.interop import answering
from kumppanuus.interop.answering import Json
from kumppanuus.interop.parameters import LanguageCode
from kumppanuus.meetings.oparl.kinds import Kind, Source
from kumppanuus.meetings.oparl.records import Records
from kumppanuus.meetings.oparl.rows import newest
from kumppanuus.meetings.oparl.shape import INTERNAL

MOST_PAGES, MOST_ON_PAGE, USUAL = 1_000_000, 500, 100
FULL = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
BROKEN_PLUS = re.compile(r" (?=\d\d:\d\d$)")


def _full(value: Any) -> dt.datetime:
    """Return a moment that is written in full. A + in an address means a space: where one must stand, it is read so."""
    written = BROKEN_PLUS.sub("+", str(value))
    if FULL.fullmatch(written):
        try:
            return dt.datetime.fromisoformat(written.upper()).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            pass
    raise ValueError("write day, time and offset in full: 2026-01-31T00:00:00+02:00 (in an address + is %2B), or …Z")


FullMoment = Annotated[dt.datetime, BeforeValidator(_full), WithJsonSchema({"type": "string", "format": "date-time"})]


class Asked(Schema):
    """What every request may say."""

    lang: LanguageCode = ""


class Listing(Asked):
    """Which rows of a list are asked for, and which page of them."""

    created_since: FullMoment | None = Field(None, description="With what is gone, marked as deleted")
    created_until: FullMoment | None = None
    modified_since: FullMoment | None = Field(None, description="With what is gone, marked as deleted")
    modified_until: FullMoment | None = None
    omit_internal: bool = Field(False, description="Leave out the objects that stand inside others")
    elementsPerPage: int = Field(USUAL, ge=1, le=MOST, description=f"At most {MOST_ON_PAGE}")  # noqa: N815
    page: int = Field(1, ge=1, le=MOST_PAGES)
    after: int | None = Field(None, ge=0, le=2 * MOST, description="Taken from `next`; makes `page` a mere label")

    @property
    def size(self) -> int:
        """Return how many there are on a page."""
        return min(self.elementsPerPage, MOST_ON_PAGE)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows that are asked for; what is gone only for who asks since when."""
        for name in ("created", "modified"):
            if since := getattr(self, f"{name}_since"):
                rows = rows.filter(**{f"{name}__gte": since})
            if until := getattr(self, f"{name}_until"):
                rows = rows.filter(**{f"{name}__lte": until})
        return rows if self.created_since or self.modified_since else rows.filter(gone=False)


@dataclass
class Found:
    """The rows of a page with where they come from, how many there are in all, and whether more follow."""

    rows: list[tuple[Source, Any]]
    total: int
    more: bool
    after: int
    changed: dt.datetime | None


def paged(request: HttpRequest, wanted: Listing, kind: Kind, tables: Sequence[tuple[Source, QuerySet[Any]]]) -> Found:
    """Return a page of what there is in the tables: one or two of them. At most two queries, four for two tables."""
    if len(tables) > 1:
        return _of_several(wanted, tables)
    source, rows = tables[0]
    found = wanted.narrow(rows)
    start = 0 if wanted.after is not None else (wanted.page - 1) * wanted.size
    rest = found if wanted.after is None else found.filter(pk__gt=wanted.after)
    keys = rest.select_related(None).order_by("pk").values("pk")[start : start + wanted.size + 1]
    told = rows.annotate(total=Subquery(_count(found), output_field=IntegerField()), newest=newest())
    some = list(told.filter(pk__in=keys).order_by("pk"))
    if not some:
        return Found([], found.count(), more=False, after=0, changed=changed_at())
    on_page = some[: wanted.size]
    return Found(
        [(source, row) for row in on_page],
        some[0].total,
        more=len(some) > wanted.size,
        after=on_page[-1].pk,
        changed=settled(some[0].newest),
    )


def _count(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return how many there are as a query to be asked along with another."""
    counted = Func(F("pk"), function="COUNT", output_field=IntegerField())
    found: QuerySet[Any, Any] = rows.select_related(None).order_by().annotate(how_many=counted).values("how_many")
    return found


def _of_several(wanted: Listing, tables: Sequence[tuple[Source, QuerySet[Any]]]) -> Found:
    """Return a page of several tables: the keys of the second stand between those of the first."""
    width, parts, counts = len(tables), [], []
    for place, (_source, rows) in enumerate(tables):
        found = wanted.narrow(rows).select_related(None).order_by()
        counts.append(_count(found).annotate(table=Value(place)).values_list("how_many", "table"))
        keyed = found.annotate(key=F("pk") * width + place)
        parts.append((keyed if wanted.after is None else keyed.filter(key__gt=wanted.after)).values_list("key"))
    total = sum(number for number, _table in counts[0].union(*counts[1:], all=True))
    start = 0 if wanted.after is not None else (wanted.page - 1) * wanted.size
    keys = [key for (key,) in parts[0].union(*parts[1:], all=True).order_by("key")[start : start + wanted.size + 1]]
    on_page = keys[: wanted.size]
    at: dict[int, tuple[Source, Any]] = {}
    changed: Any = None
    for place, (source, rows) in enumerate(tables):
        if pks := [key // width for key in on_page if key % width == place]:
            for row in rows.filter(pk__in=pks).annotate(newest=newest()):
                at[row.pk * width + place], changed = (source, row), settled(row.newest)
    rows_found = [at[key] for key in on_page if key in at]
    changed = changed if rows_found else changed_at()
    return Found(rows_found, total, more=len(keys) > wanted.size, after=on_page[-1] if on_page else 0, changed=changed)


def told(kind: Kind, records: Records, found: Sequence[tuple[Source, Any]], *, whole: bool = True) -> list[Json]:
    """Return rows as objects, in their order; of what is gone, what is left."""
    objects: dict[int, Json] = {}
    for source in {id(source): source for source, _row in found}.values():
        there = [row for one, row in found if one is source and not row.gone]
        for row, made in zip(there, source.tell(records, there) if there else [], strict=True):
            objects[id(row)] = made
    left_out = () if whole else INTERNAL.get(kind.name, ())
    rows = [objects.get(id(row)) or kind.tombstone(source, row) for source, row in found]
    return [{name: value for name, value in row.items() if name not in left_out} for row in rows]


def page_of(
    request: HttpRequest,
    wanted: Listing,
    kind: Kind,
    tables: Sequence[tuple[Source, QuerySet[Any]]],
    *,
    there: Any = None,
    web: str = "",
) -> HttpResponse:
    """Answer with a page of a list; 404 where nothing has it: `there` is asked only when it is empty."""
    found = paged(request, wanted, kind, tables)
    if not found.total and there is not None and not there():
        raise Http404
    records = Records(answering.language_of(request, wanted.lang, ""))
    data = told(kind, records, found.rows, whole=not wanted.omit_internal)
    pages = max(1, -(-found.total // wanted.size))
    body = {
        "data": data,
        "pagination": {
            "totalElements": found.total,
            "elementsPerPage": wanted.size,
            "currentPage": wanted.page,
            "totalPages": pages,
        },
        "links": _links(request, wanted, found, pages, web),
    }
    return answering.answer(request, body, _languages(records), found.changed)


def _links(request: HttpRequest, wanted: Listing, found: Found, pages: int, web: str) -> Json:
    """Return the ways to other pages; all that was asked for stays asked."""
    kept = {name: value for name, value in request.GET.items() if name not in {"page", "after"}}

    def to(page: int, after: int | None = None) -> str:
        query = {**kept, "page": page} | ({} if after is None else {"after": after})
        return f"{settings.SITE_URL}{request.path}?{urlencode(query)}"

    return answering.known(
        first=to(1),
        prev=to(min(wanted.page - 1, pages)) if wanted.page > 1 else "",
        self=to(wanted.page, wanted.after),
        next=to(wanted.page + 1, found.after) if found.more else "",
        last=to(pages),
        web=f"{settings.SITE_URL}{web}" if web else "",
    )


def _languages(records: Records) -> str:
    return ", ".join(records.used) or records.asked or "fi"


def object_of(request: HttpRequest, asked: Asked, kind: Kind, key: str) -> HttpResponse:
    """Answer with an object, or with what is left of it; 404 for what is not there or never was public."""
    for source in kind.sources:
        if (condition := source.find(key)) is None:
            continue
        row = source.rows().filter(condition).annotate(newest=newest()).first()
        if row is not None:
            records = Records(answering.language_of(request, asked.lang, ""))
            (found,) = told(kind, records, [(source, row)])
            return answering.answer(request, found, _languages(records), settled(row.newest))
    raise Http404
