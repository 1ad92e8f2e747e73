"""A version as a spreadsheet that a person can edit, and back: one row per theme, item and level, in order."""

from kumppanuus.questionnaires.sheets.columns import columns, languages_of
from kumppanuus.questionnaires.sheets.differences import Difference, differences, same_order
from kumppanuus.questionnaires.sheets.reading import Reading, from_sheet
from kumppanuus.questionnaires.sheets.writing import table, to_csv

__all__ = [
    "Difference",
    "Reading",
    "columns",
    "differences",
    "from_sheet",
    "languages_of",
    "same_order",
    "table",
    "to_csv",
]
