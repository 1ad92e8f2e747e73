"""What a hand-over's page shows: what goes with the post now, with what was said of it and who took it over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kumppanuus.continuity.models import Handover, HandoverLine
from kumppanuus.continuity.providers import Leaving, Thing, things_of


@dataclass
class Line:
    """One thing of a hand-over.

    gone  it does not go with the post any more: done, moved or ended meanwhile; what was said of it stays
    """

    key: str
    kind: str
    label: str
    url: str = ""
    due: dt.date | None = None
    note: str = ""
    taken_at: dt.datetime | None = None
    taken_by: str = ""
    gone: bool = False


def lines_of(handover: Handover) -> list[Line]:
    """Return the lines: of an open hand-over what goes with the post now, joined by what was said; of one that is
    done what was said then.
    """
    said = {row.key: row for row in handover.lines.select_related("taken_by")}
    things = {one.key: one for one in now(handover)} if handover.is_open else {}
    lines = [_line(one, said.get(key)) for key, one in things.items()]
    lines += [_said(row, gone=handover.is_open) for key, row in said.items() if key not in things]
    return lines


def now(handover: Handover) -> list[Thing]:
    """Return what goes with the post of a hand-over today."""
    return things_of(Leaving(handover.post, handover.person_id))


def by_kind(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    """Return lines under the words for their kind."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.kind, []).append(line)
    return list(found.items())


def _line(thing: Thing, row: HandoverLine | None) -> Line:
    line = Line(thing.key, thing.kind, thing.label, thing.url, thing.due)
    if row is not None:
        line.note, line.taken_at, line.taken_by = row.note, row.taken_at, str(row.taken_by or "")
    return line


def _said(row: HandoverLine, *, gone: bool) -> Line:
    return Line(row.key, row.kind, row.label, "", None, row.note, row.taken_at, str(row.taken_by or ""), gone)
