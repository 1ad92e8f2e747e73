from __future__ import annotations

import json

from django.test import Client
from django.urls import reverse

from kumppanuus.config.api import api, hsds, oparl, problem
from tests.laws.snapshots import compare


def test_openapi_document_snapshot():
    document = api.get_openapi_schema()
    compare("docs/openapi.json", json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def test_openapi_document_of_hsds_snapshot():
    document = hsds.get_openapi_schema()
    compare("docs/openapi-hsds.json", json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def test_openapi_document_of_oparl_snapshot():
    document = oparl.get_openapi_schema()
    compare("docs/openapi-oparl.json", json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def test_openapi_document_is_served(client):
    served = client.get(reverse("api-1:openapi-json"))
    assert served.json()["info"]["title"] == "Kumppanuuspöytä"
    assert served.json()["openapi"].startswith("3.")


def test_error_is_a_problem_document():
    answer = problem(409, "Refused", "Not now")
    assert answer["content-type"] == "application/problem+json"
    assert json.loads(answer.content) == {"type": "about:blank", "title": "Refused", "status": 409, "detail": "Not now"}


def test_missing_path_of_the_api_is_not_found(db):
    assert Client().get("/api/v1/nothing-here/").status_code == 404
