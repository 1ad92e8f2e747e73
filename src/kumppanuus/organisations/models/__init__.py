"""Organisations, memberships and posts."""

from kumppanuus.organisations.models.invitations import Invitation, JoinRequest
from kumppanuus.organisations.models.memberships import (
    Membership,
    Role,
    acts_for,
    administers,
    merged_of,
    organisation_tokens,
    organisations_of,
    roles_of,
)
from kumppanuus.organisations.models.organisations import (
    NGO_KINDS,
    PUBLIC_KINDS,
    Organisation,
    OrganisationArea,
    OrganisationKind,
    OrganisationQuerySet,
    current,
)
from kumppanuus.organisations.models.posts import Holding, Part, Post, PostKind, PostQuerySet, with_holders

__all__ = [
    "NGO_KINDS",
    "PUBLIC_KINDS",
    "Holding",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Organisation",
    "OrganisationArea",
    "OrganisationKind",
    "OrganisationQuerySet",
    "Part",
    "Post",
    "PostKind",
    "PostQuerySet",
    "Role",
    "acts_for",
    "administers",
    "current",
    "merged_of",
    "organisation_tokens",
    "organisations_of",
    "roles_of",
    "with_holders",
]
