"""How long one waits: building the demo, the first page after `kumppanuus demo`, one PDF.

    python -m bench.times

Prints seconds; the build must stay under 30 s and the first page under 60 s on a quiet machine.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request

from bench.lighthouse import demo
from bench.pages import ROOT, VAR, free_port


def timed(address: str) -> tuple[float, int]:
    start = time.perf_counter()
    with urllib.request.urlopen(address, timeout=120) as answer:
        size = len(answer.read())
    return time.perf_counter() - start, size


def build() -> float:
    """Return the seconds that the demo region alone takes in an empty database."""
    code = (
        "import time, django; django.setup()\n"
        "from kumppanuus.config import loading\n"
        "loading.migrate(); loading.load_reference(lambda words: None)\n"
        "start = time.monotonic()\n"
        "loading.build_demo(lambda words: None); loading.load_search(lambda words: None)\n"
        "print(time.monotonic() - start)"
    )
    return float(command("-c", code).splitlines()[-1])


def command(*arguments: str) -> str:
    made = {"KUMPPANUUS_MODE": "demo", "VAR_DIR": str(VAR / "build"), "PYTHONPATH": str(ROOT / "src")}
    made |= {"DJANGO_SETTINGS_MODULE": "kumppanuus.config.settings", "LOG_LEVEL": "ERROR"}
    return subprocess.run(
        [sys.executable, *arguments], check=True, env=os.environ | made, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ).stdout


def main() -> int:
    VAR.mkdir(parents=True, exist_ok=True)
    for name in ("demo", "build"):
        shutil.rmtree(VAR / name, ignore_errors=True)
    before = os.getloadavg()[0]
    built = build()
    start = time.perf_counter()
    with demo(free_port()) as address:
        timed(f"{address}/fi/")
        first = time.perf_counter() - start
        print(f"built {built:.1f} s, first page {first:.1f} s", flush=True)
        newest = urllib.request.urlopen(f"{address}/fi/municipalities/koski-tl/mirror/", timeout=60).url
        pdf = newest + "mirror.pdf"
        cold, size = timed(pdf)
        warm = statistics.median(timed(pdf)[0] for _ in range(10))
    start = time.perf_counter()
    with demo(free_port()) as address:
        timed(f"{address}/fi/")
        again = time.perf_counter() - start
    found = {
        "demo region built": round(built, 1),
        "first page, empty folder": round(first, 1),
        "first page, second start": round(again, 1),
        "PDF of a mirror, first": round(cold, 2),
        "PDF of a mirror, median of 10": round(warm, 3),
        "PDF kB": round(size / 1000),
        "load before and after": [round(before, 1), round(os.getloadavg()[0], 1)],
    }
    (VAR / "times.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    for name, value in found.items():
        print(f"{name}: {value}")
    return int(built > 30 or first > 60)


if __name__ == "__main__":
    sys.exit(main())
