"""Events: the row an action leaves. Feed, history, audit, notices and webhooks derive from it.

Nouns: Event, EventTarget, EventAudience. Subscribers of an app run after commit from the task queue.
"""
