"""Following: a person is told by mail what happens to a body, a matter, a place, an organisation, a call or a round.

Nouns: a follow of a thing, with how often. Verbs: follow, change how often, unfollow.
What is told is the thing's events, as far as she may see them when the mail leaves (`followed.py` of each app).
"""
