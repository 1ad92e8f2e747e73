"""The command by which anybody can measure the search."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENTS = """{"id": "a", "title": "Velkaneuvonta", "text": "Apua velkoihin.", "lang": "fi"}
{"id": "b", "title": "Kutomakerho", "text": "Kudotaan yhdessä.", "lang": "fi"}
"""
QUERIES = """qid\tlang\ttype\tquery\trelevant
1\tfi\tplain\tvelkoja\ta:3 b:0
2\ten\tcross\tdebt counselling\ta
3\tfi\tnothing\tavaruusraketti\t
"""


def measured(tmp_path: Path, *more: str) -> str:
    (tmp_path / "d.jsonl").write_text(DOCUMENTS, encoding="utf-8")
    (tmp_path / "q.tsv").write_text(QUERIES, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "bench.search",
        "--documents",
        tmp_path / "d.jsonl",
        "--queries",
        tmp_path / "q.tsv",
    ]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [*map(str, command), *more],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_the_command_prints_figures_by_type_and_says_what_is_switched_off(tmp_path) -> None:
    said = measured(tmp_path, "--without", "voikko")
    assert "index: 2 documents" in said
    assert "Finnish by grams, without voikko" in said
    row = next(line for line in said.splitlines() if line.startswith("plain "))
    assert row.split()[-4:] == ["1", "1.000", "1.000", "1.000"]
    assert "nothing, nothing fits" in said
