"""Where a text stands in the whole database, for tests of removing content for good."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.db import models


def tables_with(text: str) -> set[str]:
    """Return "app.model.column" of every column of every table in which the text stands, JSON and bytes too."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.local_concrete_fields:
            for value in model._base_manager.values_list(column.attname, flat=True):
                if text in _as_words(value, column):
                    found.add(f"{model._meta.label_lower}.{column.name}")
    return found


def _as_words(value: Any, column: models.Field) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if hasattr(value, "as_json"):
        value = value.as_json()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
