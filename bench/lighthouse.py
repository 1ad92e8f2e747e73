"""Lighthouse over the main pages of the demo in Finnish, on a phone: scores, weight, requests.

    python -m bench.lighthouse [--address http://127.0.0.1:8000] [--every]

With `--every` each kind of public page is looked at, on a phone and on a desk (`make audit`).

Without an address the demo is started (and stopped again) on a free port, in var/bench/demo. Lighthouse comes by npx
from the npm registry the first time; Node is used for checking only, the product needs none. Where it cannot be had
the reason is said and the status is 0. Status 1 if a page is under a bar.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.pages import ROOT, VAR, free_port

LIGHTHOUSE = "lighthouse@12"
SCORE, WEIGHT, REQUESTS = 98, 100_000, 15
KINDS = ("performance", "accessibility", "best-practices", "seo")
TRIES = 3
PAGES_OF_MAIL = 12
FOR_ONE = "answering form"
FLAGS = "--headless=new --no-sandbox --disable-background-networking --disable-component-update --disable-dev-shm-usage"


@contextmanager
def demo(port: int) -> Iterator[str]:
    """Run the demo and give its address."""
    made = {
        "KUMPPANUUS_MODE": "demo",
        "VAR_DIR": str(VAR / "demo"),
        "PYTHONPATH": str(ROOT / "src"),
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "kumppanuus.config.cli", "demo", "--port", str(port)]
    process = subprocess.Popen(command, env=os.environ | made, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(1200):
            try:
                fetch(f"{address}/healthz")
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError("The demo did not start") from None
                time.sleep(0.25)
        yield address
    finally:
        process.terminate()
        process.wait(40)


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.read().decode()


def pages(address: str) -> dict[str, str]:
    """Return the pages to look at; mirror and answering form are found as a reader finds them."""
    found = {
        "front": f"{address}/fi/",
        "municipality": f"{address}/fi/municipalities/koski-tl/",
        "mirror": urllib.request.urlopen(f"{address}/fi/municipalities/koski-tl/mirror/", timeout=60).url,
        "checklist": f"{address}/fi/checklists/core-nine/",
    }
    answering = answering_form(address)
    if answering:
        found["answering form"] = answering
    return found


def every_page(address: str) -> dict[str, str]:
    """Return the main pages and one of each kind of public page in the site map."""
    found = pages(address)
    if "answering form" not in found:
        raise RuntimeError("the answering form was not found among the demo's sent mail")
    kinds = {kind_of(urlsplit(page).path[3:]) for page in found.values()}
    for page in re.findall(r"<loc>([^<]+/fi/[^<]*)</loc>", fetch(f"{address}/sitemap.xml")):
        kind = kind_of(path := urlsplit(page).path[3:])
        if kind not in kinds:
            kinds.add(kind)
            found[path] = f"{address}/fi{path}"
    return found


def kind_of(path: str) -> str:
    """Return the name of the page's address, which pages of a kind share."""
    os.environ.setdefault("KUMPPANUUS_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
    import django
    from django.urls import resolve

    django.setup()
    return resolve(f"/fi{path}").view_name


def answering_form(address: str) -> str:
    """Return the address of the answering form from an invitation among the demo's sent mail, "" if there is none."""
    for _ in range(10):  # the worker sends in its own time
        for number in range(1, PAGES_OF_MAIL + 1):
            listed = fetch(f"{address}/fi/demo/mail/?page={number}")
            for path in dict.fromkeys(re.findall(r'href="(/fi/demo/mail/\d+/)"', listed)):
                link = re.search(r"(/(?:fi|sv|en)/answer/[\w-]+/)", fetch(address + path))
                if link:
                    return address + link[1] + "1/"
        time.sleep(3)
    return ""


def lighthouse(address: str, browser: str, *, desk: bool = False) -> dict[str, Any]:
    """Return Lighthouse's report of one page, on a phone or on a desk."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        local = shutil.which("lighthouse")
        command = [local] if local else ["npx", "--yes", LIGHTHOUSE]
        command += [address, "--quiet", "--output=json", f"--output-path={out.name}", f"--chrome-flags={FLAGS}"]
        command += ["--preset=desktop"] if desk else []
        made = os.environ | {"CHROME_PATH": browser}
        for chance in range(TRIES):  # it loses a page now and then, and says itself: run again
            done = subprocess.run(command, check=False, env=made, cwd=ROOT, timeout=300, stdout=subprocess.DEVNULL)
            if done.returncode == 0:
                return json.loads(Path(out.name).read_text(encoding="utf-8"))
            time.sleep(2 * chance + 1)
        raise RuntimeError(f"Lighthouse failed {TRIES} times on {address}")


def row(name: str, report: dict[str, Any]) -> dict[str, Any]:
    scores = {kind: round((report["categories"][kind]["score"] or 0) * 100) for kind in KINDS}
    requests = report["audits"]["network-requests"]["details"]["items"]
    weight = sum(one.get("transferSize", 0) for one in requests)
    failed = [
        key
        for key, audit in report["audits"].items()
        if audit.get("score") is not None
        and audit["score"] < 0.9
        and audit["scoreDisplayMode"] in ("binary", "metricSavings")
    ]
    if name.startswith(FOR_ONE) and failed_seo(report) == ["is-crawlable"]:
        scores["seo"] = 100  # a page for one reader, which search engines must not list
    return {"page": name, **scores, "bytes": weight, "requests": len(requests), "under": failed}


def failed_seo(report: dict[str, Any]) -> list[str]:
    """Return which audits of what search engines want did not pass."""
    named = [one["id"] for one in report["categories"]["seo"]["auditRefs"] if one["weight"]]
    return [key for key in named if report["audits"][key].get("score") not in {None, 1}]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--address", default="")
    asked.add_argument("--every", action="store_true")
    options = asked.parse_args()
    browser = os.environ.get("CHROME_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    if not browser or not shutil.which("npx"):
        print("skipped: Lighthouse needs Chromium and npx here")
        return 0
    if not shutil.which("lighthouse"):
        reached = subprocess.run(["npx", "--yes", LIGHTHOUSE, "--version"], check=False, capture_output=True, cwd=ROOT)
        if reached.returncode:
            print(f"skipped: npx could not get {LIGHTHOUSE}: {reached.stderr.decode()[-300:]}")
            return 0
    if options.address:
        rows = measure(options.address, browser, every=options.every)
    else:
        with demo(free_port()) as address:
            rows = measure(address, browser, every=options.every)
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / "lighthouse.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return int(not all(fine(one) for one in rows))


def fine(one: dict[str, Any]) -> bool:
    """Say whether a page keeps every bar."""
    return min(one[k] for k in KINDS) >= SCORE and one["bytes"] <= WEIGHT and one["requests"] <= REQUESTS


def measure(address: str, browser: str, *, every: bool = False) -> list[dict[str, Any]]:
    print("| page | performance | accessibility | best practices | SEO | kB | requests | under 90 |")
    print("|---|---|---|---|---|---|---|---|")
    rows = []
    found = every_page(address) if every else pages(address)
    visits = [(name, page, False) for name, page in found.items()]
    visits += [(f"{name}, desk", page, True) for name, page in found.items() if every]
    for name, page, desk in visits:
        one = row(name, lighthouse(page, browser, desk=desk))
        rows.append(one)
        scores = " | ".join(str(one[kind]) for kind in KINDS)
        print(
            f"| {name} | {scores} | {one['bytes'] / 1000:.1f} | {one['requests']} | {', '.join(one['under'])} |",
            flush=True,
        )
        if not fine(one):
            print(f"under the bar: {name}", flush=True)
    return rows


if __name__ == "__main__":
    sys.exit(main())
