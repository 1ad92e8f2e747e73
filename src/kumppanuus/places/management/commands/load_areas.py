"""Load the areas of Finland."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from kumppanuus.core.actors import system
from kumppanuus.places.actions import load_areas


class Command(BaseCommand):
    help = "Load or bring up to date the country, regions, counties, municipalities and mergers."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the action as the system."""
        self.stdout.write(f"{load_areas(system('command'), None)} areas.")
