"""The annual clock: what stands in the year of a municipality, county, body, organisation or person.

Nouns: a date (`dates.Dated`, from any app by its file `calendar.py`), an organisation's own entry. Verbs: add, change
and cancel an entry; open and close one's own feed. Users know it as "Annual clock", "Vuosikello", "Årsklocka".
"""
