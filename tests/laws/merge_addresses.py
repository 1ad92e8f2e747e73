"""Samples of the arguments of addresses about likely duplicates; see tests.laws.addresses."""

from __future__ import annotations

MERGE_ADDRESSES = {
    "merging:pairs": lambda w: {},
    **{f"merging:{name}": lambda w: {"pk": w.pair.pk} for name in ("pair", "dismiss", "consent", "merge")},
    "merging:suggest": lambda w: {"slug": w.cast.ngo_a.slug},
    "merging:suggest_entry": lambda w: {"slug": w.directory.own.slug},
    **{f"merging:{name}": lambda w: {"pk": w.merge.pk} for name in ("merge_made", "undo")},
}
