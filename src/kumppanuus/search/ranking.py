"""The one ranking, computed here on both databases: BM25 over the clauses of a query, within what may be seen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kumppanuus.search import levers, storing
from kumppanuus.search.planning import (
    INSTEAD,
    SIMILAR,
    WEIGHTS,
    WORD,
    Alternative,
    Clause,
    expansion_clauses,
    share_of,
    similar_clause,
    word_clauses,
)
from kumppanuus.search.segments import Part
from kumppanuus.search.understanding import Understood
from kumppanuus.search.vocabulary import EVERYDAY
from kumppanuus.search.weighing import TOP

FRESH, FRESH_DAYS = 0.04, 730  # what was confirmed today counts so much more than what nobody has looked at for long
NEAR, NEAR_KM = 0.1, 20.0
EARTH_KM = 6371.0
FIRST = 64
MANY = 8  # a word is common when more than this part of a segment has it
BARS = (0.9, 0.75, 0.5, 0.25)
A_FEW_WORDS = 4  # of longer queries, only words that nothing has are looked for by their letters
RELATIVE = 0.12  # of the best score: less is no hit
Array = Any


@dataclass
class Ranked:
    """A query met with the index: clauses with the weights that they got, and what each segment has of their terms."""

    query: Understood
    parts: Sequence[Part]
    clauses: list[Clause] = field(default_factory=list)
    postings: storing.Postings = field(default_factory=dict)
    idf: dict[int, float] = field(default_factory=dict)
    rarity: list[float] = field(default_factory=list)  # of each word of the query
    unknown: list[bool] = field(default_factory=list)

    def read(self, terms: Iterable[int]) -> None:
        """Read what the index has of terms, and how rare each is. One query at most."""
        new = [term for term in dict.fromkeys(terms) if term not in self.idf]
        for segment, found in storing.postings(self.parts, new).items():
            self.postings.setdefault(segment, {}).update(found)
        size = sum(part.size for part in self.parts)
        for term in new:
            number = sum(len(have[term][0]) for have in self.postings.values() if term in have)
            self.idf[term] = math.log(1 + (size - number + 0.5) / (number + 0.5))

    def scores(self, part: Part, clauses: Sequence[Clause]) -> Array:
        """Return the score of each document of a segment by some clauses."""
        total: Array | None = None
        spare = None  # empty between clauses
        have = self.postings.get(part.pk, {})
        for clause in clauses:
            there = [one for one in clause.alternatives if any(term in have for term, _weight in one.terms)]
            if len(there) == 1:
                total = self._add(total, part.size, there[0], clause.weight, have)
            elif there:
                total = np.zeros(part.size, np.float32) if total is None else total
                spare = np.zeros(part.size, np.float32) if spare is None else spare
                self._add_best(total, spare, there, clause.weight, have)
        return np.zeros(part.size, np.float32) if total is None else total

    def _add_best(
        self,
        total: Array,
        spare: Array,
        alternatives: Sequence[Alternative],
        weight: float,
        have: Mapping[int, tuple[Array, Array]],
    ) -> None:
        """Add of several wordings the best for each document; where few documents have them, only those are touched."""
        many = sum(len(have[term][0]) for one in alternatives for term, _weight in one.terms if term in have)
        if many * MANY > len(total):
            best = np.zeros(len(total), np.float32)
            for alternative in alternatives:
                np.maximum(best, self._add(None, len(total), alternative, weight, have), out=best)
            total += best
            return
        touched = []
        for alternative in alternatives:
            docs, values = self._few(alternative, weight, have)
            spare[docs] = np.maximum(spare[docs], values)
            touched.append(docs)
        for docs in touched:
            total[docs] += spare[docs]
            spare[docs] = 0

    def _few(
        self, alternative: Alternative, weight: float, have: Mapping[int, tuple[Array, Array]]
    ) -> tuple[Array, Array]:
        """Return the documents that have a wording, each once, and what it gives them."""
        found = [
            (have[term][0], have[term][1] * np.float32(weight * share * self.idf[term] / TOP))
            for term, share in alternative.terms
            if term in have
        ]
        if len(found) == 1:
            return found[0]
        docs, at = np.unique(np.concatenate([one for one, _values in found]), return_inverse=True)
        values = np.bincount(at, np.concatenate([values for _docs, values in found]), len(docs))
        return docs, values.astype(np.float32)

    def _add(
        self,
        total: Array | None,
        size: int,
        alternative: Alternative,
        weight: float,
        have: Mapping[int, tuple[Array, Array]],
    ) -> Array:
        """Add what a wording gives to the scores, None for those that are all nought yet; return them."""
        for term, share in alternative.terms:
            found = have.get(term)
            if found is not None:
                docs, impacts = found
                each = np.float32(weight * share * self.idf[term] / TOP)
                if len(docs) * MANY > size:  # adding to all is quicker than picking many
                    dense = np.zeros(size, np.uint8)
                    dense[docs] = impacts
                    piece = dense * each
                    total = piece if total is None else np.add(total, piece, out=total)
                else:
                    total = np.zeros(size, np.float32) if total is None else total
                    total[docs] += impacts * each
        return np.zeros(size, np.float32) if total is None else total

    def evidence(self, part: Part, number: int) -> list[tuple[float, Clause, Alternative] | None]:
        """Say of each word of the query by what the document meets it best, and how surely (0 to 1)."""
        have = self.postings.get(part.pk, {})
        best: list[tuple[float, Clause, Alternative] | None] = [None] * len(self.query.words)
        for clause in self.clauses:
            for alternative in clause.alternatives:
                sure = _sureness(clause, alternative, have, number)
                if sure > 0:
                    for at in clause.covers:
                        kept = best[at]
                        if kept is None or sure > kept[0]:
                            best[at] = (sure, clause, alternative)
        return best

    def coverage(self, part: Part, number: int) -> float:
        """Return how much of the query's words, weighed by how rare each is, the document meets."""
        all_of = sum(self.rarity)
        if not all_of:
            return 0.0
        found = self.evidence(part, number)
        return sum(rare * (one[0] if one else 0.0) for rare, one in zip(self.rarity, found, strict=True)) / all_of


