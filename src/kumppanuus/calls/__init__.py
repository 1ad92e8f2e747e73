"""Calls: who is sought for the seats of a body, who was nominated, and who was chosen with what reasons.

Nouns: a call for some seats of a body; a nomination of a person in an organisation's name; a decision.
Verbs: announce a call, change it before it opens, extend and cancel it; nominate, withdraw a nomination, consent to it
or refuse it; mark a nomination ineligible and put it back; decide; publish the result.
"""
