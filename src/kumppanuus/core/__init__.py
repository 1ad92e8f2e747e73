"""What every app stands on: actors, permissions, actions, texts in many languages, versions.

Knows no app. Nouns: Actor, Text, Version. Verbs: ask (permission), act (action).
"""
