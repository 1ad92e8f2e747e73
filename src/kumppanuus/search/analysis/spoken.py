"""Spoken Finnish as it is written in messages, into forms that Voikko may know: apuu → apua, töis → töissä."""

from __future__ import annotations

import re
from collections.abc import Iterator

ENDINGS = (
    ("ii", ("ia", "iä")),
    ("ee", ("ea", "eä")),
    ("uu", ("ua",)),
    ("yy", ("yä",)),
    ("oo", ("oa",)),
    ("öö", ("öä",)),
    ("ks", ("ksi", "ko", "kö")),
    ("sko", ("siko",)),
    ("skö", ("sikö",)),
    ("st", ("sta", "stä")),
    ("lt", ("lta", "ltä")),
    ("s", ("ssa", "ssä")),
    ("l", ("lla", "llä", "lle")),
    ("aa", ("aan", "ä")),
    ("ää", ("ään",)),
    ("nu", ("nut",)),
    ("ny", ("nyt",)),
    ("u", ("ui",)),
    ("y", ("yi",)),
)
DOUBLED = re.compile(r"([bdfghjklmnprstv])\1(aa|ää|ee|ii|oo|uu|yy|öö)")
SHORTEST = 4


def written(word: str) -> Iterator[str]:
    """Give what a word that nobody knows may be in written language, likely ones first."""
    if len(word) < SHORTEST:
        return
    for ending, instead in ENDINGS:
        if word.endswith(ending):
            for one in instead:
                yield word[: len(word) - len(ending)] + one
    single = DOUBLED.sub(r"\1\2", word)
    if single != word:
        yield single
    for at, letter in enumerate(word):
        if letter == "r" and 0 < at < len(word) - 1:
            yield f"{word[:at]}d{word[at + 1 :]}"
