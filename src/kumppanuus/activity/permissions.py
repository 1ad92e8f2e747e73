"""Who may see events, and remove content for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models

from kumppanuus.activity.models import Event
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.files.models import File
from kumppanuus.organisations.models import Invitation, JoinRequest, Membership, Organisation, Post
from kumppanuus.places.models import Area
from kumppanuus.spaces.models import Space, SpaceRoleKind, has_space_role, space_roles_of

MODERATING = (SpaceRoleKind.EDITOR, SpaceRoleKind.MODERATOR)
AUTHOR_FIELDS = ("author_id", "person_id", "uploaded_by_id")
Rule = Callable[[Actor, Any], bool]

# Who besides the author may remove content of a model for good; an app says it of its own in its tasks.py.
removers: dict[type[models.Model], Rule] = {}


def removable_by(*of: type[models.Model]) -> Callable[[Rule], Rule]:
    """Register the function of actor and thing that says who may remove content of these models for good.

    A model without `visible_to` is reached by those whom its rule admits, and by its author.
    """

    def keep(rule: Rule) -> Rule:
        for model in of:
            removers[model] = rule
        return rule

    return keep


def moderates(actor: Actor, *space_ids: int | None) -> bool:
    """Say whether the actor is an editor or moderator of one of the spaces."""
    return any(has_space_role(actor, pk, *MODERATING) for pk in space_ids)


def moderated_spaces(actor: Actor) -> list[Space]:
    """Return the spaces that the actor edits or moderates, with their areas."""
    own = [pk for pk, roles in space_roles_of(actor).items() if roles & set(MODERATING)]
    return list(Space.objects.filter(pk__in=own).select_related("area")) if own else []


def moderates_place(actor: Actor, area_id: int | None) -> bool:
    """Say whether the area lies in the area of a space that the actor edits or moderates."""
    return area_id is not None and any(
        Area.objects.within(space.area).filter(pk=area_id).exists() for space in moderated_spaces(actor)
    )


@removable_by(Space)
def _of_space(actor: Actor, obj: Space) -> bool:
    return moderates(actor, obj.pk)


@removable_by(Organisation)
def _of_organisation(actor: Actor, obj: Organisation) -> bool:
    """An organisation belongs to the spaces in whose area it acts; that which runs a space belongs to it, too."""
    return any(
        space.operator_id == obj.pk or Organisation.objects.active_in(space.area).filter(pk=obj.pk).exists()
        for space in moderated_spaces(actor)
    )


@removable_by(Post, Membership, Invitation, JoinRequest)
def _of_its_organisation(actor: Actor, obj: Any) -> bool:
    return _of_organisation(actor, obj.organisation)


@removable_by(File)
def _of_file(actor: Actor, obj: File) -> bool:
    own = Organisation.objects.filter(pk=obj.organisation_id or 0).first()
    return obj.audience_token in actor.tokens() and own is not None and _of_organisation(actor, own)


@removable_by(Event)
def _of_event(actor: Actor, obj: Event) -> bool:
    """An event belongs where one of its things does."""
    for target in obj.targets.all():
        try:
            thing = apps.get_model(target.model)._base_manager.filter(pk=target.object_id).first()
        except LookupError:
            continue
        if thing is not None and not isinstance(thing, Event) and may_remove(actor, thing):
            return True
    return False


def may_remove(actor: Actor, obj: models.Model) -> bool:
    """Say whether the actor moderates a space that the thing belongs to."""
    rule = removers.get(type(obj))
    return rule(actor, obj) if rule else moderates(actor, getattr(obj, "space_id", None))


@permission
def view_event(actor: Actor, obj: Event) -> bool:
    """Those whom the audience, decided when the event was written, includes; not keepers of the assessed party."""
    return Event.objects.visible_to(actor).filter(pk=obj.pk).exists()


@permission
def redact(actor: Actor, obj: models.Model) -> bool:
    """The author for her own; editors and moderators of a space that the thing belongs to; else the operator's command.

    What is done in an organisation's name (an event, a signature) is not the author's own.
    """
    if actor.system:
        return True
    if actor.person_id is None:
        return False
    own = not isinstance(obj, Event) and not getattr(obj, "in_organisations_name", False)
    if own and any(getattr(obj, name, None) == actor.person_id for name in AUTHOR_FIELDS):
        return True
    return may_remove(actor, obj)


@permission
def replay(actor: Actor, obj: Any) -> bool:
    """The operator's command, after a restore."""
    return bool(actor.system)


@permission
def purge(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)
