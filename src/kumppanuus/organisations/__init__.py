"""Organisations, who belongs to them in which role, and the posts that outlive persons.

Nouns: Organisation, Membership, Invitation, Post, Holding. Verbs: create, change, invite, join, end a membership, act for, set a post's holder.
"""