# How surely a word is met, by the way in which it is.
SURE = {
    WORD: 1.0,
    "joined": 1.0,
    "meant": 0.8,
    "words": 0.9,
    "glossary": 0.9,
    "classes": 0.7,
    "root": 0.7,
    "part": 0.6,
    SIMILAR: 0.8,
}
LIKE_ENOUGH = 0.3  # of a word's grams


def _sureness(clause: Clause, alternative: Alternative, have: Mapping[int, tuple[Array, Array]], number: int) -> float:
    whole = met = 0.0
    for term, weight in alternative.terms:
        whole += weight
        found = have.get(term)
        if found is not None:
            docs = found[0]
            at = int(docs.searchsorted(docs.dtype.type(number)))  # of its own kind, or all of it is copied first
            if at < len(docs) and docs[at] == number:
                met += weight
    share = met / whole if whole else 0.0
    if clause.kind == SIMILAR and share < LIKE_ENOUGH:
        return 0.0
    return SURE[clause.kind] * share


def meet(query: Understood, parts: Sequence[Part], masks: Mapping[int, Array]) -> Ranked:
    """Read what the index has of a query: at most two queries. `masks` say what the asker may see of each segment."""
    ranked = Ranked(query, parts)
    words = word_clauses(query)
    expanded = expansion_clauses(query)
    ranked.read(term for clause in (*words, *(one for one, _entry in expanded)) for term in clause.terms())
    ranked.unknown = [not _seen(ranked, word.bases_terms, masks) for word in query.words]
    top = math.log(1 + sum(part.size for part in parts) + 0.5)
    for at, word in enumerate(query.words):
        own = [ranked.idf[term] for term in word.bases_terms if term in ranked.idf]
        ranked.rarity.append(share_of(word) * (top if ranked.unknown[at] or not own else min(own)))
    ranked.clauses = words
    translated: set[int] = set()
    for clause, _expansion in expanded:
        instead = all(ranked.unknown[at] for at in clause.covers)
        idiom = clause.kind == EVERYDAY and len(clause.covers) > 1
        weight = clause.weight * (INSTEAD if instead or idiom else WEIGHTS[clause.kind])
        ranked.clauses.append(Clause(clause.kind, weight, clause.covers, clause.alternatives))
        if any(_seen(ranked, [t for t, _w in one.terms], masks) for one in clause.alternatives):
            translated |= clause.covers
    similar = [
        similar_clause(at, word, unknown=is_unknown, translated=at in translated)
        for at, (word, is_unknown) in enumerate(zip(query.words, ranked.unknown, strict=True))
        if is_unknown or len(query.words) <= A_FEW_WORDS
    ]
    more = [clause for clause in similar if clause is not None]
    ranked.read(term for clause in more for term in clause.terms())
    ranked.clauses += more
    return ranked


