"""Assessment from both sides, and the mirror.

Nouns: Round → Assessment (one municipality in a round) → Participation (an NGO in it), Assignment, TeamComment,
Signature, CommentCheck; Release → Cell, ReleasedComment; Standing (an area's newest released values); ItemMeasure.
Verbs: create, change, open, close, invite, remind, claim, verify, refuse, check a comment, release; prepare, assign,
discuss, sign, correct; begin, answer, give, change; propose a measure.
"""
