"""Matters: what somebody wants of somebody, and the path that anyone can follow until it is answered.

Nouns: Matter (an initiative, a statement, an agenda item sent on, an unanswered question), Step (append only),
Attachment. Verbs: start, confirm, send_on, record_delivery, record_number, take_up, record_handling, answer, give_back,
withdraw, close, correct, attach.
"""