def _seen(ranked: Ranked, terms: Sequence[int], masks: Mapping[int, Array]) -> bool:
    """Say whether a document that the asker may see has one of the terms."""
    for part in ranked.parts:
        have = ranked.postings.get(part.pk, {})
        for term in terms:
            docs = have[term][0] if term in have else ()
            # Mostly one of the first is: then the thousands of others need not be asked.
            if len(docs) and (masks[part.pk][docs[:FIRST]].any() or masks[part.pk].take(docs[FIRST:]).any()):
                return True
    return False


def signals(part: Part, scores: Array, today: int, near: tuple[float, float] | None) -> Array:
    """Let what is fresh, and what is near, weigh a little more."""
    if not levers.on("signals"):
        return scores
    scores = scores * freshness(part, today)
    if near is not None:
        km = distance(part, near)
        scores = scores * (1 + NEAR / (1 + np.nan_to_num(km, nan=1e6) / NEAR_KM)).astype(np.float32)
    return scores


def hide(part: Part, scores: Array, seen: Array) -> Array:
    """Set to nought, in place, the scores of what is not seen. Mostly that is little, and known from the last time."""
    hidden = part.kept(f"hidden {id(seen)}", lambda: (seen, np.flatnonzero(~seen)))[1]
    if len(hidden) * MANY < part.size:
        scores[hidden] = 0
    else:
        np.multiply(scores, seen, out=scores)
    return scores


def freshness(part: Part, today: int) -> Array:
    """Return by what each document's score is multiplied for having been confirmed or edited lately."""

    def make() -> Array:
        edited = part.columns["edited"]
        age = np.clip((today - edited.astype(np.int32)) / FRESH_DAYS, 0.0, 1.0)
        return (1 + FRESH * np.where(edited > 0, 1 - age, 0.0)).astype(np.float32)

    return part.kept(f"fresh {today}", make)


def distance(part: Part, near: tuple[float, float]) -> Array:
    """Return how far, in kilometres, the nearest place of each document is from a point (lon, lat); NaN where it has
    none.
    """
    at_lon, at_lat = math.radians(near[0]), math.radians(near[1])

    def km(lon: Array, lat: Array) -> Array:
        x = (lon - at_lon) * np.cos((lat + at_lat) / 2)
        return EARTH_KM * np.sqrt(x * x + (lat - at_lat) ** 2)

    found = km(np.radians(part.columns["lon"]), np.radians(part.columns["lat"]))
    docs, lon, lat = part.further()
    if len(docs):
        np.fmin.at(found, docs, km(lon, lat))
    return found


def _best_of(own: Array, number: int) -> Array:
    """Return the documents with the so many best scores: those above a bar that is lowered until enough are."""
    there = np.flatnonzero(own > 0)
    values = own[there]
    highest = values.max(initial=0)
    found = there
    for share in BARS:
        above = values >= highest * share
        if np.count_nonzero(above) >= number:
            found = there[above]
            break
    if len(found) > 4 * number:
        floor = np.partition(own[found], len(found) - number)[len(found) - number]
        found = np.concatenate((found[own[found] > floor], found[own[found] == floor][:number]))
    return found


def best(scores: Mapping[int, Array], parts: Sequence[Part], number: int) -> list[tuple[float, int, Part, int]]:
    """Return the best (score, document, segment, number in it), best first; of equals the older document."""
    values, pks, places, owners = [], [], [], []
    for at, part in enumerate(parts):
        own = scores[part.pk]
        numbers = _best_of(own, number)
        values.append(own[numbers])
        pks.append(part.columns["pks"][numbers])
        places.append(numbers)
        owners.append(np.full(len(numbers), at))
    if not values:
        return []
    score, pk, place, owner = (np.concatenate(one) for one in (values, pks, places, owners))
    first = np.lexsort((pk, -score))[:number]
    return [(float(score[one]), int(pk[one]), parts[owner[one]], int(place[one])) for one in first.tolist()]
