"""Bytes that are no questionnaire, given as one: whatever comes, it is a reading with problems or one clear refusal."""

from __future__ import annotations

import contextlib
import io
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.interop.sheets import SheetProblem, read_sheet
from kumppanuus.questionnaires.sheets import from_sheet, to_csv
from kumppanuus.questionnaires.sheets.workbook import to_xlsx
from tests.audit.book import note
from tests.factories import questionnaires as made_up

CSV = to_csv(made_up.content())
XLSX = to_xlsx(made_up.content(), [("grants", "Grants")])
EXAMPLES = 1500
slow = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
SPOTS = st.lists(st.tuples(st.integers(0, 10**6), st.binary(max_size=6)), max_size=12)


def read(body: bytes) -> None:
    """Read as the upload does; only the one refusal that the page shows may come out."""
    with contextlib.suppress(SheetProblem):
        from_sheet(read_sheet(io.BytesIO(body)), made_up.content(), {"grants"})


def spoilt(body: bytes, spots: list[tuple[int, bytes]]) -> bytes:
    made = bytearray(body)
    for place, piece in spots:
        at = place % len(made)
        made[at : at + len(piece)] = piece
    return bytes(made)


def inside(body: bytes, spots: list[tuple[int, bytes]], number: int) -> bytes:
    """Spoil one member of a workbook and pack it again, so that the damage is past the zip's own checks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = old.namelist()[number % len(old.namelist())]
        for name in old.namelist():
            new.writestr(name, spoilt(old.read(name), spots) if name == chosen else old.read(name))
    return out.getvalue()


@slow
@given(st.binary(max_size=4000))
def test_any_bytes(body):
    read(body)


@slow
@given(SPOTS)
def test_a_spoilt_csv(spots):
    read(spoilt(CSV, spots))


@slow
@given(st.lists(st.lists(st.text(max_size=20), max_size=30), max_size=12))
def test_any_table(rows):
    head = CSV.split(b"\n", 1)[0]
    read(head + b"\n" + "\n".join(";".join(row) for row in rows).encode("utf-8", "replace"))


@settings(slow, max_examples=400)
@given(SPOTS)
def test_a_spoilt_workbook(spots):
    read(spoilt(XLSX, spots))


@settings(slow, max_examples=400)
@given(SPOTS, st.integers(0, 50))
def test_a_workbook_spoilt_within(spots, number):
    read(inside(XLSX, spots, number))


def test_what_was_read():
    note("spreadsheets", files=3 * EXAMPLES + 800)
