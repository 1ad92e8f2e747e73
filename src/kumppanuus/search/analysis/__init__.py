"""Words into terms: base forms, parts of compounds, roots and grams, for Finnish, Swedish, English and the rest.

Pure: asks no database. Whatever the bytes, nothing here raises.
"""

from kumppanuus.search.analysis.terms import gram_ids, prefix_ids, term_id
from kumppanuus.search.analysis.tokens import MOST_LETTERS, folded, tokens
from kumppanuus.search.analysis.wordforms import SPOKEN, Forms, active, base, bases_of, forget, forms

__all__ = [
    "MOST_LETTERS",
    "SPOKEN",
    "Forms",
    "active",
    "base",
    "bases_of",
    "folded",
    "forget",
    "forms",
    "gram_ids",
    "prefix_ids",
    "term_id",
    "tokens",
]
