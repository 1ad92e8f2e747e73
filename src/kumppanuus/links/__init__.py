"""Personal links and printed codes: a way in without an account, for one purpose.

Nouns: Link. Verbs: make, follow, use up, revoke. Single-purpose ones act once and only by a button; lasting ones work
until closing.
"""
