"""The yearly negotiation of a county, municipalities and NGOs (612/2021, 7 §): prepared, agreed, signed, followed up.

Nouns: Negotiation, Group, Party, Point (of the programme), Presentation, Proposal (of a measure), Agreement (a frozen
text), Signature, FollowUp. Verbs: convene, change, publish, invite, leave, add_group, add_point, answer_point, present,
propose, rewrite, accept, decline, offer, sign, reopen, ask, report, withdraw_link, close, begin_next.
"""
