"""Page objects, streams of lines and conditional answers of the HSDS API.

Rows stand in the order of their keys, which never changes: what is new comes at the end. A page's `next` begins after
the last row that was given, so whoever follows it meets nothing twice and misses nothing, whatever is
removed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Field, Schema

from kumppanuus.activity.conditional import changed_at
from kumppanuus.core.numbers import MOST
from kumppanuus.interop import answering
from kumppanuus.interop.answering import Json
from kumppanuus.interop.parameters import LanguageCode

MOST_PAGES, MOST_ON_PAGE, CHUNK = 1_000_000, 500, 200

Rows = list[Json]
Load = Callable[[list[Any]], Rows]


class Paging(Schema):
    """Which page, how large, and in what form."""

    page: int = Field(1, ge=1, le=MOST_PAGES)
    per_page: int = Field(50, ge=1, le=MOST_ON_PAGE)
    format: Literal["json", "ndjson"] = Field("json", description="`ndjson` streams everything, an object on each line")
    after: int | None = Field(None, ge=0, le=MOST, description="Profile: taken from `next`; makes `page` a mere label")
    lang: LanguageCode = ""


def paged(
    request: HttpRequest, wanted: Paging, found: QuerySet[Any], rows: QuerySet[Any], load: Load, *, language: str
) -> HttpResponse | StreamingHttpResponse:
    """Return a page of what was found, or all of it as a stream.

    `rows` are all rows with what is joined to them: the page's keys are picked first, so that nothing is joined to
    what is left out. `load` turns some of them into objects.
    """
    if wanted.format == "ndjson":
        return streamed(lines(found, rows, load), language)
    total = found.count()
    start = 0 if wanted.after is not None else (wanted.page - 1) * wanted.per_page
    rest = found if wanted.after is None else found.filter(pk__gt=wanted.after)
    keys = _keys(rest)[start : start + wanted.per_page + 1]
    some = list(rows.filter(pk__in=keys)) if total else []
    on_page = some[: wanted.per_page]
    last, after = len(some) <= wanted.per_page, on_page[-1].pk if on_page else None
    return page_object(request, wanted, load(on_page), total, language, last=last, after=after)


def _keys(found: QuerySet[Any]) -> QuerySet[Any, Any]:
    return found.select_related(None).order_by("pk").values("pk")


def listed(request: HttpRequest, wanted: Paging, rows: Rows, language: str) -> HttpResponse | StreamingHttpResponse:
    """Return a page of objects that are few enough to be in memory, or all of them as lines."""
    if wanted.format == "ndjson":
        return streamed((line(row) for row in rows), language)
    start = wanted.after if wanted.after is not None else (wanted.page - 1) * wanted.per_page
    contents = rows[start : start + wanted.per_page]
    end = start + len(contents)
    return page_object(request, wanted, contents, len(rows), language, last=end >= len(rows), after=end)


def page_object(
    request: HttpRequest,
    wanted: Paging,
    contents: Rows,
    total: int,
    language: str,
    *,
    last: bool,
    after: int | None,
) -> HttpResponse:
    """Return a page object with its contents."""
    found: Json = {
        "total_items": total,
        "total_pages": -(-total // wanted.per_page),
        "page_number": wanted.page,
        "size": len(contents),
        "first_page": wanted.page == 1,
        "last_page": last,
        "empty": not contents,
    }
    if not last and after is not None:
        query = {**request.GET.dict(), "page": wanted.page + 1, "per_page": wanted.per_page, "after": after}
        found["next"] = f"{settings.SITE_URL}{request.path}?{urlencode(query)}"
    return answer(request, found | {"contents": contents}, language)


def answer(request: HttpRequest, found: Json, language: str) -> HttpResponse:
    """Return an object as JSON, or 304 without it when the asker has the same already."""
    asked = request.method in ("GET", "HEAD")
    return answering.answer(request, found, language, changed_at() if asked else None)


def lines(found: QuerySet[Any], rows: QuerySet[Any], load: Load) -> Iterator[bytes]:
    """Yield all that was found as lines, some at a time, each portion after the last key of the one before."""
    last = -1
    while some := list(rows.filter(pk__in=_keys(found.filter(pk__gt=last))[:CHUNK])):
        yield b"".join(line(one) for one in load(some))
        last = some[-1].pk


def line(row: Json) -> bytes:
    """Return an object as one line."""
    return answering.as_bytes(row) + b"\n"


def streamed(
    parts: Iterator[bytes], language: str, content_type: str = "application/x-ndjson"
) -> StreamingHttpResponse:
    """Return what is sent while it is being made."""
    response = StreamingHttpResponse(parts, content_type=f"{content_type}; charset=utf-8")
    answering.dress(response, language)
    return response
