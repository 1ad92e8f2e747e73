"""The one outbox: every mail that leaves is a row here first.

Nouns: Delivery, Preference. Verbs: post (put into the outbox), send, choose a rhythm. At least once, at most one
repeat per crash, none lost.
"""
