"""Uploaded spreadsheets, read safely: limits before anything is unpacked, no formulas, no entities."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.utils.translation import gettext as _

from kumppanuus.interop.formulas import unguard

MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
MOST_PARTS = 200
MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_IN_CELL = 20_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Limits:
    """How much a file may be before and after unpacking."""

    unpacked: int = MOST_UNPACKED
    parts: int = MOST_PARTS
    rows: int = MOST_ROWS
    columns: int = MOST_COLUMNS


class SheetProblem(Exception):
    """The file cannot be read as a sheet at all; the message is translated and says what to do."""


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place: "C7", "row 12" or the whole sheet ("")."""

    place: str
    message: str


@dataclass(frozen=True)
class Cell:
    address: str
    text: str


@dataclass
class Line:
    """One row of a sheet: its number and its cells by column name."""

    number: int
    cells: dict[str, Cell]

    def text(self, column: str) -> str:
        """Return the text of a cell, empty where there is none."""
        return self.cells[column].text if column in self.cells else ""

    def place(self, column: str) -> str:
        """Return the address of a cell, or the row where the column is not there."""
        return self.cells[column].address if column in self.cells else str(self.number)


@dataclass
class Sheet:
    columns: list[str]
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_sheet(file: IO[bytes], *, most_bytes: int = MOST_BYTES) -> Sheet:
    """Read the first sheet of an XLSX file, or a CSV file; the first row names the columns.

    Formulas, cells that are too long and columns named twice are problems with their address; the rest is read.
    Raises SheetProblem when the file is too large, unpacks to too much, or is no spreadsheet.
    """
    body = file.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise SheetProblem(
            _("The file is larger than %(most)d MB. Nothing was read. Remove other sheets and pictures from it.")
            % {"most": most_bytes // 1_000_000}
        )
    if not body.strip():
        raise SheetProblem(_("The file is empty."))
    if body.startswith(OLD_EXCEL):
        raise SheetProblem(
            _("This is an old Excel file, or one with a password. Save it as an Excel workbook (.xlsx) without one.")
        )
    rows = _xlsx_rows(body) if body.startswith(b"PK") else _csv_rows(body)
    return _sheet(rows)


def _sheet(rows: Iterator[Sequence[Any]]) -> Sheet:
    head: list[str] = []
    sheet = Sheet([])
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            sheet.problems.append(
                Problem("", _("The sheet has more than %(most)d rows. Remove the rest.") % {"most": MOST_ROWS})
            )
            break
        if number == 1:
            head = [str(value or "").strip().lower() for value in row[:MOST_COLUMNS]]
            sheet.columns = [name for name in head if name]
            sheet.problems += [
                Problem("", _("The column “%(column)s” is there twice.") % {"column": name})
                for name in sorted({name for name in sheet.columns if sheet.columns.count(name) > 1})
            ]
            continue
        line = _line(number, head, row, sheet.problems)
        if line.cells:
            sheet.lines.append(line)
    return sheet


def _line(number: int, head: list[str], row: Sequence[Any], problems: list[Problem]) -> Line:
    from openpyxl.utils import get_column_letter

    cells = {}
    for place, (name, value) in enumerate(zip(head, row, strict=False), 1):
        text = _text(value)
        if not name or not text.strip():
            continue
        address = f"{get_column_letter(place)}{number}"
        if text.startswith("="):
            problems.append(
                Problem(address, _("A formula. Copy the cell and paste it as a value, or write the text itself."))
            )
        elif len(text) > MOST_IN_CELL:
            length = {"length": len(text), "most": MOST_IN_CELL}
            problems.append(Problem(address, _("The text is %(length)d characters; at most %(most)d fit.") % length))
        else:
            cells[name] = Cell(address, unguard(text))
    return Line(number, cells)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = getattr(value, "text", None)  # an array formula
    if text is not None and not isinstance(value, str):
        return "=" + str(text).removeprefix("=")
    return str(value).replace("\r\n", "\n").replace("\x00", "")


def _xlsx_rows(body: bytes) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook  # large; only who uploads a workbook needs it

    check_archive(body, "xl/workbook.xml", Limits())
    try:
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is not believed
        rows = [tuple(row) for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)]
    except Exception as error:  # openpyxl raises many kinds for a broken file
        raise SheetProblem(
            _("The file could not be read as a spreadsheet. Save it again as an Excel workbook (.xlsx) or as CSV.")
        ) from error
    return iter(rows)


def check_archive(body: bytes, part_of_it: str, limits: Limits) -> None:
    """Refuse an archive without the named part, that unpacks to too much, or whose XML declares entities.

    Raises SheetProblem before anything is parsed. `part_of_it` may be empty.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
            if part_of_it and part_of_it not in archive.namelist():
                raise SheetProblem(_("This is not an Excel workbook. Send an .xlsx or a CSV file."))
            if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
                raise SheetProblem(
                    _("The file unpacks to more than a spreadsheet of this kind can be. It was not read.")
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(archive, part, limits.unpacked)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise SheetProblem(_("The file is broken or has a password. It was not read.")) from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> None:
    with archive.open(part) as stream:
        text = stream.read(most + 1)
    wide = text[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in text[:4]
    if wide or b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise SheetProblem(_("The file has parts that no spreadsheet program writes. It was not read."))


def _csv_rows(body: bytes) -> Iterator[Sequence[Any]]:
    if b"\x00" in body:
        raise SheetProblem(_("This is not a spreadsheet. Send an .xlsx or a CSV file."))
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise SheetProblem(_("The CSV file has a row that cannot be read: %(error)s") % {"error": error}) from error
    return iter(rows)
