"""Page objects, streams of lines and conditional answers of the HSDS API.

Rows stand in the order of their keys, which never changes: what is new comes at the end. A page's `next` begins after
the last row that was given, so whoever follows it meets nothing twice and misses nothing, whatever is removed meanwhile.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from ninja import Field, Schema

from kumppanuus.core.numbers import MOST
from kumppanuus.services.hsds.parts import Json

MOST_PAGES, MOST_ON_PAGE, CHUNK = 1_000_000, 500, 200

Rows = list[Json]


class Paging(Schema):
    """Which page, how large, and in what form."""

    page: int = Field(1, ge=1, le=MOST_PAGES)
    per_page: int = Field(50, ge=1, le=MOST_ON_PAGE)
    format: Literal["json", "ndjson"] = Field("json", description="`ndjson` streams everything, an object on each line")
    after: int | None = Field(None, ge=0, le=MOST, description="Profile: taken from `next`; makes `page` a mere label")
    lang: str = Field("", pattern="^([a-z]{2,3})?$", description="Profile: the language, before `Accept-Language`")


def paged(
    request: HttpRequest, wanted: Paging, rows: QuerySet[Any], load: Callable[[QuerySet[Any]], Rows], language: str
) -> HttpResponse | StreamingHttpResponse:
    """Return a page of database rows, or all of them as a stream; `load` turns a slice of them into objects."""
    if wanted.format == "ndjson":
        return streamed(lines(rows, load), language)
    total = rows.count()
    start = 0 if wanted.after is not None else (wanted.page - 1) * wanted.per_page
    picked = rows if wanted.after is None else rows.filter(pk__gt=wanted.after)
    keys = list(picked.values_list("pk", flat=True)[start : start + wanted.per_page + 1]) if total else []
    on_page = keys[: wanted.per_page]
    contents = load(rows.filter(pk__in=on_page)) if on_page else []
    last = len(keys) <= wanted.per_page
    return page_object(request, wanted, contents, total, language, last=last, after=on_page[-1] if on_page else None)


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
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder).encode()
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["ETag"] = etag
    _dress(response, language)
    if request.method not in ("GET", "HEAD"):
        return response
    found_same = get_conditional_response(request, etag=etag, response=response)
    return found_same if isinstance(found_same, HttpResponse) else response


def lines(rows: QuerySet[Any], load: Callable[[QuerySet[Any]], Rows]) -> Iterator[bytes]:
    """Yield all rows as lines, some at a time, each portion after the last key of the one before."""
    last = -1
    while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        yield b"".join(line(one) for one in load(rows.filter(pk__in=keys)))
        last = keys[-1]


def line(row: Json) -> bytes:
    """Return an object as one line."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder).encode() + b"\n"


def streamed(
    parts: Iterator[bytes], language: str, content_type: str = "application/x-ndjson"
) -> StreamingHttpResponse:
    """Return what is sent while it is being made."""
    response = StreamingHttpResponse(parts, content_type=f"{content_type}; charset=utf-8")
    _dress(response, language)
    return response


def _dress(response: HttpResponse | StreamingHttpResponse, language: str) -> None:
    response["Content-Language"] = language
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    patch_vary_headers(response, ["Accept-Language"])
