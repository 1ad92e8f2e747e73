"""Collections: made and described by curators; anyone brings an own practice at once, a curator looks at it after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.slugs import free_slug
from kumppanuus.practices import telling
from kumppanuus.practices.models import Collection, Inclusion, InclusionState, Practice
from kumppanuus.practices.permissions import judges
from kumppanuus.spaces.models import Space

TOLD = ("name", "aim", "introduction")


def _tell(collection: Collection, fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(TOLD):
        raise TypeError(f"A collection has no {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(collection, name, value)
    if not collection.name:
        raise Refused(_("Give the collection a name."))


@action
def make_collection(actor: Actor, /, space: Space, *, curators: Any = None, **fields: Any) -> Collection:
    """Make a collection of the space."""
    made = Collection(space=space)
    _tell(made, fields)
    made.slug = free_slug(Collection.objects.all(), str(made.name), fallback="collection", reserved=("new", "list"))
    made.save()
    made.curators.set(curators or [])
    note(made, space)
    return made


@action
def change_collection(actor: Actor, /, collection: Collection, *, curators: Any = None, **fields: Any) -> Collection:
    """Change what is told of a collection, and which posts care for it; its address stays."""
    _tell(collection, fields)
    collection.save()
    if curators is not None:
        collection.curators.set(curators)
    note(collection, changed=sorted(fields))
    return collection


@action
def include(actor: Actor, practice: Practice, *, collection: Collection) -> Inclusion:
    """Put a practice into a collection. It stands there at once, marked as waiting for the curator; what a curator
    adds is approved. One that was not taken can be added again.
    """
    rows = Inclusion.objects.select_for_update(of=("self",)).filter(practice=practice, collection=collection)
    found = rows.first()
    if found is not None and found.state != InclusionState.DECLINED:
        raise Refused(_("It stands in this collection already. Nothing was changed."))
    last = collection.inclusions.aggregate(last=Max("order"))["last"] or 0
    made = found or Inclusion(practice=practice, collection=collection, order=last + 1)
    made.state, made.reason, made.decided_at = InclusionState.WAITING, "", None
    made.by_id, made.added_at = actor.organisation_id, timezone.now()
    if judges(actor, made):
        made.state, made.decided_at = InclusionState.APPROVED, made.added_at
    made.save()
    note(made, collection, practice, audience=made.audience(), waiting=made.state == InclusionState.WAITING)
    return made


def _decide(inclusion: Inclusion, state: str, reason: str = "") -> Inclusion:
    rows = Inclusion.objects.select_for_update(of=("self",)).select_related("collection", "practice__owner")
    held = rows.get(pk=inclusion.pk)
    if held.state == state:
        raise Refused(_("Another curator decided this meanwhile. Nothing was changed."))
    held.state, held.reason, held.decided_at = state, reason, timezone.now()
    held.save(update_fields=["state", "reason", "decided_at"])
    telling.decided(held)
    note(held, held.collection, held.practice, audience=held.audience())
    return held


@action
def approve(actor: Actor, inclusion: Inclusion) -> Inclusion:
    """Approve a practice in a collection."""
    return _decide(inclusion, InclusionState.APPROVED)


@action
def decline(actor: Actor, inclusion: Inclusion, *, why: str) -> Inclusion:
    """Take a practice out of a collection, with a reason that its owner is told."""
    if not why.strip():
        raise Refused(_("Say why it is not taken: its owner is told. Nothing was changed."))
    return _decide(inclusion, InclusionState.DECLINED, why.strip())


@action
def remove(actor: Actor, inclusion: Inclusion) -> Practice:
    """Take an own practice out of a collection."""
    practice, collection = inclusion.practice, inclusion.collection
    note(practice, collection, audience=inclusion.audience())
    inclusion.delete()
    return practice


@action
def order(actor: Actor, collection: Collection, *, inclusions: Sequence[int]) -> Collection:
    """Put what stands in a collection in an order: the ids first named stand first, the others after them as before."""
    rows = {row.pk: row for row in collection.inclusions.select_for_update(of=("self",))}
    named = [pk for pk in dict.fromkeys(inclusions) if pk in rows]
    for place, pk in enumerate([*named, *(pk for pk in rows if pk not in named)], start=1):
        if rows[pk].order != place:
            rows[pk].order = place
            rows[pk].save(update_fields=["order"])
    note(collection)
    return collection
