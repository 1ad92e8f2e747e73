"""Importing a list of 30,000 rows while somebody else writes: how long it takes, how long she waits at most.

    python -m bench.imports [--database sqlite postgres] [--rows 30000]

The list is read, compared, imported, sent again with every tenth row changed, and undone. Beside it another process
edits one entry again and again; its longest wait must stay under 3 s on SQLite.
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


def rows(number: int, *, again: bool = False) -> bytes:
    """Return a list of so many entries of a tenth as many associations in Varsinais-Suomi."""
    places = ("Koski Tl", "Marttila", "Turku", "Loimaa", "Salo", "Paimio")
    lines = [HEAD]
    for n in range(number):
        owner, place = n // 10, places[n // 10 % len(places)]
        told = "Uusi lause" if again and n % 10 == 0 else "Tule mukaan"
        lines.append(
            f"Seura {owner} ry;{place};Kerho {n};{KINDS[n % 4]};{told} {n}.;Kerhossa tavataan ja tehdään yhdessä. {'Sana. ' * 20};"
            f"02 555 {n % 10000:04};kerho{n}@example.org;Katu {owner};{20000 + owner % 1000};{place};KR1.1;{n}"
        )
    return "\n".join(lines).encode()


def waits(stop: Synchronized[int], longest: Synchronized[float], tries: Synchronized[int]) -> None:
    """Edit one entry again and again, as another process; keep the longest time that one edit took."""
    import django

    django.setup()
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

    from kumppanuus.config import loading
    from kumppanuus.core.actors import system
    from kumppanuus.services import actions
    from kumppanuus.services.models import Import, Service
    from tests.factories import imports as made_up
    from tests.factories import services
    from tests.factories.cast import make_cast

    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    loading.migrate()
    loading.load(lambda _words: None)
    cast = make_cast()
    kaisa = cast.actor("kaisa")
    services.entry(cast.ngo_a, cast.municipality_a.governs, by=cast.actor("bertil"))
    context = get_context("spawn")
    worst = 0.0

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
        print(f"{name:<22} {took:7.1f} s   longest wait {longest.value:5.2f} s of {tries.value} edits", flush=True)
        return result

    source = made_up.source(cast.space)
    batch = measured("read and compare", lambda: made_up.read(kaisa, source, rows(number)))
    applied = measured("import", lambda: made_up.bring_in(kaisa, batch))
    told(applied, number)
    again = measured("compare again", lambda: made_up.read(kaisa, applied.source, rows(number, again=True)))
    changed = measured("import the changes", lambda: made_up.bring_in(kaisa, again))
    told(changed, number)
    undone = measured("undo the changes", lambda: made_up.undo(kaisa, changed))
    print(undone.state, undone.counts, Service.objects.count(), Import.objects.count(), flush=True)
    actions.purge_imports(system("bench"), None, before=undone.made_at)
    print(f"longest wait of all {worst:.2f} s", flush=True)
    return int(worst > MOST_WAIT)


def told(batch: Any, number: int) -> None:
    """Print what came of it."""
    print(
        batch.state, batch.message, {name: value for name, value in batch.counts.items() if value}, number, flush=True
    )


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", nargs="+", choices=("sqlite", "postgres"), default=["sqlite", "postgres"])
    asked.add_argument("--rows", type=int, default=30_000)
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.inside:
        return inside(options.rows)
    bad = 0
    for kind in options.database:
        with tempfile.TemporaryDirectory() as room:
            known = {"DJANGO_SETTINGS_MODULE": "kumppanuus.config.settings", "KUMPPANUUS_MODE": "test", "VAR_DIR": room}
            known |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DATABASE_URL": f"sqlite:///{room}/bench.sqlite3"}
            command = [sys.executable, "-m", "bench.imports", "--inside", "--rows", str(options.rows)]
            if kind == "postgres":
                command = [shutil.which("bash") or "bash", "tests/postgres.sh", *command]
            print(f"\n{kind}, {options.rows} rows, load {os.getloadavg()[0]:.1f}", flush=True)
            bad |= subprocess.run(command, check=False, env=os.environ | known, cwd=ROOT).returncode
    return bad


if __name__ == "__main__":
    sys.exit(main())
