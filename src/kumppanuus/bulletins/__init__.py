"""Bulletins to NGOs: written in several languages, addressed by area and class, sent once, read in an archive for good.

Nouns: Bulletin (frozen once it is sent), Sending (how far it has gone and to how many).
Verbs: write, change, schedule, call_back, send, discard, tell.
"""
