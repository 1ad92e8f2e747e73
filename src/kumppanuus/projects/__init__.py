"""Projects and pilots of co-operation: who pays, who takes part, when it ends, what came of it and who inherits it.

Nouns: Project, Party (an organisation that takes part), Legacy (something that goes on when the money ends).
Verbs: create, change, stop, report, ask_party, join, decline, leave, add_legacy, ask_heir, take_over, refuse_legacy,
drop_legacy.
"""
