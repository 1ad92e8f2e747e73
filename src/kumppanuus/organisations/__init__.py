"""Organisations, who belongs to them in which role, and the posts that outlive persons.

Nouns: Organisation, Membership, Invitation, JoinRequest, Post, Holding.
Verbs: create, change, invite, accept an invitation, ask to join, approve, end a membership, act for, set a
post's holder.
"""
