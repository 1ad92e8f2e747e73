"""Tables of any shape: CSV in any encoding, XLSX, old XLS, and JSON lists of flat objects → rows of texts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.interop.formulas import unguard
from kumppanuus.interop.sheets import OLD_EXCEL, Limits, SheetProblem, check_archive
from kumppanuus.services.imports.mapping import known_names, normalised
from kumppanuus.services.imports.plain import clean

MOST_BYTES = 20_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_IN_CELL = 20_000
LIMITS = Limits(unpacked=250_000_000, parts=500, rows=MOST_ROWS, columns=MOST_COLUMNS)
LOOK_AT = 200  # rows that are looked at for guessing
HEAD_WITHIN = 15
ENCODINGS = ("utf-8", "cp1252", "utf-16", "cp850", "mac_roman")
DELIMITERS = (";", ",", "\t", "|")
# Letters as they look when a file was opened in a wrong encoding and saved again, and how to go back.
MENDS = (("cp1252", "utf-8", re.compile("Ã[¤¶¥„–…]|Â[ °]|â‚¬")), ("cp1250", "cp1252", re.compile("[ĺĹ]")))


@dataclass
class Guesses:
    """How a table is to be read. Rows are counted from 0; `mend` puts letters right that came in broken."""

    encoding: str = ""
    delimiter: str = ""
    sheet: int = -1
    header: int = -1
    mend: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Table:
    """A table as it was read: the names of the file's sheets, the rows with the header, and how it was read."""

    guesses: Guesses
    rows: list[list[str]]
    sheets: list[str] = field(default_factory=list)
    is_broken: bool = False  # it has letters that look as if they came in a wrong encoding
    whole: bool = True

    @property
    def header(self) -> list[str]:
        """Return the names of the columns, each on its own lines."""
        row = self.rows[self.guesses.header] if self.rows else []
        return ["\n".join(filter(None, (" ".join(line.split()) for line in cell.split("\n")))) for cell in row]

    @property
    def body(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row below the header that has something in it, with its number as in the file, from 1."""
        for number, row in enumerate(self.rows[self.guesses.header + 1 :], self.guesses.header + 2):
            if any(row):
                yield number, row


def read_table(body: bytes, guesses: Guesses, *, most: int = MOST_ROWS + HEAD_WITHIN) -> Table:
    """Read at most so many rows of a table, guessing whatever is not said. Raises SheetProblem."""
    if len(body) > MOST_BYTES:
        raise SheetProblem(_("The file is larger than %(most)d MB. Nothing was read.") % {"most": MOST_BYTES // 10**6})
    if not body.strip():
        raise SheetProblem(_("The file is empty."))
    try:
        sheets, rows = _rows(body, guesses, most + 1)
    except SheetProblem:
        raise
    except Exception as error:  # the readers raise many kinds for a broken file
        raise SheetProblem(_("The file could not be read as a table. Save it again as .xlsx or CSV.")) from error
    if len(rows) > most >= MOST_ROWS:
        told = {"most": MOST_ROWS}
        raise SheetProblem(_("The table has more than %(most)d rows. Divide it. Nothing was read.") % told)
    table = Table(guesses, rows[:most], sheets, whole=len(rows) <= most)
    table.is_broken = any(mend[2].search(cell) for row in table.rows for cell in row for mend in MENDS)
    if guesses.mend:
        table.rows = [[mended(cell) for cell in row] for row in table.rows]
    if not 0 <= guesses.header < max(1, len(table.rows)):
        guesses.header = guess_header(table.rows)
    if not any(any(row) for row in table.rows):
        raise SheetProblem(_("The table has no rows."))
    return table


def _rows(body: bytes, guesses: Guesses, most: int) -> tuple[list[str], list[list[str]]]:
    if body.startswith(OLD_EXCEL):
        return _old_excel(body, guesses, most)
    if body.startswith(b"PK"):
        return _excel(body, guesses, most)
    return [], _csv(body, guesses, most)


def _old_excel(body: bytes, guesses: Guesses, most: int) -> tuple[list[str], list[list[str]]]:
    import xlrd  # large and seldom asked for, like openpyxl below

    book = xlrd.open_workbook(file_contents=body, logfile=io.StringIO(), on_demand=True)
    names = book.sheet_names()
    if not 0 <= guesses.sheet < len(names):
        guesses.sheet = next((n for n in range(len(names)) if book.sheet_by_index(n).nrows > 1), 0)
    sheet = book.sheet_by_index(guesses.sheet)
    columns = min(sheet.ncols, MOST_COLUMNS)
    found = []
    for number in range(min(sheet.nrows, most)):
        row = [_old_value(sheet.cell(number, place), book.datemode) for place in range(columns)]
        found.append([_cell(value) for value in row])
    return names, found


def _old_value(cell: Any, datemode: Any) -> Any:
    import xlrd

    match cell.ctype:
        case xlrd.XL_CELL_DATE:
            try:
                return xlrd.xldate_as_datetime(cell.value, datemode)
            except Exception:  # noqa: BLE001 - a number that is no day; it is told as it stands
                return cell.value
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_ERROR:
            return None
        case _:
            return cell.value


def _excel(body: bytes, guesses: Guesses, most: int) -> tuple[list[str], list[list[str]]]:
    from openpyxl import load_workbook

    check_archive(body, "xl/workbook.xml", LIMITS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=False, keep_links=False)
        names = [sheet.title for sheet in book.worksheets]
        if not 0 <= guesses.sheet < len(names):
            guesses.sheet = 0
        sheet = book.worksheets[guesses.sheet]
        sheet.reset_dimensions()  # what the file says of its own size is not believed
        rows = sheet.iter_rows(max_row=most, max_col=MOST_COLUMNS, values_only=True)
        return names, [[_cell(value) for value in row] for row in rows]


def _csv(body: bytes, guesses: Guesses, most: int) -> list[list[str]]:
    if guesses.encoding not in ENCODINGS:
        guesses.encoding = guess_encoding(body)
    text = body.decode("utf-8-sig" if guesses.encoding == "utf-8" else guesses.encoding, "replace")
    if text.count("\x00") > len(text) // 100:
        raise SheetProblem(_("This is no table. Send CSV, Excel, HSDS or PTV."))
    text = text.replace("\x00", "")
    if guesses.delimiter not in DELIMITERS:
        guesses.delimiter = guess_delimiter(text)
    lines = io.StringIO(text, newline="")
    found = []
    for row in csv.reader(lines, delimiter=guesses.delimiter):
        found.append([_cell(cell) for cell in row[:MOST_COLUMNS]])
        if len(found) >= most:
            break
    return found


def guess_encoding(body: bytes) -> str:
    """Guess the encoding of a text file; bytes that no guess reads are shown as such later."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        body.decode("utf-8-sig")
    except UnicodeDecodeError:
        dos = sum(body.count(one) for one in (b"\x84", b"\x94", b"\x86"))
        windows = sum(body.count(one) for one in (b"\xe4", b"\xf6", b"\xe5"))
        return "cp850" if dos > windows else "cp1252"
    return "utf-8"


def guess_delimiter(text: str) -> str:
    """Guess the delimiter: the one that cuts the first rows into the most columns, and most evenly."""

    def score(delimiter: str) -> tuple[float, int]:
        rows = []
        for row in csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter):
            if any(row):
                rows.append(len(row))
            if len(rows) >= 30:
                break
        usual = max(set(rows), key=rows.count) if rows else 0
        return (rows.count(usual) / len(rows) if usual > 1 else 0, usual)

    try:
        return max(DELIMITERS, key=score)
    except csv.Error:
        return ";"


