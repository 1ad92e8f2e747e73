"""What the words find and what the model finds, in one score.

How: the cosine of each visible document with the query, as standard deviations above the mean of all of them, from
one on; 0.8 times a third of that is added to the score by words, of which the best is one. Of the documents that no
word meets only the nearest are added, so that a count of what was found still says something. Weights by the
development set (docs/measured.md, "Search").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kumppanuus.search.segments import Part
from kumppanuus.search.semantic import embedding, vectors
from kumppanuus.search.understanding import Understood
from kumppanuus.search.vocabulary import EVERYDAY

WEIGHT = 0.8
FROM, SPAN = 1.0, 3.0  # standard deviations above the mean
ONLY_NEAR, MOST_ONLY_NEAR = 2.2, 30  # of what no word meets
FEW = 20  # documents: of fewer no mean is taken
MOST_MEANINGS = 6
Array = Any


def asked_of(query: Understood) -> str:
    """Return what the model is asked: what was typed, and what its everyday words (or its foreign ones) mean here."""
    meanings = [
        text
        for one in sorted(query.expansions, key=lambda one: -one.sureness)
        if one.entry.kind == EVERYDAY or query.language != "fi"
        for code, text in one.entry.meanings
        if code == "fi"
    ]
    own = list(dict.fromkeys(meanings))[:MOST_MEANINGS]
    return f"{query.typed}. {', '.join(own)}" if own else query.typed


def nearness(query: Understood, parts: Sequence[Part], visible: Mapping[int, Array]) -> dict[int, Array] | None:
    """Return {segment: how near in meaning each document is}, 0 for what is not; None without the model or in haste.

    Only what the asker may see takes part, also in the mean.
    """
    vector = embedding.query(asked_of(query))
    if vector is None:
        return None
    found = vectors.cosines(vector, parts)
    some = np.concatenate([found[part.pk][visible[part.pk]] for part in parts])
    some = some[~np.isnan(some)]
    if len(some) < FEW or not (spread := float(some.std())):
        return None
    mean = float(some.mean())
    return {
        pk: np.where(visible[pk], np.nan_to_num(np.maximum((own - mean) / spread - FROM, 0), nan=0.0), 0)
        for pk, own in found.items()
    }


def fuse(scores: dict[int, Array], near: Mapping[int, Array]) -> None:
    """Add what is near in meaning to the scores by words."""
    highest = max((float(own.max(initial=0)) for own in scores.values()), default=0.0) or 1.0
    only = np.concatenate([near[pk][own <= 0] for pk, own in scores.items()])
    bar = ONLY_NEAR - FROM
    if len(only) > MOST_ONLY_NEAR:
        bar = max(bar, float(np.partition(only, -MOST_ONLY_NEAR)[-MOST_ONLY_NEAR]))
    for pk, own in scores.items():
        added = np.where((own > 0) | (near[pk] >= bar), near[pk], 0).astype(np.float32)
        scores[pk] = own + added * np.float32(highest * WEIGHT / SPAN)
