"""What a file is, and its records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.interop.sheets import SheetProblem
from kumppanuus.services.imports import hsds, ptv, sheets
from kumppanuus.services.imports.lookups import Lookups
from kumppanuus.services.imports.mapping import Record, records
from kumppanuus.services.imports.sheets import Guesses, Table
from kumppanuus.services.models import ImportFormat

MOST_DEPTH = 40


def what_is_it(body: bytes) -> str:
    """Return the format of a file: ImportFormat. Raises SheetProblem for what cannot be read at all."""
    if len(body) > sheets.MOST_BYTES:
        raise SheetProblem(
            _("The file is larger than %(most)d MB. Nothing was read.") % {"most": sheets.MOST_BYTES // 10**6}
        )
    if hsds.is_tabular(body):
        return ImportFormat.HSDS
    if (found := as_json(body)) is not None:
        things = ptv.things(found)
        if any(ptv.is_ptv(thing) for thing in things[:50]):
            return ImportFormat.PTV
        return ImportFormat.HSDS if hsds.is_hsds(found) else ImportFormat.TABLE
    return ImportFormat.TABLE


def as_json(body: bytes) -> Any:
    """Return what a JSON file holds, also one object per line; None for what is no JSON. Raises SheetProblem."""
    start = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start not in {b"{", b"["}:
        return None
    text = body.decode("utf-8-sig", "replace")
    try:
        found = json.loads(text, parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        lines = [line for line in text.splitlines() if line.strip()]
        try:
            found = [json.loads(line, parse_constant=lambda _name: None) for line in lines]
        except (ValueError, RecursionError):
            if start == b"{":
                raise SheetProblem(_("The file begins like JSON, but cannot be read as such.")) from None
            return None
    if not _is_shallow(found, MOST_DEPTH):
        raise SheetProblem(_("The file is nested more deeply than any list is. It was not read."))
    return found


def _is_shallow(value: Any, left: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return left > 0 and all(_is_shallow(part, left - 1) for part in parts)


def table_of(body: bytes, guesses: Mapping[str, Any], *, most: int = sheets.MOST_ROWS + sheets.HEAD_WITHIN) -> Table:
    """Return a file as a table; JSON that is neither HSDS nor PTV by its keys. Raises SheetProblem."""
    chosen = Guesses(**{name: guesses[name] for name in Guesses.__dataclass_fields__ if name in guesses})
    if (found := as_json(body)) is None:
        return sheets.read_table(body, chosen, most=most)
    things = [thing for thing in ptv.things(found) if isinstance(thing, dict)][:most]
    names = list(dict.fromkeys(str(name) for thing in things for name in thing))[: sheets.MOST_COLUMNS]
    if not names:
        raise SheetProblem(_("The table has no rows."))
    chosen.header = 0
    return Table(chosen, [names, *([sheets._cell(_flat(thing.get(name))) for name in names] for thing in things)])


def _flat(value: Any) -> Any:
    return None if isinstance(value, dict | list) else value


def read(
    body: bytes, fmt: str, known: Lookups, *, guesses: Mapping[str, Any], mapping: Mapping[str, str], lenient: bool
) -> Iterable[Record]:
    """Give the records of a file. Raises SheetProblem for a file that cannot be read; a bad row has its problems."""
    if fmt == ImportFormat.HSDS:
        return hsds.records(body, as_json(body), known)
    if fmt == ImportFormat.PTV:
        return ptv.records(as_json(body), known)
    return records(table_of(body, guesses).body, mapping, known, lenient=lenient)
