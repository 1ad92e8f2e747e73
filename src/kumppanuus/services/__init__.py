"""The directory: what organisations offer, typed once and still right.

Nouns (HSDS): Service (an entry of any kind), Location, ServiceLocation (service at location), Schedule, Closure,
Contact, Listing (how an organisation wants to be listed and reached), ServiceTerm, ServiceArea,
ThemeChange (of a space's own classification).
Verbs: create, change, publish, pause, end, confirm; add, change, merge, end, resume and undo a theme.
"""
