"""Columns of a foreign table → columns of ours: guessed from their names, corrected by the reader; rows → records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kumppanuus.places.models import folded
from kumppanuus.services.columns import BAR, BY_KEY, READ, Field, words
from kumppanuus.services.imports.lookups import Lookups, NotUnderstood
from kumppanuus.services.imports.names import LANGUAGE_ENDINGS, NAMES

Record = dict[str, Any]  # {"number", "label", "raw", "organisation": {slot: value}, "service": {…}, "problems": [str]}


def normalised(name: str) -> list[str]:
    """Return by what a column's name is compared: the whole of it, then each of its lines."""
    parts = [name, *name.split("\n"), *re.split(r"[*(\[]", name)[:1]] if len(name) < 400 else []
    return list(dict.fromkeys(key for part in parts if (key := re.sub(r"[\W_]+", " ", folded(part)).strip())))


@lru_cache(maxsize=1)
def known_names() -> dict[str, str]:
    """Return {name: key of the column}, by all names that a column of ours has."""
    found: dict[str, str] = {}
    for field in READ:
        for language in ("fi", "sv", "en"):
            with override(language):
                for name in normalised(str(field.label)):
                    found.setdefault(name, field.key)
        found.setdefault(field.key.replace("_", " "), field.key)
    for base, names in NAMES.items():
        for name in (base.replace("_", " "), *names):
            if base in BY_KEY:
                found.setdefault(re.sub(r"[\W_]+", " ", name).strip(), base)
                continue
            found.setdefault(name, f"{base}_fi")
            for code, endings in LANGUAGE_ENDINGS.items():
                found |= {f"{name} {ending}": f"{base}_{code}" for ending in endings}
    return found


def suggest(header: Sequence[str]) -> dict[str, str]:
    """Guess {number of the column: key} from the names of the columns; each key once."""
    names = known_names()
    found: dict[str, str] = {}
    for number, name in enumerate(header):
        key = next((names[one] for one in normalised(name) if one in names), "")
        if key and key not in found.values():
            found[str(number)] = key
    keys = set(found.values())
    registers = keys & {"business_id", "register_number", "organisation_kind", "organisation_home"}
    of_entries = keys & {"kind", "summary_fi", "description_fi", "times_fi", "price_kind", "id"}
    if registers and not of_entries and not any(key.startswith("organisation_name") for key in keys):
        renamed = {f"name_{code}": f"organisation_name_{code}" for code in LANGUAGE_ENDINGS}
        found = {place: renamed.get(key, key) for place, key in found.items()}
    return found


def records(
    rows: Iterable[tuple[int, Sequence[str]]], mapping: Mapping[str, str], known: Lookups, *, lenient: bool = False
) -> Iterable[Record]:
    """Give a record for each row. What a cell says that cannot be is a problem, or left out when `lenient`."""
    from openpyxl.utils import get_column_letter

    from kumppanuus.services.imports.sheets import MOST_IN_CELL, is_formula

    chosen: dict[str, list[int]] = {}
    for place, key in sorted(mapping.items(), key=lambda pair: int(pair[0])):
        if key in BY_KEY:
            chosen.setdefault(key, []).append(int(place))
    for number, row in rows:
        record: Record = {"number": number, "raw": list(row), "problems": [], "notes": []}
        record |= {"organisation": {}, "service": {}}
        for key, places in chosen.items():
            field = BY_KEY[key]
            cells = [(at, row[at]) for at in places if at < len(row) and row[at]]
            for at, cell in cells:
                if not is_formula(cell) and len(cell) <= MOST_IN_CELL:
                    continue
                where = f"{get_column_letter(at + 1)}{number}"
                if is_formula(cell):
                    record["problems"].append(_("%(cell)s is a formula. Paste it as a value.") % {"cell": where})
                else:
                    record["problems"].append(_("%(cell)s is too long a text.") % {"cell": where})
            told = ("\n" if field.key.startswith("description") else ", ").join(cell for _at, cell in cells)
            if told:
                _read(record, field, told, known, lenient)
        yield record


def _read(record: Record, field: Field, told: str, known: Lookups, lenient: bool) -> None:
    parse = field.parse or words
    part, _dot, slot = field.slot.partition(".")
    values = record[part]
    outer, _dot, inner = slot.partition(".")
    try:
        if outer in {"places", "contacts"}:
            rows = values.setdefault(outer, [])
            for number, one in enumerate(told.split(BAR)):
                if number >= len(rows):
                    rows.append({})
                if one.strip():
                    rows[number][inner] = parse(one, known)
        else:
            values[slot] = parse(told, known)
    except NotUnderstood as problem:
        said = f"{field.label}: {problem}"
        record["notes" if lenient else "problems"].append(said)
