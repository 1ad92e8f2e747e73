"""Generated documents that are committed: written anew by `make snapshots`, compared otherwise."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def compare(path: str, text: str) -> None:
    """Compare with the committed document; with WRITE_SNAPSHOTS=1 write it."""
    file = ROOT / path
    if os.environ.get("WRITE_SNAPSHOTS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    committed = file.read_text(encoding="utf-8") if file.exists() else ""
    assert committed.splitlines() == text.splitlines(), f"{path} is not current; if that is meant: make snapshots"
