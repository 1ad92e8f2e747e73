"""The demo's data files."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def read(name: str) -> Any:
    """Return one of the demo's data files."""
    return json.loads((resources.files("kumppanuus.demo") / "data" / f"{name}.json").read_text("utf-8"))
