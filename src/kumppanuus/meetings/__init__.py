"""Meetings of bodies: before (call and agenda), during (outcomes), after (minutes).

Nouns: a meeting with agenda items, each with papers and outcomes; proposals for the agenda; places at the meeting (who
of the body comes); minutes in versions, made of one part per item, with requests for corrections.
Verbs: plan, call, move and cancel a meeting; put, change, order and withdraw items and papers; propose an item, accept
or decline it; answer whether one comes; record an outcome; write, open for corrections, answer, approve and correct
minutes.
"""
