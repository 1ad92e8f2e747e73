"""Classifications as data: schemes and their terms (association classes now; service classes and others later).

Nouns: Term. Verbs: load.
"""
