"""What lists of bodies and of their meetings are filtered by: kinds and areas that bodies have, kept for a while."""

from __future__ import annotations

from django.core.cache import cache
from django.utils.translation import get_language

from kumppanuus.bodies.models import Body, BodyKind
from kumppanuus.core.pieces import held
from kumppanuus.places.models import Area
from kumppanuus.places.order import in_reading_order
from kumppanuus.ui.languages import INTERFACE

KINDS, AREAS = "bodies.kinds", "bodies.areas"


def forget() -> None:
    """Drop what is kept, since a body or a kind changed; other processes notice within ten minutes."""
    cache.delete_many([f"{name}.{code}" for name in (KINDS, AREAS) for code in INTERFACE])


def kinds() -> list[tuple[str, str]]:
    """Return the kinds that bodies are of, in the reader's language: (code, name), each code once."""

    def load() -> list[tuple[str, str]]:
        used = BodyKind.objects.filter(pk__in=Body.objects.order_by().values("kind"))
        return list({one.code: (one.code, str(one)) for one in used}.values())

    return held(f"{KINDS}.{get_language()}", load)


def areas() -> list[tuple[str, str]]:
    """Return the areas that bodies have, in the reader's language: (slug, name)."""

    def load() -> list[tuple[str, str]]:
        used = Area.objects.filter(pk__in=Body.objects.order_by().values("area")).only("slug", "name", "kind")
        return [(one.slug, str(one.name)) for one in in_reading_order(used)]

    return held(f"{AREAS}.{get_language()}", load)
