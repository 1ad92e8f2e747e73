"""Comment rounds: one round for a draft, a hearing, a plan or an operating model.

Nouns: Consultation (the round), Part (what is commented: a section of the text or a question), Invitation, Remark,
Theme (remarks that are answered together), Reply. Verbs: prepare, open, invite, remind, comment, withdraw_remark,
nothing_to_state, extend, close, group, reply, publish_summary, take_in.

The app knows no practices, bodies or plans: what can be commented comes through `targets`, and who belongs to a body
through `audiences`, which apps above fill in their files `consulted.py` and `audience.py`.
"""
