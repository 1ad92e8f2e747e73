"""Results while typing: what has a word in its title that begins so, everyday words and places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.search import gazetteer, snapshot
from kumppanuus.search.analysis import folded, tokens
from kumppanuus.search.analysis.terms import start_id
from kumppanuus.search.finding import visible
from kumppanuus.search.models import Document, Saying
from kumppanuus.search.planning import Alternative, Clause, word_clauses
from kumppanuus.search.ranking import Ranked, best
from kumppanuus.search.segments import day
from kumppanuus.search.understanding import understand

SAYINGS, PLACES = 3, 2
UNSPOKEN = "vanhentunut"  # so begins the note of such words in data/words.csv
SHORTEST = 2  # letters before anything is suggested
MOST_LETTERS = 100


@dataclass(frozen=True)
class Suggestion:
    """One line below the box.

    kind     a model's label for a thing with an address; "saying" and "place" are words to search by
    title    what is shown; `address` leads to the thing
    """

    kind: str
    title: Text
    address: tuple[str, tuple[Any, ...]] | None = None
    facts: Any = None


def suggest(actor: Actor, start: str, language: str = "fi", *, limit: int = 8) -> list[Suggestion]:
    """Return what may be meant by the beginning of a query, best first. Three to five SQL queries.

    Only what the actor may see is looked at; everyday words and places are public.
    """
    words = tokens(start[:MOST_LETTERS])
    if not words or len(words[-1]) < SHORTEST:
        return []
    found = _things(actor, words, language, limit)
    whole = " ".join(words)
    # A word that is outdated or hurts is understood, and never put into anybody's mouth.
    sayings = Saying.objects.filter(saying__startswith=whole).exclude(note__startswith=UNSPOKEN).order_by("saying")
    found += [Suggestion("saying", Text({row.language: row.saying})) for row in sayings[:SAYINGS]]
    last = folded(words[-1])
    places = {place.pk: place for name, place in gazetteer.names().items() if name.startswith(last)}
    found += [Suggestion("place", place.name) for place in list(places.values())[:PLACES]]
    return found[:limit]


def _things(actor: Actor, words: list[str], language: str, limit: int) -> list[Suggestion]:
    now = snapshot.current()
    if not now.generation:
        return []
    before = understand(" ".join(words[:-1]), language, now.words)
    start = Clause("word", 1.0, frozenset(), (Alternative(words[-1], ((start_id(words[-1]), 1.0),)),))
    ranked = Ranked(before, now.parts)
    ranked.clauses = [start, *word_clauses(before)]
    ranked.read([term for clause in ranked.clauses for term in clause.terms()])
    masks = visible(actor, now.parts, day(timezone.localdate(), 0))
    scores = {}
    for part in now.parts:
        begins = ranked.scores(part, [start])
        own = begins + ranked.scores(part, ranked.clauses[1:])
        scores[part.pk] = own * (begins > 0) * masks[part.pk]
    top = best(scores, now.parts, limit)
    rows = Document.objects.in_bulk([pk for _score, pk, _part, _number in top])
    return [
        Suggestion(row.kind, row.title, (row.address[0], tuple(row.address[1])), row.facts)
        for _score, pk, _part, _number in top
        if (row := rows.get(pk)) is not None
    ]
