"""Taking values out of foreign JSON, in which anything can stand anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kumppanuus.services.imports.lookups import NotUnderstood
from kumppanuus.services.imports.mapping import Record
from kumppanuus.services.imports.plain import without_html


def text(thing: Any, *names: str) -> str:
    """Return the first of the values that is a text or a number, made plain; else empty."""
    if not isinstance(thing, dict):
        return ""
    for name in names:
        value = thing.get(name)
        if isinstance(value, str) and value.strip():
            return without_html(value[:50_000])
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return ""


def rows(thing: Any, *names: str) -> list[dict[str, Any]]:
    """Return the objects in the first of the lists that is one."""
    if not isinstance(thing, dict):
        return []
    for name in names:
        value = thing.get(name)
        if isinstance(value, dict):
            return [value]
        if isinstance(value, list) and value:
            return [one for one in value[:500] if isinstance(one, dict)]
    return []


def inner(thing: Any, name: str) -> dict[str, Any]:
    """Return the object of that name; empty if it is none."""
    value = thing.get(name) if isinstance(thing, dict) else None
    return value if isinstance(value, dict) else {}


def new_record(number: int, raw: Any) -> Record:
    """Return an empty record; what is kept of the source for the file of errors is a line of its main words."""
    told = [text(raw, "id"), text(raw, "name")]
    return {"number": number, "raw": told, "problems": [], "notes": [], "organisation": {}, "service": {}}


def put(record: Record, part: str, slot: str, value: Any) -> None:
    """Put a value that says something."""
    if value not in ("", None, [], {}):
        record[part][slot] = value


def tried(record: Record, read: Callable[[str], Any], words: str) -> Any:
    """Return what the words mean; None, with a note in the record, where they mean nothing here."""
    if not words:
        return None
    try:
        return read(words)
    except NotUnderstood as problem:
        if str(problem) not in record["notes"]:
            record["notes"].append(str(problem))
        return None


def all_tried(record: Record, read: Callable[[str], Any], many: Iterable[str]) -> list[Any]:
    """Return what is understood of the words, each once, in order."""
    found = [tried(record, read, words) for words in many]
    return sorted({one for one in found if one is not None})
