"""The library of operating models beside the floor: list, model, version, two versions compared, family tree.

    python -m bench.practices [--database sqlite postgres] [--repeats 7] [--requests 30] [--only PAGE …] [--reuse]

5,000 models of 20 versions each (bench/library.py), signed out and in, at a tenth and at full size. How it is measured
and judged, and what the table says: bench/pages.py. Writes var/bench/practices-<database>.md.
"""

from __future__ import annotations

import sys

from bench.pages import COMPOSED, ENTRY, LIST, Plan, main

PLAN = Plan(
    module="bench.library",
    made_by=("library.py",),
    bars={
        "list": LIST,
        "list, filtered": LIST,
        "model": ENTRY,
        "version": ENTRY,
        "versions compared": COMPOSED,
        "family": COMPOSED,
    },
    prefix="library_",
    told="practices",
)

if __name__ == "__main__":
    sys.exit(main(PLAN, "bench.practices", __doc__))
