"""What pages know of spaces: the name of the only one, and the marks of the one a page belongs to.

Kept per process and refreshed on change; other processes notice within a minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language

from kumppanuus.core.pieces import held
from kumppanuus.core.texts import Text
from kumppanuus.files.models import File
from kumppanuus.spaces.models import Marks, Space
from kumppanuus.spaces.themes import ON_PAPER, Theme
from kumppanuus.ui.context import register

KEY, SECONDS = "spaces.marks", 60
MOST = 1000
DRESSED = "kumppanuus.space"


@dataclass(frozen=True)
class Worn:
    """A space's marks as a page or a document shows them."""

    name: Text
    theme: str = Theme.BILBERRY
    picture: File | None = None
    alternative: Text = Text()  # noqa: RUF009 - immutable

    @property
    def logo(self) -> str:
        """The address of the picture, in the reader's language."""
        return self.picture.get_absolute_url() if self.picture else ""

    @property
    def alternative_text(self) -> str:
        return str(self.alternative)

    @property
    def language(self) -> str:
        """The language of the alternative text, where it is not the reader's."""
        language = self.alternative.language_for()
        return "" if language == (get_language() or "fi").split("-")[0] else language

    @property
    def on_paper(self) -> str:
        return ON_PAPER[Theme(self.theme)]


def default_space() -> Space | None:
    """Return the space of the common pages (accessibility, privacy, terms): the first one."""
    return Space.objects.select_related("operator", "area").order_by("pk").first()


def forget() -> None:
    """Drop what this process remembers; others notice within a minute."""
    cache.delete(KEY)


def dress(request: HttpRequest, space_id: int | None) -> None:
    """Let the page that answers the request wear the marks of the space."""
    request.META[DRESSED] = space_id


def _known() -> dict[int, tuple[Text, Worn | None]]:
    """Return each space's name and marks; one query, and none while it is remembered."""

    def load() -> dict[int, tuple[Text, Worn | None]]:
        rows = Space.objects.select_related("marks__logo").order_by("pk")[:MOST]
        return {row.pk: (row.name, worn(row.name, row.marks) if row.marks else None) for row in rows}

    return held(KEY, load, SECONDS)


def worn(name: Text, marks: Marks) -> Worn:
    """Return marks as pages show them, also those that are not worn yet."""
    picture = marks.picture
    return Worn(name, marks.theme, picture, marks.alternative_text if picture else Text())


def marks_of(space_id: int) -> Worn | None:
    """Return what the space wears, if anything."""
    return _known().get(space_id, (Text(), None))[1]


@register
def of_space(request: HttpRequest) -> dict[str, Any]:
    """Give a page the marks of its space; where the installation has one space, every page its name and marks."""
    known = _known()
    only = next(iter(known)) if len(known) == 1 else None
    wears = known.get(request.META.get(DRESSED) or only or 0)
    found: dict[str, Any] = {"site_name": known[only][0]} if only and known[only][0] else {}
    if wears and wears[1]:
        found["worn"] = wears[1]
    return found
