"""Lists that come from elsewhere, brought into the directory: read, map, compare, apply, undo.

    reading    bytes → tables or records; each format is a module or folder of its own: sheets, hsds, ptv
    mapping    a table's columns → fields of ours (services.columns), rows → records
    planning   records beside what the directory has → what is new, changed, unchanged, in conflict, unsure, refused
    applying   a plan → rows of the database in one short transaction
    undoing    an applied import → as it was, where nobody has edited since

A record is plain JSON: {"organisation": values, "service": values}, values by *slot*: "kind", "name.fi", "areas",
"terms.target_group", "places", "contacts", "schedules". A slot that is not there says nothing about it.
"""
