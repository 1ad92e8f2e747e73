"""How many queries each page makes, warm, in this process: as timed, and with few and with many rows.

DATABASE_URL=… python -m bench.counts ADDRESSES.json     prints {page: {"out": [timed, few, many], "in": […]}}
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402


def count(client: Client, address: str) -> list[str]:
    """Return the queries of a warm page; transaction control is none."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    control = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [query["sql"] for query in queries if not query["sql"].startswith(control)]


def main() -> int:
    written = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    out, signed = (Client(SERVER_NAME="127.0.0.1") for _ in range(2))
    signed.cookies[settings.SESSION_COOKIE_NAME] = written["session"]
    assert b'name="csrfmiddlewaretoken"' not in out.get("/fi/").content
    found = {}
    for name, addresses in written["pages"].items():
        found[name] = {
            who: [len(count(client, address)) for address in addresses]
            for who, client in (("out", out), ("in", signed))
        }
        if "-v" in sys.argv:
            print(name, *count(out, addresses[0]), sep="\n  ", file=sys.stderr)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
