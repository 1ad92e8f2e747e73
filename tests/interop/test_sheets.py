from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from kumppanuus.interop.sheets import MOST_ROWS, SheetProblem, read_sheet


def xlsx(*rows) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def archive(**parts: str) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    out.seek(0)
    return out


def cells(sheet):
    return [{name: (cell.address, cell.text) for name, cell in line.cells.items()} for line in sheet.lines]


def test_workbook_is_read_by_column_name_with_addresses():
    sheet = read_sheet(xlsx(["Row", "Code "], ["item", 1], [None, None], ["level", 2.0]))
    assert sheet.columns == ["row", "code"]
    assert cells(sheet) == [{"row": ("A2", "item"), "code": ("B2", "1")}, {"row": ("A4", "level"), "code": ("B4", "2")}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_the_encodings_and_with_the_separators_people_have(encoding, delimiter):
    body = f'row{delimiter}name (fi)\nitem{delimiter}"Yhteistyö ""hyvä"""\n'.encode(encoding)
    assert cells(read_sheet(io.BytesIO(body))) == [{"row": ("A2", "item"), "name (fi)": ("B2", 'Yhteistyö "hyvä"')}]


def test_formulas_are_problems_with_their_cell_and_apostrophes_come_off():
    sheet = read_sheet(xlsx(["a", "b"], ["=SUM(A1:A9)", "'=1+1"]))
    assert [problem.place for problem in sheet.problems] == ["A2"]
    assert cells(sheet) == [{"b": ("B2", "=1+1")}]


def test_column_named_twice_is_a_problem():
    assert [problem.message for problem in read_sheet(xlsx(["a", "a"], ["1", "2"])).problems] == [
        "The column “a” is there twice."
    ]


def test_text_that_is_too_long_is_a_problem_with_its_cell():
    assert [problem.place for problem in read_sheet(xlsx(["a"], ["x" * 20_001])).problems] == ["A2"]


def test_more_rows_than_fit_are_a_problem():
    body = ("a\n" + "x\n" * (MOST_ROWS + 5)).encode()
    sheet = read_sheet(io.BytesIO(body))
    assert len(sheet.problems) == 1
    assert len(sheet.lines) == MOST_ROWS - 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"x" * 5_000_001, "larger than 5 MB"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 100, "old Excel"),
        (b"MZ\x90\x00\x03\x00\x00", "not a spreadsheet"),
        (b"PK\x03\x04 and then nothing", "broken"),
        (archive(readme_xml="<a/>").getvalue(), "not an Excel workbook"),
        (archive(xl__workbook_xml="<a/>").getvalue(), "could not be read"),
        (archive(xl__workbook_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>').getvalue(), "no spreadsheet program"),
        (archive(xl__workbook_xml="<a/>", xl__worksheets__sheet1_xml="x" * 60_000_000).getvalue(), "unpacks to more"),
    ],
    ids=["empty", "large", "old", "program", "broken", "other-zip", "hollow", "entities", "bomb"],
)
def test_what_is_no_sheet_is_refused_with_a_reason(body, words):
    with pytest.raises(SheetProblem) as refused:
        read_sheet(io.BytesIO(body))
    assert words in str(refused.value)
