"""The book of figures: each test writes how much it looked at; the summary of `make audit` adds it up."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

# What the addresses looked at begin with ("bodies: meetings:"): after a change of some pages only; all if empty.
ONLY = tuple(os.environ.get("ONLY", "").split()) or ("",)


def book() -> Path:
    """Return the file that the run writes into."""
    return Path(os.environ.get("AUDIT_BOOK", "var/audit/book.jsonl"))


def note(part: str, **counts: int) -> None:
    """Write down how much was looked at."""
    book().parent.mkdir(parents=True, exist_ok=True)
    with book().open("a", encoding="utf-8") as out:
        out.write(json.dumps({"part": part, **counts}) + "\n")


def found(faults: list[str]) -> None:
    """Write down what is wrong at once: a run of an hour may be stopped before it tells."""
    with book().with_name("findings.txt").open("a", encoding="utf-8") as out:
        out.writelines(f"{fault}\n" for fault in sorted(set(faults)))


def sums() -> dict[str, Counter[str]]:
    """Return the figures of each part."""
    found: dict[str, Counter[str]] = {}
    if book().exists():
        for line in book().read_text("utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(row.pop("part"), Counter()).update(row)
    return found
