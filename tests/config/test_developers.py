"""The page for developers says what the OpenAPI document says, without scripts."""

from __future__ import annotations

import re

import pytest

from kumppanuus.config.api import api
from kumppanuus.config.developers import kind_of, shape_of
from kumppanuus.config.openapi import Document

pytestmark = pytest.mark.django_db


def test_every_way_to_ask_and_every_shape_is_on_the_page(client):
    page = client.get("/en/developers/").content.decode()
    document = api.get_openapi_schema()
    missing = [path for path in document["paths"] if f"<code>GET {path}</code>" not in page]
    linked = set(re.findall(r'href="#(shape-[\w.]+)"', page))
    assert (missing, linked - set(re.findall(r'id="([\w.-]+)"', page))) == ([], set())
    assert "shape-measures.MeasureOut" in linked
    assert page.count("<script") == 1  # the page's own module, as on every page


def test_the_usual_address_of_documentation_leads_there(client):
    answer = client.get("/api/v1/docs", HTTP_ACCEPT_LANGUAGE="sv")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sv/developers/")


@pytest.mark.parametrize(
    ("schema", "kind", "shape"),
    [
        ({"type": "string"}, "string", ""),
        ({"type": "string", "format": "date"}, "date", ""),
        ({"$ref": "#/components/schemas/MeasureOut"}, "MeasureOut", "MeasureOut"),
        ({"type": "array", "items": {"$ref": "#/x/MeasureOut"}}, "list of MeasureOut", "MeasureOut"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer or null", ""),
    ],
)
def test_kinds_are_said_in_few_words(schema, kind, shape):
    assert (kind_of(schema), shape_of(schema)) == (kind, shape)


def test_a_name_in_a_document_stands_for_one_shape_only():
    document = Document(api, "")
    names = {name for name in document.schemas if name.endswith(".Stage")}
    assert {"calls.Stage", "forums.Stage", "projects.Stage"} <= names
    with pytest.raises(ValueError, match=r"calls\.Stage"):
        document.add_schema_definitions({"calls.Stage": {"type": "string"}})


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/hsds/nothing", "/api/oparl/body/a/b/c", "/api/nothing"])
def test_what_is_not_there_is_told_to_programs_as_a_problem(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert client.get("/fi/nothing-here/").headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", ["calendars/calendar?first=", "calendars/calendar?last=", "bodies/bodies/x/seats?on="])
@pytest.mark.parametrize("value", ["0", "1e3", "2026-11-22T10:00:00Z", "nan"])
def test_a_day_is_a_day_and_no_number(client, path, value):
    assert client.get(f"/api/v1/{path}{value}").status_code == 422
