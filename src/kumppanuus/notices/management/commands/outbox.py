from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kumppanuus.core.actors import system
from kumppanuus.notices import actions, sending
from kumppanuus.notices.models import Delivery, State


class Command(BaseCommand):
    help = "Show the outbox: how much waits, what gave up. --send sends what is due, --retry tries failed mail again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--send", action="store_true")
        parser.add_argument("--retry", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print counts per state and the rows that gave up, without addresses."""
        if options["retry"]:
            for row in Delivery.objects.filter(state=State.FAILED):
                actions.retry(system("command"), row)
        if options["send"]:
            self.stdout.write(f"sent: {sending.send_due()}")
        for state in State:
            self.stdout.write(f"{state.value}: {Delivery.objects.filter(state=state).count()}")
        for row in Delivery.objects.filter(state=State.FAILED)[:50]:
            self.stdout.write(f"failed {row.pk} {row.topic} {row.key} after {row.attempts}: {row.error}")
