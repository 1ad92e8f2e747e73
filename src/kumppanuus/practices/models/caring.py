"""Who cares for a collection: curators and editors of its space, and who holds one of its posts now."""

from __future__ import annotations

from django.db.models import Q

from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Holding, organisations_of
from kumppanuus.spaces.models import SpaceRoleKind, space_roles_of

CARING = {SpaceRoleKind.CURATOR.value, SpaceRoleKind.EDITOR.value}


def caring_spaces(actor: Actor) -> list[int]:
    """Return the spaces in which the actor cares for collections."""
    return [space for space, roles in space_roles_of(actor).items() if roles & CARING]


def held_posts(actor: Actor) -> list[int]:
    """Return the posts that the actor holds or stands in for today. One query per actor."""

    def load() -> list[int]:
        if not actor.person_id:
            return []
        rows = Holding.objects.current().filter(person=actor.person_id, post__organisation__in=organisations_of(actor))
        return list(rows.values_list("post_id", flat=True))

    return actor.remember("practices.posts", load)


def cared_for(actor: Actor) -> Q:
    """Return what holds for inclusions that the actor may decide on.

    A collection that ships with the product has no space: what a space's practices bring to it that space's
    curators decide, and what comes from outside any space, every curator.
    """
    spaces = caring_spaces(actor)
    own = Q(collection__space__in=spaces)
    shared = Q(collection__space=None) & Q(practice__space__in=spaces)
    outside = Q(collection__space=None, practice__space=None) if spaces else Q(pk=None)
    return own | shared | outside | Q(collection__curators__in=held_posts(actor))
