"""What an organisation does, on its page: apps above say it here, since the page knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Organisation


@dataclass(frozen=True)
class Entry:
    """One line: a label, the page it leads to, and what kind of thing it is."""

    label: Any
    url: str
    kind: Any = ""


Provider = Callable[[Actor, Organisation], list[Entry]]
providers: list[Provider] = []
Section = Callable[[Actor, Organisation], SafeString]
sections: list[Section] = []


def register(provider: Provider) -> Provider:
    """Register a function that lists what the reader may see of what the organisation does; at most two queries."""
    if provider not in providers:
        providers.append(provider)
    return provider


def entries(actor: Actor, organisation: Organisation) -> list[Entry]:
    """Return all lines for a reader."""
    return [entry for provider in providers for entry in provider(actor, organisation)]


def section(provider: Section) -> Section:
    """Register a function that returns a section of an organisation's page, rendered; at most one query."""
    if provider not in sections:
        sections.append(provider)
    return provider


def rendered(actor: Actor, organisation: Organisation) -> list[SafeString]:
    """Return the sections of apps above for a reader; empty ones are left out."""
    return [found for provider in sections if (found := provider(actor, organisation))]
