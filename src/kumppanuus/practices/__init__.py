"""The library of operating models: described once, written by many, versions that never change.

Nouns: Template → TemplateVersion → TemplateField (what a description consists of), Practice → PracticeVersion →
Section, Attachment, Writing (who is where now), Developer, Collection, Inclusion (a practice in one), Adoption.
Verbs: create, describe, write_head, write, draft, publish, discard, withdraw, reopen; be_here, bring_in,
keep_leftover, attach, detach; invite, request, accept, refuse, end; offer, take_over, decline_offer; make_collection,
change_collection, include, approve, decline, order, remove; adopt, change_adoption, confirm, drop, ask_adopters;
load_templates.
"""
