"""Importing a list of 30,000 rows while somebody else writes: how long it takes, how long she waits at most.

    python -m bench.imports [--database sqlite postgres] [--rows 30000] [--load 0]

The list is read and compared, imported, sent again with every tenth row and with every row changed, and all of it is
undone. Beside it another process edits one entry again and again; its longest wait stands beside the bar of 3 s.
With --load so many processes more do nothing but count, as on a machine that others use. Status 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MOST_WAIT = 3.0
HEAD = (
    "Yhdistys;Kotikunta;Nimi;Tyyppi;Tiivistelmä;Kuvaus;Puhelin;Sähköposti;Osoite;Postinumero;Kunta;Kohderyhmät;Tunniste"
)
KINDS = ("toiminta", "palvelu", "vertaisryhmä", "tapahtuma")


def rows(number: int, *, changed_each: int = 0) -> bytes:
    """Return a list of so many entries of a tenth as many associations in Varsinais-Suomi; some have a new sentence,
    telephone and target group.
    """
    places = ("Koski Tl", "Marttila", "Turku", "Loimaa", "Salo", "Paimio")
    lines = [HEAD]
    for n in range(number):
        owner, place = n // 10, places[n // 10 % len(places)]
        new = changed_each and n % changed_each == 0
        told, phone, who = ("Uusi lause", "02 556", "KR1.2") if new else ("Tule mukaan", "02 555", "KR1.1")
        lines.append(
            f"Seura {owner} ry;{place};Kerho {n};{KINDS[n % 4]};{told} {n}{f' {changed_each}' if new else ''}.;"
            f"Kerhossa tavataan ja tehdään yhdessä. {'Sana. ' * 20};{phone} {n % 10000:04};kerho{n}@example.org;"
            f"Katu {owner};{20000 + owner % 1000};{place};{who};{n}"
        )
    return "\n".join(lines).encode()


def busy() -> None:
    """Count for ever."""
    while True:
        pass


def as_in_production() -> None:
    """Let tasks wait in the queue, instead of being done inside the transaction as in the tests."""
    from django.conf import settings

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}}


def waits(stop: Synchronized[int], longest: Synchronized[float], tries: Synchronized[int]) -> None:
    """Edit one entry again and again, as another process; keep the longest time that one edit took."""
    import django

    django.setup()
    as_in_production()
    from django.db import OperationalError

    from kumppanuus.core.actors import system
    from kumppanuus.core.texts import Text
    from kumppanuus.services import actions
    from kumppanuus.services.models import Service

    entry = Service.objects.order_by("pk")[0]
    while not stop.value:
        start = time.perf_counter()
        try:
            actions.change(system("bench"), entry, summary=Text(fi=f"Muokattu {tries.value}."))
        except OperationalError as problem:
            print("refused:", problem, flush=True)
        longest.value = max(longest.value, time.perf_counter() - start)
        tries.value += 1
        time.sleep(0.05)


def inside(number: int) -> int:
    """Measure on the database of the environment."""
    import django

    django.setup()
    from django.conf import settings

    from kumppanuus.config import loading, processes
    from kumppanuus.services.models import Service
    from tests.factories import imports as made_up
    from tests.factories import services
    from tests.factories.cast import make_cast

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    as_in_production()
    loading.migrate()
    loading.load(lambda _words: None)
    cast = make_cast()
    kaisa = cast.actor("kaisa")
    services.entry(cast.ngo_a, cast.municipality_a.governs, by=cast.actor("bertil"))
    context = get_context("spawn")
    worst = 0.0
    print("| what | rows | s | ms a row | longest wait, s | edits beside it | came of it |")
    print("|---|---|---|---|---|---|---|", flush=True)

    def measured(name: str, work: Any) -> Any:
        nonlocal worst
        stop, longest, tries = context.Value("i", 0), context.Value("d", 0.0), context.Value("i", 0)
        writer = context.Process(target=waits, args=(stop, longest, tries))
        writer.start()
        while not tries.value and writer.is_alive():
            time.sleep(0.1)
        longest.value, start = 0.0, time.perf_counter()
        result = work()
        took = time.perf_counter() - start
        stop.value = 1
        writer.join()
        worst = max(worst, longest.value)
        print(
            f"| {name} | {number} | {took:.1f} | {took / number * 1000:.2f} | {longest.value:.2f} | {tries.value} "
            f"| {outcome(result)} |",
            flush=True,
        )
        return result

    def imported(name: str, source: Any, **more: int) -> Any:
        batch = measured(f"prepare {name}", lambda: made_up.read(kaisa, source, rows(number, **more)))
        return measured(f"apply {name}", lambda: made_up.bring_in(kaisa, batch))

    def followed(name: str) -> None:
        measured(f"search and duplicates after {name}", lambda: processes.work(once=True))

    def undone(name: str, batch: Any) -> None:
        measured(f"undo {name}", lambda: made_up.undo(kaisa, batch))

    measured("nothing, for comparison", lambda: time.sleep(20))
    worst = 0.0
    first = imported("new rows", made_up.source(cast.space))
    followed("new rows")
    some = imported("every tenth changed", first.source, changed_each=10)
    every = imported("all changed", first.source, changed_each=1)
    undone("all changed", every)
    undone("every tenth changed", some)
    undone("new rows", first)
    left = Service._base_manager.count() - 1
    print(f"entries left of the lists: {left}", flush=True)
    passed = worst <= MOST_WAIT and not left
    print(f"longest wait {worst:.2f} s, at most {MOST_WAIT:.0f} s: {'kept' if passed else 'MISSED'}", flush=True)
    return int(not passed)


def outcome(batch: Any) -> str:
    """Return in short what came of it; a failure in words."""
    if not hasattr(batch, "counts"):
        return f"load {os.getloadavg()[0]:.1f}"
    if batch.message:
        return f"{batch.state}: {batch.message}"
    return ", ".join(f"{name} {value}" for name, value in batch.counts.items() if value and name != "rows")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", nargs="+", choices=("sqlite", "postgres"), default=["sqlite", "postgres"])
    asked.add_argument("--rows", type=int, default=30_000)
    asked.add_argument("--load", type=int, default=0, help="processes that keep the machine busy")
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.inside:
        return inside(options.rows)
    bad = 0
    others = [get_context("fork").Process(target=busy, daemon=True) for _n in range(options.load)]
    for other in others:
        other.start()
    for kind in options.database:
        with tempfile.TemporaryDirectory() as room:
            known: dict[str, str] = {
                "DJANGO_SETTINGS_MODULE": "kumppanuus.config.settings",
                "KUMPPANUUS_MODE": "test",
                "VAR_DIR": room,
            }
            known |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DATABASE_URL": f"sqlite:///{room}/bench.sqlite3"}
            command = [sys.executable, "-m", "bench.imports", "--inside", "--rows", str(options.rows)]
            if kind == "postgres":
                command = [shutil.which("bash") or "bash", "tests/postgres.sh", *command]
            load = f"load before {os.getloadavg()[0]:.1f}, {options.load} more processes"
            print(f"\n{kind}, {options.rows} rows, {os.cpu_count()} cores, {load}", flush=True)
            bad |= subprocess.run(command, check=False, env=os.environ | known, cwd=ROOT).returncode
    return bad


if __name__ == "__main__":
    sys.exit(main())
