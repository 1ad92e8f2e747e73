from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from openpyxl import load_workbook

from kumppanuus.core.texts import Text
from kumppanuus.interop.export import Column, rows_response

ROWS = [
    {
        "name": Text(fi="Turku", sv="Åbo"),
        "count": 3,
        "share": Decimal("1.5"),
        "day": dt.date(2026, 11, 21),
        "note": "=1+1",
    },
    {"name": Text(fi="Koski Tl"), "count": None, "share": 0.25, "day": None, "note": 'Hyvä; "oikein"\nhyvä'},
]
COLUMNS = [
    Column("Kunta", lambda row: row["name"], "area"),
    Column("Lukumäärä", lambda row: row["count"], "count"),
    Column("Osuus", lambda row: row["share"], "share"),
    Column("Päivä", lambda row: row["day"], "day"),
    Column("Huomautus", lambda row: row["note"], "note"),
]


def export(fmt):
    with translation.override("fi"):
        return rows_response(RequestFactory().get("/fi/lista/"), "Kunnat ja osuudet", COLUMNS, ROWS, fmt)


def test_csv_opens_in_finnish_excel_and_holds_no_formula():
    response = export("csv")
    assert response["Content-Disposition"].startswith('attachment; filename="kunnat-ja-osuudet.csv"')
    assert response.content[:3] == b"\xef\xbb\xbf"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [
        ["Kunta", "Lukumäärä", "Osuus", "Päivä", "Huomautus"],
        ["Turku", "3", "1,5", "2026-11-21", "'=1+1"],
        ["Koski Tl", "", "0,25", "", 'Hyvä; "oikein"\nhyvä'],
    ]


def test_xlsx_keeps_numbers_and_dates_and_holds_no_formula():
    sheet = load_workbook(io.BytesIO(export("xlsx").content)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        ["Turku", 3, 1.5, dt.datetime(2026, 11, 21), "'=1+1"],
        ["Koski Tl", None, 0.25, None, 'Hyvä; "oikein"\nhyvä'],
    ]
    assert sheet["E2"].data_type == "s"


def test_json_gives_texts_by_language_with_source_and_licence():
    found = json.loads(export("json").content)
    assert found["source"].endswith("/fi/lista/")
    assert found["licence"] == "CC BY 4.0"
    assert found["rows"][0] == {
        "area": {"fi": "Turku", "sv": "Åbo"},
        "count": 3,
        "share": 1.5,
        "day": "2026-11-21",
        "note": "=1+1",
    }


def test_unknown_form_is_not_found():
    with pytest.raises(Http404):
        export("exe")
