"""The space that an installation's common pages belong to, kept per process and refreshed on change."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from kumppanuus.spaces.models import Space
from kumppanuus.ui.context import register

KEY, SECONDS = "spaces.site_name", 60


def default_space() -> Space | None:
    """Return the space of the common pages (accessibility, privacy, terms): the first one."""
    return Space.objects.select_related("operator", "area").order_by("pk").first()


def forget() -> None:
    """Drop what this process remembers; others notice within a minute."""
    cache.delete(KEY)


@register
def site_name(request: HttpRequest) -> dict[str, Any]:
    """Give every page the space's name, where the installation has one space; no query while it is remembered."""

    def load() -> Any:
        names = list(Space.objects.values_list("name", flat=True)[:2])
        return names[0] if len(names) == 1 else ""

    name = cache.get_or_set(KEY, load, SECONDS)
    return {"site_name": name} if name else {}
