"""Rows as an Excel workbook. Imported where a workbook is asked for: openpyxl takes 10 MB of each worker."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kumppanuus.interop.export import clean, xlsx_cell
from kumppanuus.interop.formulas import guard


def as_xlsx(title: str, labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as one sheet with a bold, frozen head and columns as wide as their texts."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "list"
    sheet.append([guard(clean(label)) for label in labels])
    widths = [len(label) for label in labels]
    for row in rows:
        cells = [xlsx_cell(value) for value in row]
        sheet.append(cells)
        widths = [max(old, min(len(str(cell or "")), 60)) for old, cell in zip(widths, cells, strict=True)]
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width + 2
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="bottom", wrap_text=True)
    sheet.freeze_panes = "A2"
    return workbook_bytes(book)


def as_long_xlsx(title: str, labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return a sheet that was written line by line: its cells are never all in memory, so widths follow the labels."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place, label in enumerate(labels, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(len(label), 14) + 2
    head = [WriteOnlyCell(sheet, value=guard(clean(label))) for label in labels]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for row in rows:
        sheet.append([xlsx_cell(value) for value in row])
    return workbook_bytes(book)


def workbook_bytes(book: Workbook) -> bytes:
    """Return a workbook as the bytes of its file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
