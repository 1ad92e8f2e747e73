"""The digests of many people at once: putting events for them into the outbox, gathering the digests, sending them.

    KUMPPANUUS_MODE=test PYTHONPATH=src python -m bench.digests [--people 20000] [--events 5]

On the database of DATABASE_URL, which is created and destroyed as a test's. Mails are made whole and thrown away at the end:
what an SMTP server needs is not measured.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kumppanuus.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from kumppanuus.accounts.models import Person  # noqa: E402
from kumppanuus.activity.models import Event, EventAudience, EventTarget  # noqa: E402
from kumppanuus.core.texts import Text  # noqa: E402
from kumppanuus.following.models import Follow  # noqa: E402
from kumppanuus.following.telling import tell_followers  # noqa: E402
from kumppanuus.notices import actions, sending  # noqa: E402
from kumppanuus.organisations.models import Organisation  # noqa: E402

BATCH = 2000
PUBLIC = "public"


def timed(words: str, number: int, do: Callable[[], Any]) -> Any:
    """Do it and say how long it took, whole and for each thousand."""
    clock, cpu = time.monotonic(), time.process_time()
    found = do()
    took, used = time.monotonic() - clock, time.process_time() - cpu
    print(f"| {words} | {took:.1f} s | {used:.1f} s | {took / number * 1000:.2f} s |", flush=True)
    return found


def build(people: int, events: int) -> list[Event]:
    """Make persons of three languages who all follow one organisation, and events that everybody may see."""
    ngo = Organisation.objects.create(name=Text(fi="Mittausyhdistys"), slug="mittausyhdistys", kind="association")
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


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--events", type=int, default=5)
    asked = parser.parse_args()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    actions._wake = lambda: None  # the queue of a test would send at once
    name = connection.creation.create_test_db(verbosity=0)
    try:
        with transaction.atomic():
            events = build(asked.people, asked.events)
        print(f"{connection.vendor}: {asked.people} people, {asked.events} events each\n")
        print("| step | time | of it this process | per 1,000 people |\n|---|---|---|---|")
        timed("events to followers", asked.people, lambda: [tell_followers(one) for one in events])
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
