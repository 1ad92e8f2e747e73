"""The library of operating models: described once, written by many, published in versions that never change, adopted.

Nouns: Template → TemplateVersion → TemplateField (what a description consists of), Practice → PracticeVersion → Section,
Attachment, Writing (who is where now), Developer, Collection, Inclusion (a practice in a collection), Adoption.
Verbs: create, describe, write_head, write, draft, publish, discard, withdraw, reopen; bring_in, place_leftover;
invite, request, accept, refuse, end; offer, take_over, decline_offer; make_collection, change_collection, include,
approve, decline, order, remove; adopt, change_adoption, confirm, drop; load_templates, copy_template, change_field,
publish_template.
"""
