"""The family of a practice: the first one, and all that were made from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from kumppanuus.core.actors import Actor
from kumppanuus.practices.forking import behind
from kumppanuus.practices.models import Practice


@dataclass
class Member:
    """A practice with those that were made from it. `behind` says how many versions it has not looked at."""

    practice: Practice
    behind: int = 0
    children: list[Member] = field(default_factory=list)


def family_of(actor: Actor, practice: Practice) -> tuple[Member, int]:
    """Return the first of the family with all below it, and how many there are. One query, two for who is signed in.

    Only what the actor may see: below an own version that is not published yet nothing can stand.
    """
    first = practice.origin_id or practice.pk
    rows = Practice.objects.visible_to(actor).filter(_related(practice)).distinct()
    rows = rows.select_related(
        "owner__home", "owner__governs", "current__upstream", "forked_from__practice__current"
    ).order_by("created_at", "pk")
    members = {one.pk: Member(one, behind(one, one.current.upstream if one.current else None)) for one in rows}
    for one in members.values():
        above = one.practice.forked_from
        if above is not None and above.practice_id in members:
            members[above.practice_id].children.append(one)
    return members[first], len(members)


def has_drafts(practice: Practice) -> bool:
    """Say whether members of the family are not published, whoever may see them. One query."""
    return Practice.objects.filter(_related(practice), current=None).exists()


def sees_drafts(actor: Actor, practice: Practice) -> bool:
    """Say whether the actor may see members of the family that are not published. One query, none for a stranger."""
    if not actor.person_id:
        return False
    return bool(Practice.objects.visible_to(actor).filter(_related(practice), current=None).exists())


def _related(practice: Practice) -> Q:
    first = practice.origin_id or practice.pk
    return Q(pk=first) | Q(origin=first)
