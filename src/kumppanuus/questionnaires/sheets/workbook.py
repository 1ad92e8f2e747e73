"""Out: a version as an Excel workbook with instructions. Imported where one is asked for, as openpyxl is large."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kumppanuus.interop.export import clean
from kumppanuus.interop.formulas import guard
from kumppanuus.interop.workbooks import workbook_bytes
from kumppanuus.questionnaires.content import Content
from kumppanuus.questionnaires.sheets.columns import KINDS, PLAIN, ROWS, columns, languages_of
from kumppanuus.questionnaires.sheets.writing import table


def to_xlsx(content: Content, bank: list[tuple[str, str]]) -> bytes:
    """Return the sheet as an Excel workbook with a sheet of instructions and one of bank items (slug, name)."""
    languages = languages_of(content)
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "checklist"
    names = columns(languages)
    sheet.append(names)
    for row in table(content, languages):
        sheet.append([guard(clean(value)) if value else None for value in row])
    _dress(sheet, names)
    _choices(sheet, names, len(bank))
    _add_sheet(book, _("Instructions"), [(line, "") for line in _instructions()], (100, 1))
    _add_sheet(book, "bank", [("bank", ""), *bank], (34, 60))
    return workbook_bytes(book)


def _dress(sheet: Any, names: list[str]) -> None:
    wide = dict.fromkeys(PLAIN, 10)
    for place, name in enumerate(names, 1):
        width = wide.get(name) or {"name": 32, "text": 48}.get(name.split(" ")[0], 40)
        sheet.column_dimensions[get_column_letter(place)].width = width
    head, theme, level = (PatternFill("solid", fgColor=colour) for colour in ("1B2220", "E0EEEC", "FBF8F2"))
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), head
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"
            if row[0].value != "level":
                cell.font = Font(bold=row[0].value == "theme" or cell.column <= len(PLAIN))
            if row[0].value != "item":
                cell.fill = theme if row[0].value == "theme" else level
    sheet.freeze_panes = "C2"


def _choices(sheet: Any, names: list[str], bank: int) -> None:
    lists = {"row": ",".join(ROWS), "kind": ",".join(KINDS), "evidence wanted": "yes,no"}
    for name, values in lists.items():
        rule = DataValidation(type="list", formula1=f'"{values}"', allow_blank=True)
        letter = get_column_letter(names.index(name) + 1)
        rule.add(f"{letter}2:{letter}1000")
        sheet.add_data_validation(rule)
    rule = DataValidation(type="list", formula1=f"bank!$A$2:$A${bank + 1}", allow_blank=True)
    rule.add("D2:D1000")
    sheet.add_data_validation(rule)


def _add_sheet(book: Workbook, title: str, rows: list[tuple[str, str]], widths: tuple[int, int]) -> None:
    sheet: Any = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([guard(clean(value)) or None for value in row])
    for letter, width in zip("AB", widths, strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _instructions() -> list[str]:
    return [
        _("How to edit this checklist"),
        _("Only the first sheet is read. Each row is a theme, an item or a level, as the column “row” says."),
        _("The items of a theme follow its row, and the levels of an item follow the item's row. The order counts."),
        _("code: the letter of a theme, the number of an item, the value of a level (0 is the weakest)."),
        _("kind: scale, choice, number or text. Only scale and choice have levels."),
        _("bank: what the item means the same as; the sheet “bank” lists the choices. It may be empty."),
        _("name: the title of a theme, the short name of an item, the label of a level (at most eight words)."),
        _("text: the statement of an item, the description of a level. meant: what is meant by the item."),
        _("evidence: what counts as evidence, one a line. steps: first steps, one a line."),
        _("Each text has a column per language. A language may be added: name (uk), text (uk) and so on."),
        _("Write texts, not formulas. An apostrophe before = + - or @ keeps a text a text; it is not read."),
        _("When the file is read, the page first shows what would change. Nothing is saved before you accept it."),
    ]
