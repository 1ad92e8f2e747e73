"""Reading and writing the index: a few statements written for speed, the same tables on both databases.

Only `actions.py` calls what writes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection

from kumppanuus.search.models import Posting, Segment
from kumppanuus.search.segments import PACKED_MOST, Built, Part, dead_of, unpack

CHUNK = 4000
KEPT_BYTES = 7_000_000  # postings that a process keeps because the same words are asked again and again
Array = Any
UNREAD = b"unread"  # stands for what the process does not keep
Postings = dict[int, dict[int, tuple[Array, Array]]]  # {segment: {term: (documents, impacts)}}

Key = tuple[int, int, int]  # generation, segment, term
_kept: OrderedDict[Key, bytes | None] = OrderedDict()
_weight = 0
_lock = Lock()


def store(built: Built, generation: int, *, with_postings: bool = True) -> Segment:
    """Write a segment, with its postings unless they come later; nobody reads one of generation 0."""
    small = built.size <= PACKED_MOST
    segment = Segment.objects.create(
        generation=generation,
        size=built.size,
        packed=built.packed() if small and with_postings else None,
        columns=built.columns,
        facet_names=built.facet_names,
        facets=built.facets,
    )
    if not small and with_postings:
        write_postings(segment.pk, built.bodies())
    return segment


def write_postings(segment: int, bodies: Iterable[tuple[int, bytes]]) -> None:
    """Write the postings of a large segment, in the order of their terms."""
    table = Posting._meta.db_table
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} (segment_id, term, body) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["int8", "int8", "bytea"])
            for term, body in bodies:
                copy.write_row((segment, term, body))
        return
    sql = f"INSERT INTO {table} (segment_id, term, body) VALUES (%s, %s, %s)"  # noqa: S608 - own table
    rows: list[tuple[int, int, bytes]] = []
    with connection.cursor() as cursor:
        for term, body in bodies:
            rows.append((segment, term, body))
            if len(rows) >= CHUNK:
                cursor.executemany(sql, rows)
                rows.clear()
        if rows:
            cursor.executemany(sql, rows)


def numbers(generation: int) -> list[tuple[int, Array, Array]]:
    """Return (segment, the numbers of its documents, which of them are dead) of the living segments."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, size, substr(columns, 1, 8 * size), dead FROM search_segment "
            "WHERE generation = %s AND retired_at IS NULL",
            [generation],
        )
        rows = cursor.fetchall()
    return [(pk, np.frombuffer(bytes(head), "<i8", size), dead_of(bytes(dead), size)) for pk, size, head, dead in rows]


def read_between(segments: Sequence[int], low: int, high: int) -> list[tuple[int, int, bytes]]:
    """Return (term, segment, body) of the segments' postings with terms from `low` up to, not with, `high`."""
    marks = ", ".join(["%s"] * len(segments))
    return _rows(
        f"SELECT term, segment_id, body FROM search_posting WHERE segment_id IN ({marks}) "  # noqa: S608 - numbers only
        "AND term >= %s AND term <= %s ORDER BY term, segment_id",
        [*segments, low, high - 1],
    )


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a query; from PostgreSQL in its binary form, which halves what blobs weigh on the way."""
    if connection.vendor == "postgresql":
        from psycopg import Cursor  # Django's own cursors bind on this side, and so cannot read binary results

        connection.ensure_connection()
        with Cursor(connection.connection) as cursor:
            cursor.execute(sql, values, binary=True)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found
    with connection.cursor() as wrapped:
        wrapped.execute(sql, values)
        rows: list[tuple[Any, ...]] = wrapped.fetchall()
        return rows


def postings(parts: Sequence[Part], terms: Sequence[int]) -> Postings:
    """Return what each segment has of some terms: of small ones from memory, of large ones by one query at most."""
    found: Postings = {part.pk: part.packed_postings(terms) for part in parts if part.is_packed}
    large = [(part.generation, part.pk) for part in parts if not part.is_packed]
    asked: list[Key] = []
    if not large or not terms:
        return found
    missing: set[int] = set()
    wanted: set[int] = set()
    for generation, segment in large:
        own = found.setdefault(segment, {})
        for term in terms:
            key = (generation, segment, term)
            body = _kept.get(key, UNREAD)
            if body is UNREAD:
                missing.add(term)
                wanted.add(segment)
            else:
                asked.append(key)
                if body is not None:
                    own[term] = unpack(body)
    _ask_again(asked)
    if missing:
        some, those = sorted(wanted), sorted(missing)
        marks, more = ", ".join(["%s"] * len(some)), ", ".join(["%s"] * len(those))
        rows = _rows(
            f"SELECT segment_id, term, body FROM search_posting WHERE segment_id IN ({marks}) AND term IN ({more})",  # noqa: S608
            [*some, *those],
        )
        got = {(segment, term): bytes(body) for segment, term, body in rows}
        for (segment, term), body in got.items():
            found[segment][term] = unpack(body)
        fetched = [key for key in large if key[1] in wanted]
        _keep({(g, segment, term): got.get((segment, term)) for g, segment in fetched for term in those})
    return found


def _ask_again(keys: Sequence[Key]) -> None:
    """Let what was asked for again be given up last."""
    with _lock:
        for key in keys:
            if key in _kept:
                _kept.move_to_end(key)


def _keep(bodies: dict[Key, bytes | None]) -> None:
    global _weight  # noqa: PLW0603 - what this process keeps
    with _lock:
        for key, body in bodies.items():
            if key not in _kept:
                _kept[key] = body
                _weight += 120 + len(body or b"")
        while _weight > KEPT_BYTES and _kept:
            _key, body = _kept.popitem(last=False)
            _weight -= 120 + len(body or b"")


def forget() -> None:
    """Drop kept postings: numbers of segments may come again in another database."""
    global _weight  # noqa: PLW0603
    with _lock:
        _kept.clear()
        _weight = 0
