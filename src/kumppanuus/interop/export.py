"""Any list as a file: columns with a label and a value, rows, and the form that was asked for."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.interop.formulas import guard

Row = TypeVar("Row")
Response = TypeVar("Response", bound=HttpResponseBase)

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}
LICENCE = "CC BY 4.0"
MOST_IN_WORKBOOK = 5_000
PORTION = 300
CONTROL = re.compile(r"[\000-\010\013\014\016-\037]")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its label in the reader's language, how a row gives its value, and its name in JSON."""

    label: Any
    value: Callable[[Row], Any]
    key: str = ""

    @property
    def name(self) -> str:
        """Return the stable name for machines."""
        return self.key or slugify(str(self.label)).replace("-", "_")


def offered(request: HttpRequest, words: str, name: str, feed: str = "") -> list[tuple[str, str, str]]:
    """Return a list's files for the tag `downloads`: in each form, filtered as the page that is read.

    words  what is in them ("These bodies"); name  the URL name of the export, which takes `fmt`
    feed   the URL name of the list's news feed, if it has one: the last of them
    """
    query = request.GET.copy()
    query.pop("page", None)
    forms = ("xlsx", "csv", "json")
    found = [(words, f"{reverse(name, args=[fmt])}?{query.urlencode()}", fmt.upper()) for fmt in forms]
    return [*found, (_("News feed"), f"{reverse(feed)}?{query.urlencode()}", "Atom")] if feed else found


def rows_response(
    request: HttpRequest, filename: str, columns: Sequence[Column[Row]], rows: Iterable[Row], fmt: str
) -> HttpResponse:
    """Return the list as a download; fmt is csv, xlsx or json, anything else is 404. `filename` has no ending."""
    match fmt:
        case "csv":
            body = as_csv([str(column.label) for column in columns], _cells(columns, rows))
        case "xlsx":
            from kumppanuus.interop.workbooks import as_xlsx  # its library is large and seldom asked for

            body = as_xlsx(filename, [str(column.label) for column in columns], _cells(columns, rows))
        case "json":
            values = [{column.name: plain(column.value(row)) for column in columns} for row in rows]
            body = as_json(request, {"rows": values})
        case _:
            raise Http404
    return file_response(body, filename, fmt)


def long_response(  # noqa: PLR0917 - what a list is made of
    request: HttpRequest,
    filename: str,
    columns: Sequence[Column[Row]],
    number: int,
    rows: Iterable[Row],
    fmt: str,
) -> HttpResponseBase:
    """Return a list of any length as a download, sent while it is read; `number` says how many rows there are.

    A workbook cannot be sent in parts: with more than MOST_IN_WORKBOOK rows it is refused, and the message says so.
    """
    if fmt == "xlsx":
        if number > MOST_IN_WORKBOOK:
            words = _(
                "The list has %(number)d rows, and a workbook takes %(most)d. Narrow the list, or take it as CSV."
            )
            raise Refused(words % {"number": number, "most": MOST_IN_WORKBOOK})
        from kumppanuus.interop.workbooks import as_long_xlsx  # its library is large and seldom asked for

        labels = [str(column.label) for column in columns]
        return file_response(as_long_xlsx(filename, labels, _cells(columns, rows)), filename, fmt)
    if fmt not in CONTENT_TYPES:
        raise Http404
    language = get_language() or "fi"
    parts = _csv_parts(columns, rows, language) if fmt == "csv" else _json_parts(request, columns, rows, language)
    return _named(StreamingHttpResponse(parts, content_type=CONTENT_TYPES[fmt]), filename, fmt)


def _csv_parts(columns: Sequence[Column[Row]], rows: Iterable[Row], language: str) -> Iterator[bytes]:
    mark = b"\xef\xbb\xbf"
    for some in _portions(rows):
        with override(language):
            labels = [str(column.label) for column in columns]
            whole = as_csv(labels, _cells(columns, some))
        yield whole if mark else whole.split(b"\r\n", 1)[1]
        mark = b""


