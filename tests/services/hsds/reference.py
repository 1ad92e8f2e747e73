"""The schemas of HSDS 3.1, read in place beside the project; tests that need them are skipped where they are absent."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

SCHEMAS = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "reference" / "hsds-3.1" / "schema"
present = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="the schemas of HSDS 3.1 do not lie beside the project (../shared/data/reference)"
)


RECORDS = {
    "services": "compiled/service",
    "organizations": "compiled/organization",
    "service_at_locations": "compiled/service_at_location",
}


def everything(client: Client, what: str, **query: Any) -> list[dict[str, Any]]:
    """Return all records of a list, following `next`."""
    found, page = [], client.get(f"/api/hsds/{what}", query).json()
    while True:
        found += page["contents"]
        if "next" not in page:
            return found
        page = client.get(page["next"]).json()


def faults_of_everything(client: Client, **query: Any) -> dict[str, list[str]]:
    """Return what is wrong with the records of all lists, in short and whole."""
    found = {}
    for what, schema in RECORDS.items():
        found[what] = faults(f"{schema}_list", everything(client, what, per_page=500, **query))
        found[f"{what}, full"] = faults(schema, everything(client, what, per_page=500, full=True, **query))
    return found


@cache
def validator(name: str) -> Draft202012Validator:
    """Return what validates objects by the schema: "compiled/service", "taxonomy"."""
    return Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text()), format_checker=FormatChecker())


def faults(name: str, rows: list[dict[str, Any]]) -> list[str]:
    """Return what is wrong with the objects, each with its id and the path to the fault."""
    return [
        f"{row.get('id')} {error.json_path}: {error.message[:200]}"
        for row in rows
        for error in validator(name).iter_errors(row)
    ]
