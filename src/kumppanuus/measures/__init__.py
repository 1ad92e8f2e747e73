"""Measures: what was agreed, who owns it, by when, what shows it is done, and where it was agreed.

Nouns: Measure, MeasureState. Verbs: propose, accept, decline, report.
"""
