from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from kumppanuus.activity.redaction import replay_redactions


class Command(BaseCommand):
    help = "After restoring a backup: remove again what had been removed for good."

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply all traces again and print how many objects were met."""
        self.stdout.write(f"replayed: {replay_redactions()}")