def _json_parts(
    request: HttpRequest, columns: Sequence[Column[Row]], rows: Iterable[Row], language: str
) -> Iterator[bytes]:
    yield as_json(request, {}).rstrip(b"}\n ") + b',\n "rows": ['
    comma = b""
    for some in _portions(rows):
        with override(language):
            for row in some:
                values = {column.name: plain(column.value(row)) for column in columns}
                yield comma + b"\n  " + json.dumps(values, ensure_ascii=False).encode()
                comma = b","
    yield b"\n ]\n}"


def _portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Give some rows at a time; one empty portion if there are none, for the head."""
    source = iter(rows)
    some = list(islice(source, PORTION))
    yield some
    while some := list(islice(source, PORTION)):
        yield some


def file_response(body: bytes, filename: str, fmt: str) -> HttpResponse:
    """Return bytes as a file to be saved under the name."""
    return _named(HttpResponse(body, content_type=CONTENT_TYPES[fmt]), filename, fmt)


def _named(response: Response, filename: str, fmt: str) -> Response:
    whole = f"{slugify(filename) or 'list'}.{fmt}"
    response["Content-Disposition"] = f"attachment; filename=\"{whole}\"; filename*=UTF-8''{quote(whole)}"
    return response


def as_json(request: HttpRequest, values: dict[str, Any]) -> bytes:
    """Return values as JSON with where they are from, when they were taken and under which licence."""
    head = {
        "source": settings.SITE_URL + request.path,
        "taken_at": timezone.now().isoformat(timespec="seconds"),
        "licence": LICENCE,
    }
    return json.dumps(head | values, ensure_ascii=False, indent=1).encode()


def as_csv(labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV that Finnish Excel opens as it is: byte order mark, semicolons, decimal commas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([guard(label) for label in labels])
    comma = (get_language() or "fi")[:2] != "en"
    writer.writerows([_csv_cell(value, comma=comma) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def clean(text: str) -> str:
    """Take away control characters that no spreadsheet can hold."""
    return CONTROL.sub("", text)


def printable(thing: Any) -> Any:
    """Return texts, or lists and dictionaries of them, without control characters: no document can hold them."""
    return each_text(thing, clean)


def each_text(thing: Any, change: Callable[[str], str]) -> Any:
    """Return lists and dictionaries with each text in them changed."""
    match thing:
        case str():
            return change(thing)
        case dict():
            return {name: each_text(value, change) for name, value in thing.items()}
        case list() | tuple():
            return [each_text(value, change) for value in thing]
        case _:
            return thing


def xlsx_cell(value: Any) -> Any:
    """Return what stands in a cell: numbers and dates as they are, all else as a guarded text."""
    match value:
        case None:
            return None
        case bool() | int() | float() | Decimal():
            return value
        case dt.datetime():
            return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        case dt.date():
            return value
        case _:
            return guard(clean(str(value)))


def plain(value: Any) -> Any:  # noqa: PLR0911 - one line per kind of value
    """Return a value as JSON can hold it; a Text becomes a map from language to text."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Text():
            return dict(value)
        case Decimal():
            return float(value)
        case dt.date():
            return value.isoformat()
        case list() | tuple():
            return [plain(one) for one in value]
        case dict():
            return {key: plain(one) for key, one in value.items()}
        case _:
            return str(value)


def _cells(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Iterable[list[Any]]:
    return ([column.value(row) for column in columns] for row in rows)


def _csv_cell(value: Any, *, comma: bool) -> str:  # noqa: PLR0911 - one line per kind of value
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() | Decimal():
            return str(value).replace(".", ",") if comma else str(value)
        case int():
            return str(value)
        case dt.datetime():
            return timezone.localtime(value).isoformat(" ", "minutes") if timezone.is_aware(value) else str(value)
        case dt.date():
            return value.isoformat()
        case _:
            return guard(str(value))
