"""The page for developers says what the OpenAPI document says, without scripts."""

from __future__ import annotations

import re

import pytest

from kumppanuus.config.api import api
from kumppanuus.config.developers import kind_of, shape_of

pytestmark = pytest.mark.django_db


def test_every_way_to_ask_and_every_shape_is_on_the_page(client):
    page = client.get("/en/developers/").content.decode()
    document = api.get_openapi_schema()
    missing = [path for path in document["paths"] if f"<code>GET {path}</code>" not in page]
    linked = set(re.findall(r'href="#(shape-\w+)"', page))
    assert (missing, linked - set(re.findall(r'id="([\w-]+)"', page))) == ([], set())
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
