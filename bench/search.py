"""How well and how fast search finds, through the product's own code in an empty database.

    python -m bench.search --documents D.jsonl --queries Q.tsv
    python -m bench.search --reference labels            (or typo, cross: from the reference data, read in place)
    python -m bench.search --load 100000                 (the engine's speed over generated entries)

D.jsonl  an object on each line: id, title, text, lang
Q.tsv    qid, lang, type, query, relevant; relevant: ids, or id:grade, between spaces; empty where nothing fits.
         A line of these names at the top is passed over.
--database URL          instead of SQLite in a temporary folder (postgres://…); it must be empty
--without voikko grams  levers to switch off (see kumppanuus.search.levers); --each switches off one after another
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.search")
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--reference", nargs="+", choices=("labels", "typo", "cross"), default=[])
    parser.add_argument("--load", type=int, default=0, help="entries to generate")
    parser.add_argument("--database", default="")
    parser.add_argument("--without", nargs="+", default=[], metavar="LEVER")
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--show", action="store_true", help="print each query with its figures")
    asked = parser.parse_args()
    if not (asked.reference or asked.load or (asked.documents and asked.queries)):
        parser.error("give --documents and --queries, or --reference, or --load")
    with tempfile.TemporaryDirectory(prefix="bench-search-") as room:
        os.environ["KUMPPANUUS_MODE"] = "test"
        os.environ["DATABASE_URL"] = asked.database or f"sqlite:///{room}/search.sqlite3"
        os.environ["VAR_DIR"] = room
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
        sys.modules.setdefault("pytest", None)  # type: ignore[arg-type]
        sys.modules.pop("pytest")
        import django

        django.setup()
        from bench import finding

        return finding.run(asked)


if __name__ == "__main__":
    sys.exit(main())
