"""A comment round with 2,000 comments beside the floor: its page, the workbench, the summary, grouping a hundred at once.

    python -m bench.consultations [--remarks 2000] [--repeats 5]

On SQLite in var/bench, filled straight into the tables. Floor and product run under the same web server and are asked in
turn, as in bench/pages.py, and judged by time, or by CPU on a busy machine; the act of grouping is timed inside a
process, since its answer is only a redirection. Status 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from bench.pages import COMPOSED, LIST, VAR, Server, Turn, environment, is_busy, run, running, turn

AT_ONCE, REQUESTS = 100, 15
PAGES = {"round": "", "workbench": "answers/", "comments": "comments/", "summary": "summary/"}
BARS = {"round": COMPOSED, "workbench": COMPOSED, "comments": LIST, "summary": COMPOSED}


def fill(remarks: int) -> dict[str, Any]:
    """Make tables, organisations, one closed round with its comments, a moderator signed in; time the grouping."""
    import django

    django.setup()
    import datetime as dt

    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.utils import timezone

    from bench.data import BACKEND, NO_PASSWORD
    from kumppanuus.accounts.models import Person
    from kumppanuus.accounts.terms import TERMS_VERSION
    from kumppanuus.consultations import actions
    from kumppanuus.consultations.models import Consultation, Part, Remark, Stance, Theme
    from kumppanuus.core.actors import Actor
    from kumppanuus.core.texts import Text
    from kumppanuus.organisations.middleware import SESSION_KEY
    from kumppanuus.organisations.models import Membership, Organisation

    call_command("migrate", verbosity=0)
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=Text(fi=f"Kuvitelma {n}"), slug=f"kuvitelma-{n}", kind="association", sort_name=f"Kuvitelma {n}"
        )
        for n in range(60)
    )
    own = organisations[0]
    now = timezone.now()
    person = Person.objects.create(
        email="m@bench.example",
        name="Mittaaja",
        password=NO_PASSWORD,
        terms_version=TERMS_VERSION,
        terms_accepted_at=now,
    )
    Membership.objects.create(organisation=own, person=person, role="admin", start=timezone.localdate())
    round_ = Consultation.objects.create(
        organisation=own, slug="mittaus", title=Text(fi="Mitattava kierros"), closes_at=now - dt.timedelta(days=1)
    )
    body = "Kylätalon **ovi on auki** arkisin, ja avaimen saa naapurista. " * 30
    parts = Part.objects.bulk_create(
        Part(consultation=round_, key=f"osa-{n}", order=n, heading=Text(fi=f"Osa {n}"), body=Text(fi=body))
        for n in range(12)
    )
    themes = Theme.objects.bulk_create(
        Theme(consultation=round_, title=Text(fi=f"Ryhmä {n}"), order=n) for n in range(20)
    )
    Remark.objects.bulk_create(
        Remark(
            consultation=round_,
            part=parts[n % 12],
            theme=themes[n % 40] if n % 40 < 20 else None,
            organisation=organisations[n % 60],
            text=f"Kommentti {n}: avain pitäisi saada myös illalla. " * 6,
            quote="ovi on auki" if n % 4 == 0 else "",
            quote_at=n % 30,
            stance=list(Stance)[n % 3],
            given_at=now - dt.timedelta(days=2),
        )
        for n in range(remarks)
    )
    Consultation.objects.filter(pk=round_.pk).update(opens_at=now - dt.timedelta(days=20), closed_at=now)
    round_.refresh_from_db()
    session = SessionStore()
    session["_auth_user_id"], session["_auth_user_backend"] = str(person.pk), BACKEND
    session["_auth_user_hash"], session[SESSION_KEY] = person.get_session_auth_hash(), own.pk
    session.create()
    actor, times = Actor(person.pk, own.pk), []
    for n in range(8):
        seen = dict(round_.remarks.order_by("pk").values_list("pk", "theme")[n * AT_ONCE : (n + 1) * AT_ONCE])
        start = time.perf_counter()
        actions.group(actor, round_, seen=seen, theme=themes[n])
        times.append((time.perf_counter() - start) * 1000)
    return {"session": session.session_key, "group_ms": statistics.median(times)}


def main() -> int:
    """Measure and print a table."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--remarks", type=int, default=2000)
    asked.add_argument("--repeats", type=int, default=5)
    asked.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.fill:
        print(json.dumps(fill(options.remarks)))
        return 0
    VAR.mkdir(parents=True, exist_ok=True)
    for old in VAR.glob("consultations.sqlite3*"):
        old.unlink()
    url = f"sqlite:///{VAR / 'consultations.sqlite3'}"
    made = json.loads(
        run("bench.consultations", "--fill", "--remarks", str(options.remarks), database=url).splitlines()[-1]
    )
    setup = "import django; django.setup(); from kumppanuus.config.loading import collect_static; collect_static()"
    subprocess.run([sys.executable, "-c", setup], check=True, env=environment(url))
    floor, product = Server("bench.floor:application", url), Server("kumppanuus.config.wsgi:application", url)
    found: dict[str, list[tuple[Turn, Turn]]] = {name: [] for name in PAGES}
    busy, cookie = is_busy(), f"sessionid={made['session']}"
    with running(floor, product):
        for _n in range(options.repeats):
            for name, path in PAGES.items():
                below = turn(floor, "/", "", REQUESTS)
                found[name].append((below, turn(product, f"/fi/consultations/mittaus/{path}", cookie, REQUESTS)))
    judged = "CPU (others kept the machine busy)" if busy else "time"
    print(f"{options.remarks} comments, {os.cpu_count()} cores, judged by {judged}\n")
    print("| page | p50 ms | ÷ floor | CPU ÷ floor | bar | held |\n|---|---|---|---|---|---|")
    missed = 0
    for name, turns in found.items():
        ratio = statistics.median(page.p50 / below.p50 for below, page in turns)
        cpu = statistics.median(page.cpu / below.cpu for below, page in turns)
        over = (cpu if busy else ratio) > BARS[name].ratio
        missed += over
        p50 = statistics.median(page.p50 for _below, page in turns)
        print(
            f"| {name} | {p50:.1f} | {ratio:.1f} | {cpu:.1f} | {BARS[name].ratio:g} | {'**no**' if over else 'yes'} |"
        )
    print(f"| grouping {AT_ONCE} at once | {made['group_ms']:.1f} | – | – | – | – |")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
