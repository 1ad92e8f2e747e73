"""Open forums and association evenings: called, registered for with or without an account, and what came of them.

Nouns: Forum, Signup (somebody who comes, waits for a place or has not confirmed yet).
Verbs: create, change, cancel, tell_outcome; sign_up, ask, confirm, amend, withdraw; remind, forget.
"""
