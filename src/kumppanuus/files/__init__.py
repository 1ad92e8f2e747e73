"""Files: uploads whose kind is checked by content, with alternative text and accessibility warnings.

Nouns: File. Verbs: upload, describe, remove.
"""
