"""Likely duplicates of organisations and entries: found, dismissed or merged with a preview, undone within 30 days.

Nouns: pair (two that could be one), merge, step (a row that a merge changed). Verbs: find, suggest, dismiss, consent,
merge, undo. Old addresses lead to the new ones (middleware.py).
"""
