"""Why something was found, in words; and what may have been meant by a word that nothing has."""

from __future__ import annotations

from dataclasses import dataclass

from kumppanuus.search.analysis import folded, forms, tokens
from kumppanuus.search.models import Document
from kumppanuus.search.planning import SIMILAR
from kumppanuus.search.ranking import LIKE_ENOUGH, Ranked
from kumppanuus.search.segments import Part
from kumppanuus.search.understanding import Understood
from kumppanuus.search.vocabulary import CLASS, TRANSLATION

SHORT, LONGEST_SLIP = 5, 2
TOLD = 0.6
RUN = 4  # letters


@dataclass(frozen=True)
class Reason:
    """A word of the query and what met it.

    how    word, part, root, joined, meant (misspelt), similar; or words (everyday), glossary (translation), classes;
           or near: the model says that it means much the same (then `word` is all that was typed)
    met    the wording that was met: the base form, the meaning of an everyday word, the name of a class; "" where it is
           not in what the hit shows
    where  title, summary or text
    """

    word: str
    how: str
    met: str
    where: str


def reasons_of(ranked: Ranked, part: Part, number: int, row: Document, *, near: bool = False) -> list[Reason]:
    """Return for each word of the query by what the document meets it; `near`: the model finds it near in meaning."""
    found = []
    shown = {"title": _forms_in(row.title.values()), "summary": _forms_in(row.summary.values())}
    for word, best in zip(ranked.query.words, ranked.evidence(part, number), strict=True):
        if best is None:
            continue
        sure, clause, alternative = best
        if sure < TOLD and clause.kind in {TRANSLATION, CLASS}:
            continue  # half a wording in another language explains nothing
        wanted = {form for one in tokens(alternative.label) for form in (*forms(one, "fi").bases, one)}
        if clause.kind == "part":
            wanted |= set(word.parts)
        where = next((name for name, own in shown.items() if wanted & own), "text")
        met = _like(alternative.label, row) if clause.kind == SIMILAR else alternative.label
        found.append(Reason(word.text, clause.kind, met, where))
    if not found and near:
        found.append(Reason(ranked.query.typed, "near", "", "text"))
    return found


def _forms_in(texts: object) -> set[str]:
    found: set[str] = set()
    for text in texts:  # type: ignore[attr-defined]
        for word in tokens(text):
            own = forms(word, "fi")
            found |= {word, *own.bases, *own.parts}
    return found


def _like(word: str, row: Document) -> str:
    """Return the word that a hit shows and that looks most like the typed one; "" where none has LIKE_ENOUGH of its
    runs of letters, so that what is alike stands in the text.
    """
    typed = folded(word)
    runs = {typed[at : at + RUN] for at in range(len(typed) - RUN + 1)}
    shown = [one for text in (*row.title.values(), *row.summary.values()) for one in tokens(text)]
    enough = max(1.0, LIKE_ENOUGH * len(runs))
    alike = [one for one in shown if sum(run in folded(one) for run in runs) >= enough]
    return min(alike, key=lambda one: (slips(word, one, len(word)), len(one)), default="")


def nearest_word(query: Understood, unknown: list[bool], shown: list[Document]) -> str:
    """Return the query with unknown words replaced by the nearest ones that hits show; "" where none is near.

    Only what the asker is shown anyway is looked at, so that nothing is suggested from what she may not see.
    """
    seen = {
        word: folded(word)
        for row in shown
        for text in dict.fromkeys((*row.title.values(), *row.summary.values()))
        for word in tokens(text)
    }
    better: dict[str, str] = {}
    for word, is_unknown in zip(query.words, unknown, strict=True):
        if not is_unknown or word.place or len(word.text) < SHORT - 1:
            continue
        most = 1 if len(word.text) <= SHORT else LONGEST_SLIP
        plain, letters = folded(word.text), set(folded(word.text))
        near = [
            (slips(plain, other, most), one)
            for one, other in seen.items()
            # A slip changes at most two of the letters that there are: quicker to look at than the whole word.
            if abs(len(one) - len(word.text)) <= most and len(letters ^ set(other)) <= 2 * most
        ]
        number, one = min(near, default=(99, ""))
        if number <= most and one != word.text:
            better[word.text] = one
    if not better:
        return ""
    return " ".join(better.get(word, word) for word in tokens(query.typed))


def slips(one: str, other: str, most: int) -> int:
    """Return how many letters are wrong, missing, too many or exchanged; more than `most` counts as one more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    begin = 0
    while begin < min(len(one), len(other)) and one[begin] == other[begin]:
        begin += 1
    one, other = one[begin:], other[begin:]
    if not one or not other:
        return min(len(one) + len(other), most + 1)
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        now = [i]
        for j, its in enumerate(other, 1):
            cost = min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)
