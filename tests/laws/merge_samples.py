"""Samples of the actions about duplicates; see tests.laws.samples."""

from __future__ import annotations

from django.utils import timezone

from tests.laws.samples import fixed, nothing, sample

fixed("merging.keep_pairs", nothing)
sample("merging.suggest")(lambda w: (w.cast.ngo_a, {"other": w.more_ngos[0]}))
fixed("merging.dismiss", lambda w: w.pair)
fixed("merging.consent", lambda w: w.pair)
sample("merging.merge")(lambda w: (w.pair, {"keep": w.pair.one_id}))
fixed("merging.undo", lambda w: w.merge)
fixed("merging.purge", nothing, before=timezone.now())
