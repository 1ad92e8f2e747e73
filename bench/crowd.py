"""Fifty people who search at once while entries are edited: how long they wait, and whether anything fails.

    python -m bench.crowd [--database sqlite postgres] [--users 50] [--seconds 60] [--pause 2]

On the data of `bench.pages` at full size (made if it is not there): a server with two workers as `kumppanuus serve`
starts it, the worker that indexes, somebody who edits an entry again and again, and somebody who looks for each new word
until it is found (as in `bench.imports`). Each of the users asks the search page for something else over a connection of
her own, reads for `pause` seconds on average, and asks again. Status 1 if any answer fails, an edit waits longer than
3 s, or something is found later than 2 s after it was saved; how long the users wait is told.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from bench.imports import MOST_UNFOUND, MOST_WAIT, Beside
from bench.pages import PAGES, ROOT, VAR, Connection, Server, environment, prepare, running

# As people ask: common, rare, in a sentence, mistyped, in Swedish, with a place, and nothing that fits.
ASKED = (
    *("kerho", "viisikkoryhmä", "mittaseura", "eläkeläisten kerho", "liikunta", "vertaistuki", "vertaistuky"),
    *("mistä löydän seuraa kun olen muuttanut ja tunnen itseni yksinäiseksi", "kamratstöd", "hjälp med blanketter"),
    *("kerho salossa", "omaishoitajat turku", "debt advice", "ryhmiä nuorille", "kahvilla", "zzkqx", "martat", "retki"),
)


@dataclass
class Heard:
    """What the users met: seconds of each answer, and what failed."""

    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def use(server: Server, number: int, until: float, pause: float, heard: Heard) -> None:
    """Be one user until then."""
    chance = random.Random(number)
    time.sleep(chance.random() * pause)
    connection = Connection(server)
    while time.monotonic() < until:
        path = f"/{chance.choice(('fi', 'fi', 'sv', 'en'))}/search/?q={quote(chance.choice(ASKED))}"
        start = time.monotonic()
        try:
            connection.get(path)
            heard.times.append(time.monotonic() - start)
        except (OSError, RuntimeError) as problem:
            heard.failed.append(f"{path}: {problem}")
            connection = Connection(server)
        time.sleep(chance.expovariate(1 / pause))


def measure(kind: str, users: int, seconds: float, pause: float) -> bool:
    """Measure on one kind of database; say whether all held."""
    VAR.mkdir(parents=True, exist_ok=True)
    url, _written = prepare(PAGES, kind, "full", reuse=True)
    os.environ.update(environment(url))
    before = os.getloadavg()[0]
    server, heard = Server("kumppanuus.config.wsgi:application", url), Heard()
    with running(server):
        beside = Beside()
        beside.begin()
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=use, args=(server, number, until, pause, heard), daemon=True)
            for number in range(users)
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join(seconds + 60)
        told = beside.tell()["writer"]
        memory = server.memory()[0]
        beside.stop()
    times = sorted(heard.times)
    edits, unfound = [one[0] for one in told["edits"]], told["unfound"]
    print(
        f"| {kind} | {users} | {len(times)} ({len(times) / seconds:.0f} a second) | {statistics.median(times) * 1000:.0f} "
        f"| {times[int(len(times) * 0.95)] * 1000:.0f} | {times[-1] * 1000:.0f} | {len(heard.failed)} | {len(edits)} "
        f"| {max(edits):.2f} | {max(unfound):.2f} | {memory:.0f} | {before:.1f} |",
        flush=True,
    )
    for one in heard.failed[:5]:
        print(f"failed: {one}")
    return not heard.failed and max(edits) <= MOST_WAIT and max(unfound) <= MOST_UNFOUND


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", nargs="+", choices=("sqlite", "postgres"), default=["sqlite", "postgres"])
    asked.add_argument("--users", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--pause", type=float, default=2)
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)  # DATABASE_URL is a server for us
    options = asked.parse_args()
    if not options.inside:
        print(
            "| database | users | answers | p50 ms | p95 ms | longest | failed | edits beside | longest edit, s "
            "| longest until found, s | largest worker, MB | load before |\n|---|---|---|---|---|---|---|---|---|---|---|---|",
            flush=True,
        )
    missed = 0
    for kind in options.database:
        if kind == "postgres" and not options.inside:
            given = [f"--{name}={getattr(options, name)}" for name in ("users", "seconds", "pause")]
            again = [sys.executable, "-m", "bench.crowd", "--inside", *given, "--database", "postgres"]
            room = {"POSTGRES_ROOM": str(Path(tempfile.gettempdir()) / "kumppanuus-bench-postgres")}
            wrapper = [shutil.which("bash") or "bash", "tests/postgres.sh", *again]
            missed |= subprocess.run(wrapper, check=False, cwd=ROOT, env=os.environ | room).returncode
        else:
            missed |= not measure(kind, options.users, options.seconds, options.pause)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
