"""How much work a page is: processor instructions of the product, and rows that PostgreSQL read. The same each time.

    DATABASE_URL=… python -m bench.work ADDRESSES.json [PAGE …]      (needs Debian's package valgrind)
        prints {page: {"out": {"instructions": …, "rows": …}, "in": …}}

Time on a shared machine tells growth only between 0.8 and 1.3: how a process lies in memory stays with it as long as it
runs. The number of instructions does not depend on that, nor on what else the machine does. They are counted by
valgrind (callgrind), warm, inside one process without a web server, all of the product, Python and, on SQLite, the
database, too. PostgreSQL's own instructions cannot be counted so: the rows that its plans read are (`pg_stat_database`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

WARM, TIMES = 6, 3
ROWS = "SELECT tup_returned + tup_fetched FROM pg_stat_database WHERE datname = current_database()"


def count(addresses: Path, wanted: list[str]) -> dict[str, Any]:
    """Return the work of pages in the database of DATABASE_URL. Raises RuntimeError without valgrind."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        raise RuntimeError("Growth is counted in instructions by valgrind: apt-get install valgrind")
    with tempfile.TemporaryDirectory() as folder:
        tool = ["--quiet", "--tool=callgrind", "--dump-before=getppid", f"--callgrind-out-file={folder}/out"]
        command = [valgrind, *tool, sys.executable, "-m", "bench.work", "--inside", str(addresses), *wanted]
        told = subprocess.run(
            command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONHASHSEED": "0"}
        )
        found: dict[str, Any] = json.loads(told.stdout)
        for page in found.values():
            for counted in page.values():
                counted["instructions"] = round(
                    statistics.median(_total(Path(folder, f"out.{number}")) for number in counted.pop("parts"))
                )
    return found


def _total(part: Path) -> int:
    said = re.search(r"^totals: (\d+)", part.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    assert said, f"callgrind wrote no total into {part.name}"
    return int(said[1])


def inside(addresses: Path, wanted: list[str]) -> dict[str, Any]:
    """Ask for the pages, under callgrind: whoever asks for the parent's number begins a new part of its counting."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
    django.setup()
    import gc

    from django.conf import settings
    from django.db import connection
    from django.test import Client

    written = json.loads(addresses.read_text(encoding="utf-8"))
    out, signed = (Client(SERVER_NAME="127.0.0.1") for _ in range(2))
    signed.cookies[settings.SESSION_COOKIE_NAME] = written["session"]
    part = 0

    def rows() -> int | None:
        if connection.vendor != "postgresql":
            return None
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
            cursor.execute(ROWS)
            return int(cursor.fetchone()[0])

    def ask(client: Client, address: str) -> dict[str, Any]:
        nonlocal part
        for _ in range(WARM):
            assert client.get(address).status_code == 200, address
        parts, before = [], rows()
        gc.collect()
        gc.disable()  # its full turns come when they come: they are noise here, as in the floor
        for _ in range(TIMES):
            os.getppid()
            client.get(address)
            os.getppid()
            part += 2
            parts.append(part)
        gc.enable()
        after = rows()
        return {"parts": parts, "rows": None if after is None or before is None else (after - before) / TIMES}

    return {
        name: {who: ask(client, written["pages"][name][0]) for who, client in (("out", out), ("in", signed))}
        for name in wanted or written["pages"]
    }


def main() -> int:
    given = [one for one in sys.argv[1:] if one != "--inside"]
    print(json.dumps((inside if "--inside" in sys.argv else count)(Path(given[0]), given[1:])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
