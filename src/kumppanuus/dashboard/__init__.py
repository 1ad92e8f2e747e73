"""Pages that read many apps: the front page, a municipality's table, a space, my work.

Nouns and verbs of its own: none. It only reads.
"""
