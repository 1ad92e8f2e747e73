"""People: sign-in, own data, terms.

Nouns: Person, TermsAcceptance, PersonView (who looked at whose data). Verbs: accept terms, change own details,
download, erase.
"""
