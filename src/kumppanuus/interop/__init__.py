"""Lists out, spreadsheets in: any list as CSV, XLSX or JSON; uploaded sheets read safely.

Knows no app, so that every list can use it: it stands low. Nouns: Column, Sheet, Cell, SheetProblem.
Verbs: guard (a text against being run as a formula), export rows, read a sheet.
"""
