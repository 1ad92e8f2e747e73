"""One box for everything: what people say, in Finnish, Swedish or English, finds what the platform holds.

Nouns: Document (what can be found), Segment and Posting (the index), Waiting (what is to be indexed), Saying (an
everyday word and what it means here), Silent (words that found nothing). Verbs: find, suggest, rebuild. An app says in
its `search.py` what of it can be found; docs/decisions/0014-search.md says why it is built so.
"""
