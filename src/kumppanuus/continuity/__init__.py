"""Continuity: what is handed over when somebody leaves a post, and what nobody answers for.

Nouns: a hand-over of a post with its lines, each of which is a thing that an app names (`handover.py` of the app): an
open measure, a coming meeting, a seat, a role.
Verbs: begin a hand-over, write down what is written nowhere, take lines over, finish it, call it off.
"""
