"""Write the country's tile placement into the data file."""

from __future__ import annotations

import csv
from typing import Any

from django.core.management.base import BaseCommand

from kumppanuus.places.actions import DATA, rows
from kumppanuus.places.tiles import place


class Command(BaseCommand):
    help = "Place one tile per municipality and write the columns tile_x and tile_y of the data file."

    def handle(self, *args: Any, **options: Any) -> None:
        """Recompute and rewrite data/municipalities.csv; the same coordinates give the same file."""
        found = rows("municipalities")
        cells = place({row["code"]: (float(row["lon"]), float(row["lat"])) for row in found})
        for row in found:
            row["tile_x"], row["tile_y"] = map(str, cells[row["code"]])
        with (DATA / "municipalities.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
        self.stdout.write(f"{len(found)} tiles placed.")
