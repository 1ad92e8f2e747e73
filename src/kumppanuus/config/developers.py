"""The page for developers: the API's OpenAPI document, set by us, without any script."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumppanuus.config.api import api


@require_safe
def developers(request: HttpRequest) -> HttpResponse:
    """Show what can be asked of the API, with its parameters and what it answers."""
    document = api.get_openapi_schema()
    context = {
        "info": document["info"],
        "groups": groups(document),
        "shapes": [
            (name, fields_of(shape), shape.get("enum", []))
            for name, shape in document["components"]["schemas"].items()
            if fields_of(shape) or "enum" in shape
        ],
        "base": settings.SITE_URL,
    }
    return render(request, "dashboard/developers.html", context)


def groups(document: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the ways to ask, by app, each with its address, words, parameters and the shape of its answer."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, verbs in document["paths"].items():
        for verb, about in verbs.items():
            responses: dict[str, Any] = about["responses"]
            content: dict[str, Any] = responses.get("200", {}).get("content", {})
            answer: dict[str, Any] = next((one.get("schema", {}) for one in content.values()), {})
            found.setdefault(about["tags"][0], []).append(
                {
                    "verb": verb.upper(),
                    "path": path,
                    "summary": about.get("summary", ""),
                    "description": about.get("description", ""),
                    "parameters": [
                        (row["name"], kind_of(row["schema"]), row.get("required", False))
                        for row in about.get("parameters", [])
                    ],
                    "answer": kind_of(answer),
                    "shape": shape_of(answer),
                }
            )
    return list(found.items())


def fields_of(shape: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return (name, kind, the shape it is of) of each field."""
    return [(name, kind_of(field), shape_of(field)) for name, field in shape.get("properties", {}).items()]


def shape_of(schema: dict[str, Any]) -> str:
    """Return the name of the shape that a schema points to, also inside a list; "" where there is none."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    inner = [schema.get("items", {}), *schema.get("anyOf", []), *schema.get("allOf", [])]
    return next((name for one in inner if one and (name := shape_of(one))), "")


def kind_of(schema: dict[str, Any]) -> str:
    """Return in few words what a value is: "string", "list of MeasureOut", "integer or null"."""
    if "$ref" in schema:
        return shape_of(schema)
    for joined in ("anyOf", "allOf"):
        if joined in schema:
            return " or ".join(kind_of(one) for one in schema[joined])
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "object")
