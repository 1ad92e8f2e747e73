"""Spaces: co-operation networks with an operator, an area, marks, texts and people with space roles.

Nouns: Space, SpaceRole, AccessibilityFeedback. Verbs: create, change, appoint, dismiss, give and answer feedback.
"""
