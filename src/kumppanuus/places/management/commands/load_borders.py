"""Load municipal borders from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.places.actions import load_borders


class Command(BaseCommand):
    help = "Load municipal borders from Statistics Finland's GeoJSON, so that maps are drawn with them."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, as downloaded from Statistics Finland's boundary service."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the action as the system; a file that cannot be used is told in words, and nothing is changed."""
        try:
            count = load_borders(system("command"), None, path=options["file"])
        except Refused as refused:
            raise CommandError(str(refused.message)) from refused
        self.stdout.write(f"{count} borders. Maps are drawn with them from now on.")
