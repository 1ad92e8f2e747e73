"""A query into clauses: terms of the index, how much each counts, and which words of the query they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from kumppanuus.search import levers
from kumppanuus.search.analysis import forms, gram_ids, term_id, tokens
from kumppanuus.search.analysis.stopwords import BY_LANGUAGE
from kumppanuus.search.understanding import Understood, Word
from kumppanuus.search.vocabulary import CLASS, EVERYDAY, TRANSLATION, Expansion

WORD, PART, ROOT, JOINED, SIMILAR, MEANT = "word", "part", "root", "joined", "similar", "meant"
# How much each way of meeting counts in the score.
WEIGHTS = {WORD: 1.0, PART: 0.4, ROOT: 0.3, JOINED: 0.7, MEANT: 0.7, EVERYDAY: 0.5, TRANSLATION: 0.25, CLASS: 0.2}
INSTEAD = 1.0  # an expansion of words that no document has, in place of WEIGHTS
SIMILAR_KNOWN, SIMILAR_ABSENT, SIMILAR_UNKNOWN = 0.1, 0.8, 1.0
SIMILAR_TRANSLATED, SIMILAR_MEANT = 0.3, 0.3
INNER = 0.5  # parts of the words of an expansion
IDIOM = 0.4  # words of a saying, taken by themselves
ASIDE = 0.4
PLACE = 0.5  # a word that names a place counts less than what is looked for there


@dataclass(frozen=True, slots=True)
class Alternative:
    """One wording: the clause is met by it as far as the document has its terms."""

    label: str
    terms: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A way in which words of the query can be met; the best of its alternatives counts."""

    kind: str
    weight: float
    covers: frozenset[int]
    alternatives: tuple[Alternative, ...]

    def terms(self) -> Iterable[int]:
        """Give all terms."""
        return (term for one in self.alternatives for term, _weight in one.terms)


def forget() -> None:
    """Drop what is kept of wordings, after a lever was switched."""
    _wording.cache_clear()


def _one(word: str) -> Alternative:
    return Alternative(word, ((term_id(word), 1.0),))


def idioms(query: Understood) -> set[int]:
    """Return the words that stand in a saying of several words: together they mean something else."""
    return {
        at
        for one in query.expansions
        if one.entry.kind == EVERYDAY and len(one.covers) > 1 and one.sureness >= 1
        for at in one.covers
    }


def share_of(word: Word) -> float:
    """Return how much a word counts against the others: less for a place, and for what explains in brackets."""
    return PLACE if word.place else ASIDE if word.aside else 1.0


def word_clauses(query: Understood) -> list[Clause]:
    """Return how the words themselves, their parts and roots, and compounds written apart can be met."""
    found = []
    told = idioms(query)
    for at, word in enumerate(query.words):
        share, here = share_of(word) * (IDIOM if at in told else 1.0), frozenset({at})
        found.append(Clause(WORD, share * WEIGHTS[WORD], here, tuple(map(_one, word.bases))))
        if word.parts:
            terms = tuple((term_id(part), 1.0) for part in word.parts)
            found.append(Clause(PART, share * WEIGHTS[PART], here, (Alternative(word.text, terms),)))
        if word.roots:
            found.append(Clause(ROOT, share * WEIGHTS[ROOT], here, tuple(map(_one, word.roots))))
        if word.meant:
            wordings = tuple(_wording(one, code) for one in word.meant for code in _languages(query))
            found.append(Clause(MEANT, WEIGHTS[MEANT], here, wordings))
    for at, whole in query.joined.items():
        found.append(Clause(JOINED, WEIGHTS[JOINED], frozenset({at, at + 1}), tuple(map(_one, whole.bases))))
    return found


def _languages(query: Understood) -> tuple[str, ...]:
    return ("fi",) if query.language == "fi" else (query.language, "fi")


def expansion_clauses(query: Understood) -> list[tuple[Clause, Expansion]]:
    """Return a clause for each entry of the vocabulary that stands in the query."""
    found = []
    for one in query.expansions:
        said = {query.words[at].text for at in one.covers}
        wordings = [_wording(text, code) for code, text in one.entry.meanings if set(tokens(text)) != said]
        if wordings:
            found.append((Clause(one.entry.kind, one.sureness, one.covers, tuple(wordings)), one))
    return found


@lru_cache(maxsize=1024)
def _wording(text: str, language: str) -> Alternative:
    """Return a wording's terms: each of its words with its parts, so that all together weigh as one word."""
    words = tokens(text)
    content = [word for word in words if word not in BY_LANGUAGE.get(language, ())] or words
    weights: dict[int, float] = {}
    for word in content:
        known = forms(word, language)
        for base in known.bases[:1]:
            weights[term_id(base)] = 1.0
        for part in known.parts:
            weights.setdefault(term_id(part), INNER)
    share = 1.0 / max(1, len(content))
    return Alternative(text, tuple((term, weight * share) for term, weight in weights.items()))


def similar_clause(at: int, word: Word, *, unknown: bool, translated: bool) -> Clause | None:
    """Return how a word is met by others that look like it; it counts much only where no document has the word."""
    if not levers.on("grams"):
        return None
    grams = gram_ids(word.text)
    weight = SIMILAR_KNOWN
    if unknown:
        weight = SIMILAR_ABSENT if word.known else SIMILAR_UNKNOWN
        weight = SIMILAR_TRANSLATED if translated else SIMILAR_MEANT if word.meant else weight
    weight *= share_of(word)
    share = 1.0 / max(1.0, len(grams) ** 0.5)
    terms = tuple((gram, share) for gram in grams)
    return Clause(SIMILAR, weight, frozenset({at}), (Alternative(word.text, terms),))
