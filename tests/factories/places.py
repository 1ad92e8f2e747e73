"""Areas: the whole classification, through the action that loads it."""

from __future__ import annotations

from kumppanuus.core.actors import system
from kumppanuus.places.actions import load_areas
from kumppanuus.places.models import Area
from tests.factories.kept import kept


@kept
def _finland() -> None:
    load_areas(system("command"), None)


def areas() -> None:
    """Load Finland, unless this test has it already."""
    if not Area.objects.exists():
        _finland()


def area(slug: str = "koski-tl") -> Area:
    """Return an area by its slug; Koski Tl if nothing is said."""
    areas()
    return Area.objects.get(slug=slug)
