"""What an app gives to be found: a `Source` for each thing, from a provider in its module `search`.

provide(
    "services.service",
    label=_("Services and activities"),
    ids=lambda: Service.objects.visible_to(system("search")).values_list("pk", flat=True),
    sources=sources,                                  # some ids → their Sources; an id left out is found no more
    follows={"organisations.organisation": services_of},  # an event about this → ids that are to be indexed again
)
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kumppanuus.core.texts import Text

ITSELF = "="
PUBLIC = frozenset({"public"})
# How much a word counts in each field; a field is what a Source calls it.
WEIGHTS = {"title": 8.0, "names": 4.0, "summary": 3.0, "classes": 2.0, "text": 1.0}
LENIENCE = {"title": 0.3, "names": 0.3, "summary": 0.3, "classes": 0.3, "text": 0.6}  # b of BM25
LETTERS = 1500  # of a text that a model reads: its beginning says what it is about
FIRST = ("fi", "sv", "en")
TYPICAL = {"title": 3.0, "names": 4.0, "summary": 12.0, "classes": 8.0, "text": 90.0}


@dataclass(frozen=True)
class Source:
    """One thing as search sees it.

    title, summary  what a hit shows; they are found too, and need not be repeated in `texts`
    address         name of its address, and the arguments
    texts           (field, text) for all else by which it is found; fields: see WEIGHTS
    facets          what it can be filtered by: "price:free", "area:853" (the area's row), "term:theme:mind"
    tokens          who may find it, as events' audiences: {"public"} or {"organisation:12"}
    facts           what a list shows beside it, plain data; words in several languages as {"fi": …, "sv": …}
    until           the last day on which it is listed
    point           where it is, as (lon, lat); further: its other places, which count for distance too
    """

    kind: str
    object_id: int
    title: Text
    address: tuple[str, tuple[Any, ...]]
    summary: Text = field(default_factory=Text)
    texts: Sequence[tuple[str, Text | str]] = ()
    facets: frozenset[str] = frozenset()
    tokens: frozenset[str] = PUBLIC
    facts: Mapping[str, Any] = field(default_factory=dict)
    edited_on: dt.date | None = None
    confirmed_on: dt.date | None = None
    due_on: dt.date | None = None
    until: dt.date | None = None
    point: tuple[float, float] | None = None
    further: Sequence[tuple[float, float]] = ()

    def fields(self) -> list[tuple[str, str, str]]:
        """Return (field, language, text) of everything that it is found by."""
        found = []
        for name, text in (("title", self.title), ("summary", self.summary), *self.texts):
            versions = text.items() if isinstance(text, Text) else (("fi", text),)
            found += [(name, language, words) for language, words in versions if words]
        return found


def text_of(source: Source) -> str:
    """Return what the model reads of something: its title, summary and the beginning of the rest, in one language."""
    versions = source.title
    language = next((code for code in FIRST if versions.get(code)), next(iter(versions), "fi"))
    parts = [words for _field, code, words in source.fields() if code == language]
    return ". ".join(part.strip() for part in parts if part.strip())[:LETTERS]


def digest_of(source: Source) -> int:
    """Return a number for what the model reads: the same text has the same, so it is read once."""
    return int.from_bytes(hashlib.blake2b(text_of(source).encode(), digest_size=8).digest(), "big") >> 1


Ids = Callable[[], Iterable[int]]
Sources = Callable[[Sequence[int]], Iterable[Source]]
Following = Callable[[int], Iterable[int]]


@dataclass(frozen=True)
class Provider:
    """What an app gives of one kind: what many of them are called, all ids, the sources of some, and what else an event
    may be about.

    wide    of these, what thousands may stand behind: nobody's page waits for finding them out, the worker does it
    beside  gives for hits on a page what one can do with each: {id: HTML}
    above   gives what such a page then has above them
    """

    kind: str
    label: Any
    ids: Ids
    sources: Sources
    follows: Mapping[str, Following]
    wide: frozenset[str] = frozenset()
    beside: Callable[[Any, Sequence[Any]], Mapping[int, str]] | None = None
    above: Callable[[Any], str] | None = None


providers: dict[str, Provider] = {}


def provide(
    kind: str,
    *,
    label: Any,
    ids: Ids,
    sources: Sources,
    follows: Mapping[str, Following] | None = None,
    wide: frozenset[str] = frozenset(),
    beside: Callable[[Any, Sequence[Any]], Mapping[int, str]] | None = None,
    above: Callable[[Any], str] | None = None,
) -> None:
    """Register what can be found of a kind, named by its model's label; `label` is the heading above what was found.

    Raises ValueError for one named twice.
    """
    if kind in providers:
        raise ValueError(f"{kind} is provided twice")
    providers[kind] = Provider(kind, label, ids, sources, follows or {}, wide, beside, above)


def concerned(model: str) -> bool:
    """Say whether an event about something of this model can change what is found."""
    return model in providers or any(model in one.follows for one in providers.values())


def is_wide(model: str) -> bool:
    """Say whether thousands may stand behind an event about something of this model."""
    return any(model in one.wide for one in providers.values())


def behind(model: str, object_id: int) -> list[tuple[str, int]]:
    """Return (kind, id) of all that is to be indexed again after an event about something; "=model" is only itself."""
    if model.startswith(ITSELF):
        return [(model.removeprefix(ITSELF), object_id)]
    found = [(model, object_id)] if model in providers else []
    for one in providers.values():
        if model in one.follows:
            found += [(one.kind, pk) for pk in one.follows[model](object_id)]
    return found
