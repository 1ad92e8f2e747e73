"""What an organisation does, on its page: apps above say it here, since the page knows none of them.

The page is kept in pieces (`core.pieces`): what an app adds is the same for all readers with the same rights.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area


@dataclass(frozen=True)
class Entry:
    """One line: a label, the page it leads to, and what kind of thing it is."""

    label: Any
    url: str
    kind: Any = ""


Provider = Callable[[Organisation], list[Entry]]
providers: list[Provider] = []


@dataclass(frozen=True)
class Section:
    """A part of the page: what of the reader's rights shows in it, and how it looks to one with those rights."""

    rights: Callable[[Actor, Organisation], Hashable]
    render: Callable[[Organisation, Any], SafeString]


sections: list[Section] = []


def register(provider: Provider) -> Provider:
    """Register a function that lists what everybody may see of what the organisation does; at most two queries."""
    if provider not in providers:
        providers.append(provider)
    return provider


def entries(organisation: Organisation) -> list[Entry]:
    """Return all lines."""
    return [entry for provider in providers for entry in provider(organisation)]


def section(one: Section) -> Section:
    """Register a section of an organisation's page; at most one query where the reader is signed out."""
    if one not in sections:
        sections.append(one)
    return one


def rights(actor: Actor, organisation: Organisation) -> tuple[Hashable, ...]:
    """Return what of the reader's rights shows in each section."""
    return tuple(one.rights(actor, organisation) for one in sections)


def rendered(organisation: Organisation, told: tuple[Hashable, ...]) -> list[SafeString]:
    """Return the sections of apps above for readers with these rights; empty ones are left out."""
    made = (one.render(organisation, own) for one, own in zip(sections, told, strict=True))
    return [found for found in made if found]


OfPost = Callable[[Request, Post], SafeString]
OfArea = Callable[[Request, Area], SafeString]
of_posts: list[OfPost] = []
of_areas: list[OfArea] = []


def post_section(one: OfPost) -> OfPost:
    """Register a section of a post's page; empty ones are left out."""
    if one not in of_posts:
        of_posts.append(one)
    return one


def contacts_section(one: OfArea) -> OfArea:
    """Register a section beside the contact persons of an area; at most three queries, empty ones are left out."""
    if one not in of_areas:
        of_areas.append(one)
    return one


def beside(
    request: Request, sections: list[Callable[[Request, Any], SafeString]], what: Post | Area
) -> list[SafeString]:
    """Return the sections of apps above for a post or an area."""
    return [found for one in sections if (found := one(request, what))]
