"""What a row would change, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.places.models import Area
from kumppanuus.services.columns import READ
from kumppanuus.services.models import ImportRow, RowState
from kumppanuus.taxonomy.models import Term

KINDS = {RowState.NEW: "open", RowState.CHANGED: "open", RowState.UNSURE: "waiting", RowState.CONFLICT: "waiting"}
KINDS |= {RowState.REFUSED: "late", RowState.SAME: "closed", RowState.SKIPPED: "closed"}


@dataclass
class Candidate:
    """Something that is here and that a row may be about."""

    key: str
    part: str
    name: str
    chosen: bool


@dataclass
class Told:
    """A row with its changes in words: (name of the field, old, new, its key in a form, is a conflict, is taken).

    `candidates` are what it may be about, `chosen` says what it is otherwise: "new", "skip" or nothing of these.
    """

    row: ImportRow
    changes: list[tuple[Any, str, str, str, bool, bool]]
    undone: list[str]
    candidates: list[Candidate]
    chosen: str
    kind: str


def told_changes(row: ImportRow) -> Told:
    """Return a row with its changes in words. Queries only where areas or terms change."""
    take = set(row.choice.get("take", ()))
    changes = []
    for one in row.changes:
        key = f"{one['part']}.{one['slot']}"
        old, new = (words(one["slot"], one[side]) for side in ("old", "new"))
        changes.append((label(key), old, new, key, bool(one["conflict"]), key in take or not one["conflict"]))
    candidates = []
    for one in row.candidates:
        chosen = row.choice.get("owner" if one["part"] == "organisation" else "match") == one["id"]
        candidates.append(Candidate(f"{one['part']}-{one['id']}", one["part"], one["name"], chosen))
    chosen = "" if any(one.chosen for one in candidates) else row.choice.get("match")
    otherwise = "new" if row.state == RowState.NEW else "skip"
    state = chosen if chosen in ("", "new", "skip") else otherwise
    return Told(row, changes, list(row.done.get("undone", ())), candidates, state, KINDS[RowState(row.state)])


def label(slot: str) -> Any:
    """Return the name of a slot as its column is called."""
    for field in READ:
        if field.slot == slot:
            return field.label
    return {
        "service.places": _("Places"),
        "service.contacts": _("Contacts"),
        "service.schedules": _("Times"),
    }.get(slot, slot.partition(".")[2])


def words(slot: str, value: Any) -> str:
    """Return a value of a slot in words."""
    if value in (None, "", []):
        return "–"
    if slot in {"areas", "home"} or slot.startswith("terms."):
        rows: Any = Term.objects if slot.startswith("terms.") else Area.objects.defer("border")
        return ", ".join(str(row) for row in rows.filter(pk__in=value if isinstance(value, list) else [value]))
    if isinstance(value, list):
        return "; ".join(_parts(one) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _parts(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    hidden = {"area", "features", "location", "audience_kind", "name_consented", "lon", "lat", "interval"}
    return ", ".join(str(told) for key, told in value.items() if key not in hidden and told not in ("", None, False))
