"""`make audit`: what takes too long for every change. Runs the parts, tells what was found, and fails if anything was.

    [ONLY="bodies: meetings:"] python -m tests.audit [PART …]      loop pages garbage garbage-postgres demo-postgres sheets semantic api
                                                     lighthouse

All traffic goes to demos on 127.0.0.1 that the parts start themselves. Each part has a time limit. Figures and the
output of each part are kept in var/audit/.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.lighthouse import demo
from bench.pages import free_port

from tests.audit.book import sums

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "var" / "audit"
REFUSES = "positive_data_acceptance"  # a NUL is a string to OpenAPI, and refused by us
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--tb=short"]
WORKERS = ["-n", os.environ.get("WORKERS", "2"), "--dist", "worksteal"]
MINUTES = {
    "loop": 25,
    "pages": 90,
    "garbage": 45,
    "garbage-postgres": 45,
    "demo-postgres": 25,
    "sheets": 5,
    "semantic": 15,
    "api": 10,
    "lighthouse": 45,
}


def run(part: str, command: list[str]) -> int:
    """Run a command with the audit's settings; keep what it says. Returns its status, 124 if it took too long."""
    told = os.environ | {
        "SCHEMATHESIS_HOOKS": "tests.audit.short_addresses",
        "AUDIT": "1",
        "AUDIT_BOOK": str(OUT / "book.jsonl"),
        "KUMPPANUUS_MODE": "test",
    }
    with (OUT / f"{part}.log").open("ab") as log:
        try:
            return subprocess.run(
                command,
                cwd=ROOT,
                env=told,
                stdout=log,
                stderr=subprocess.STDOUT,
                timeout=60 * MINUTES[part],
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            log.write(f"\nstopped after {MINUTES[part]} minutes\n".encode())
            return 124


def loop() -> int:
    """The browser tests with every language and width."""
    return run("loop", [*PYTEST, *WORKERS, "tests/browser"])


def pages() -> int:
    """Every address and every public page with axe, at 400 %, with forced colours, by keyboard."""
    return run("pages", [*PYTEST, *WORKERS, "tests/audit/test_pages.py"])


def garbage() -> int:
    """Garbage to every form, query string and address."""
    return run("garbage", [*PYTEST, *WORKERS, "tests/audit/test_garbage.py"])


def garbage_postgres() -> int:
    """The same on PostgreSQL, which refuses more."""
    return run("garbage-postgres", ["bash", "tests/postgres.sh", *PYTEST, *WORKERS, "tests/audit/test_garbage.py"])


def demo_postgres() -> int:
    """The demo region on PostgreSQL, and all that `make test` tries on SQLite only."""
    chosen = ["-m", "one_database", "--ignore=tests/browser", "--ignore=tests/audit", "tests"]
    return run("demo-postgres", ["bash", "tests/postgres.sh", *PYTEST, *WORKERS, *chosen])


def sheets() -> int:
    """Bytes that are no questionnaire, given as one."""
    return run("sheets", [*PYTEST, "tests/audit/test_sheets.py"])


def semantic() -> int:
    """Finding by meaning, with the model that `make test` does without."""
    return run("semantic", ["make", "test-semantic"])


def api() -> int:
    """Schemathesis over the OpenAPI documents of a running demo: our own API, HSDS and OParl."""
    tools = OUT / "tools"
    if not (tools / "bin" / "st").exists():
        maker = ["uv", "venv", "-q"] if shutil.which("uv") else [sys.executable, "-m", "venv"]
        install = ["uv", "pip", "install", "-q", "--python", str(tools / "bin" / "python")]
        install = install if shutil.which("uv") else [str(tools / "bin" / "python"), "-m", "pip", "install", "-q"]
        for command in ([*maker, str(tools)], [*install, "--require-hashes", "-r", "requirements-audit.txt"]):
            if status := run("api", command):
                return status
    with demo(free_port()) as address:
        status = 0
        for document in ("v1", "hsds", "oparl"):
            command = [str(tools / "bin" / "st"), "run", f"{address}/api/{document}/openapi.json", "--no-color"]
            more = ["--seed", "612", "--continue-on-failure", "--max-time", "120", "--exclude-checks", REFUSES]
            status = run("api", [*command, *more]) or status
        return status


def lighthouse() -> int:
    """Each kind of public page and the answering form, on a phone and on a desk."""
    return run("lighthouse", [sys.executable, "-m", "bench.lighthouse", "--every"])


PARTS: dict[str, Callable[[], int]] = {
    "loop": loop, "pages": pages, "garbage": garbage, "garbage-postgres": garbage_postgres, "demo-postgres": demo_postgres, "sheets": sheets, "semantic": semantic, "api": api,
    "lighthouse": lighthouse,
}  # fmt: skip


def findings(part: str) -> list[str]:
    """Return the lines of a part's output that say what is wrong."""
    text = (OUT / f"{part}.log").read_text("utf-8", "replace")
    wanted = re.compile(
        r"^(/(fi|sv|en)/|POST |GET |get |post |[A-Z]+ /|FAILED|ERROR |- ST\d+|skipped|under the bar|stopped|E  )"
    )
    return list(dict.fromkeys(line for line in text.splitlines() if wanted.match(line)))


def main(asked: list[str]) -> int:
    """Run the parts; print the summary; return 1 if any part found something."""
    if unknown := [name for name in asked if name not in PARTS]:
        print(f"no such part: {', '.join(unknown)} (there are {', '.join(PARTS)})")
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    for old in [OUT / "book.jsonl", OUT / "findings.txt", *OUT.glob("*.log")]:
        old.unlink(missing_ok=True)
    told: list[tuple[str, int, float]] = []
    for name in asked or PARTS:
        print(f"audit: {name} …", flush=True)
        start = time.monotonic()
        told.append((name, PARTS[name](), time.monotonic() - start))
    print("\n== Audit")
    for part, counts in sums().items():
        print(f"   looked at in {part}: " + ", ".join(f"{number} {what}" for what, number in counts.items()))
    for name, status, seconds in told:
        print(f"{'ok   ' if status == 0 else 'FOUND'} {name} ({seconds / 60:.1f} min)")
        if status:
            for line in findings(name)[:40]:
                print(f"      {line[:200]}")
            print(f"      all of it: var/audit/{name}.log")
    return int(any(status for _name, status, _seconds in told))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
