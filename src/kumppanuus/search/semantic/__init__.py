"""Finding by meaning, where the optional extra `kumppanuus[semantic]` is installed: a small model on this machine.

Everything else works without it, and whenever it is late the answer by words stands (decision 0015).
"""
