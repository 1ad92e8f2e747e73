"""How many queries each page makes, warm, in this process: as timed, and with few and with many rows; and what it
costs when its kept pieces are made anew, as after any event.

DATABASE_URL=… python -m bench.counts ADDRESSES.json [PAGE …]
    prints {page: {"out": {"queries": [timed, few, many], "anew_queries": …, "anew_more": ms of CPU}, "in": …}}
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from kumppanuus.activity.models import Event  # noqa: E402

TIMES = 15


def count(client: Client, address: str, before: Callable[[], object] = lambda: None) -> list[str]:
    """Return the queries of a warm page, after something was done; transaction control is none."""
    assert client.get(address).status_code == 200, address
    before()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    control = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [query["sql"] for query in queries if not query["sql"].startswith(control)]


def happen() -> None:
    """Let something happen, after which every kept piece is made anew."""
    Event.objects.create(name="bench.happened")


def cpu(client: Client, address: str, before: Callable[[], object]) -> float:
    """Return the milliseconds of CPU of a request, the median of some."""
    times = []
    for _ in range(TIMES):
        before()
        start = time.thread_time()
        client.get(address)
        times.append((time.thread_time() - start) * 1000)
    return statistics.median(times)


def measure(client: Client, addresses: list[str]) -> dict[str, Any]:
    """Count a page for one reader."""
    first = addresses[0]
    return {
        "queries": [len(count(client, address)) for address in addresses],
        "anew_queries": len(count(client, first, happen)),
        "anew_more": max(0.0, cpu(client, first, happen) - cpu(client, first, lambda: None)),
    }


def main() -> int:
    written = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    out, signed = (Client(SERVER_NAME="127.0.0.1") for _ in range(2))
    signed.cookies[settings.SESSION_COOKIE_NAME] = written["session"]
    assert b'name="csrfmiddlewaretoken"' not in out.get("/fi/").content
    found = {}
    wanted = [one for one in sys.argv[2:] if one != "-v"] or list(written["pages"])
    for name, addresses in ((name, written["pages"][name]) for name in wanted):
        found[name] = {who: measure(client, addresses) for who, client in (("out", out), ("in", signed))}
        if "-v" in sys.argv:
            print(name, *count(out, addresses[0]), sep="\n  ", file=sys.stderr)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