def guess_header(rows: Sequence[Sequence[str]]) -> int:
    """Guess which row names the columns: the one with the most names that are known, else the first full one."""
    names = known_names()

    def score(number: int) -> float:
        cells = [cell for cell in rows[number] if cell]
        if len(cells) < 1:
            return -1
        told = sum(any(one in names for one in normalised(cell)) for cell in cells)
        texts = sum(not cell.replace(".", "").isdigit() and len(cell) < 80 for cell in cells)
        different = len(set(cells)) / len(cells)
        return told * 3 + (texts / len(cells)) * different * min(len(cells), 20) / 5 - number * 0.05

    return max(range(min(len(rows), HEAD_WITHIN)), key=score, default=0)


def mended(text: str) -> str:
    """Put letters right that were read in a wrong encoding: "YhtenÃ¤inen" → "Yhtenäinen"."""
    for wrong, right, signs in MENDS:
        if signs.search(text):
            try:
                text = text.encode(wrong).decode(right)
            except UnicodeError:
                continue
    return text


def is_formula(text: str) -> bool:
    """Say whether a cell holds a formula, which is never computed here."""
    return text.startswith("=") and len(text) > 1


def _cell(value: Any) -> str:  # noqa: PLR0911 - one line per kind of value
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime():
            return value.isoformat(" ", "minutes")
        case dt.date():
            return value.isoformat()
        case dt.time():
            return f"{value:%H:%M}"
        case str():
            text = value
        case _:
            inner = getattr(value, "text", None)  # an array formula
            text = str(value) if inner is None else "=" + str(inner).removeprefix("=")
    text = clean(text[: MOST_IN_CELL + 1])
    if quoted := re.fullmatch(r'="([^"]*)"', text):  # how Excel is told that a number is a text
        text = quoted[1]
    return unguard(text)
