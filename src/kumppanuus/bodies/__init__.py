"""Bodies: partnership tables, advisory boards, working groups, networks.

Nouns: a body of a kind, with a convener; its rules of procedure in versions; its seats, each of which stands for
something and can be vacant; and mandates: who sits there, for whom, from one day to another.
Verbs: create, change and end a body; adopt rules; add, change and end a seat; appoint to a seat and end a mandate;
show one's name; keep the list of kinds.
"""
