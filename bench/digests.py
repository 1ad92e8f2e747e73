"""The digests of many people at once: putting events for them into the outbox, gathering the digests, sending them.

    KUMPPANUUS_MODE=test PYTHONPATH=src python -m bench.digests [--people 20000] [--events 5] [--kills 0]

On the database of DATABASE_URL, which is created and destroyed as a test's. Mails are made whole and thrown away at the end:
what an SMTP server needs is not measured.

With --kills the job is another process that is killed so many times at random moments and started again, and the mails
go to a real SMTP server on loopback: each person's digest has to come, with every event, at most one mail is to come
twice for each kill, and what comes twice has the same Message-ID. Only the lease of a dead sender is shorter here
(5 seconds instead of 5 minutes), so that one need not wait for it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.pages import free_port  # noqa: E402
from kumppanuus.accounts.models import Person  # noqa: E402
from kumppanuus.activity.models import Event, EventAudience, EventTarget  # noqa: E402
from kumppanuus.core.texts import Text  # noqa: E402
from kumppanuus.following.models import Follow  # noqa: E402
from kumppanuus.following.telling import tell_followers  # noqa: E402
from kumppanuus.notices import actions, sending  # noqa: E402
from kumppanuus.notices.models import Delivery, State  # noqa: E402
from kumppanuus.organisations.models import Organisation  # noqa: E402

BATCH = 2000
MOMENTS, SEED = (0.5, 12.0), 11  # seconds until a kill
PUBLIC, SLUG = "public", "mittausyhdistys"


def timed(words: str, number: int, do: Callable[[], Any]) -> Any:
    """Do it and say how long it took, whole and for each thousand."""
    clock, cpu = time.monotonic(), time.process_time()
    found = do()
    took, used = time.monotonic() - clock, time.process_time() - cpu
    print(f"| {words} | {took:.1f} s | {used:.1f} s | {took / number * 1000:.2f} s |", flush=True)
    return found


def build(people: int, events: int) -> list[Event]:
    """Make persons of three languages who all follow one organisation, and events that everybody may see."""
    ngo = Organisation.objects.create(name=Text(fi="Mittausyhdistys"), slug=SLUG, kind="association")
    rows = [
        Person(email=f"p{n}@example.org", name=f"Person {n}", language=("fi", "sv", "en")[n % 3]) for n in range(people)
    ]
    made = Person.objects.bulk_create(rows, batch_size=BATCH)
    model = ngo._meta.label_lower
    Follow.objects.bulk_create(
        [Follow(person=one, model=model, object_id=ngo.pk, rhythm="daily") for one in made], batch_size=BATCH
    )
    found = [Event.objects.create(name="organisations.change", organisation_id=ngo.pk) for _n in range(events)]
    EventTarget.objects.bulk_create([EventTarget(event=one, model=model, object_id=ngo.pk) for one in found])
    EventAudience.objects.bulk_create([EventAudience(event=one, token=PUBLIC) for one in found])
    return found


def send_all() -> int:
    """Gather and send until nothing is left: the process that is killed."""
    actions.LEASE = dt.timedelta(seconds=5)
    left = (State.DIGEST, State.WAITING, State.SENDING)
    later = timezone.now() + dt.timedelta(days=2)
    while Delivery.objects.filter(state__in=left).exists():
        sending.make_digests(later)
        sending.send_due()
        time.sleep(0.1)
    return 0


class Box:
    """An SMTP server's handler that remembers to whom which mail came, and how many of the events each told."""

    def __init__(self) -> None:
        self.mails: Counter[tuple[str, str]] = Counter()
        self.told: dict[str, int] = {}

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=policy.default)
        to, body = envelope.rcpt_tos[0], mail.get_body(("plain",))  # type: ignore[attr-defined]
        self.mails[to, str(mail["message-id"])] += 1
        self.told[to] = body.get_content().count(f"/organisations/{SLUG}/")
        return "250 OK"


def killed(people: int, kills: int) -> int:
    """Kill the job at random moments, start it again, and say what came. Returns 1 if anything is not as promised."""
    from aiosmtpd.controller import Controller

    box, events = Box(), Event.objects.count()
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    name = str(connection.settings_dict["NAME"])
    address = f"sqlite:///{name}" if connection.vendor == "sqlite" else _beside(name)
    environment = os.environ | {"DATABASE_URL": address, "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    program = [sys.executable, "-m", "bench.digests", "--sender"]
    moments, done, clock = random.Random(SEED), 0, time.monotonic()
    try:
        while done < kills:
            with subprocess.Popen(program, env=environment) as process:
                try:
                    process.wait(4 + moments.uniform(*MOMENTS))  # it starts in about 4 seconds
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    done += 1
                else:
                    break
        subprocess.run(program, env=environment, check=True)
    finally:
        server.stop()
    came, twice = {to for to, _id in box.mails}, sum(box.mails.values()) - len(box.mails)
    unsent = Delivery.objects.exclude(state=State.SENT).count()
    short = sum(number != events for number in box.told.values())
    whole = len(came) == len(box.mails) == people and twice <= done and not short
    print(
        f"\nkilled {done} times in {time.monotonic() - clock:.0f} s: {len(came)} of {people} got a digest, "
        f"{len(box.mails) - len(came)} under two Message-IDs, {twice} mails came twice, "
        f"{short} do not tell all {events} events, {unsent} deliveries are left"
    )
    return 0 if whole and not unsent else 1


def _beside(name: str) -> str:
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--events", type=int, default=5)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--sender", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.sender:
        return send_all()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    actions._wake = lambda: None  # the queue of a test would send at once
    name = connection.creation.create_test_db(verbosity=0)
    try:
        with transaction.atomic():
            events = build(asked.people, asked.events)
        print(f"{connection.vendor}: {asked.people} people, {asked.events} events each\n")
        print("| step | time | of it this process | per 1,000 people |\n|---|---|---|---|")
        timed("events to followers", asked.people, lambda: [tell_followers(one) for one in events])
        if asked.kills:
            return killed(asked.people, asked.kills)
        later = timezone.now() + dt.timedelta(days=2)
        made = timed("gathering the digests", asked.people, lambda: sending.make_digests(later))
        sent = timed("making and sending the mails", asked.people, sending.send_due)
        again = sending.make_digests(later) + sending.send_due()
        print(f"\ndigests {made}, mails {sent}, a second time {again}")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    return 0 if made == sent == asked.people and not again else 1


if __name__ == "__main__":
    sys.exit(main())
