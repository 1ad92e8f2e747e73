"""What apps above show beside the choices about mail."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.safestring import SafeString

from kumppanuus.core.requests import Request

Section = Callable[[Request], SafeString]
sections: list[Section] = []


def beside_choices(one: Section) -> Section:
    """Register a section of the page on which one chooses how often one gets mail."""
    if one not in sections:
        sections.append(one)
    return one
