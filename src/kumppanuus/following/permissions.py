"""Who may follow what."""

from __future__ import annotations

from typing import Any

from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.following.models import AddressFollow, Follow
from kumppanuus.following.things import kind_of


@permission
def view_follow(actor: Actor, obj: Follow) -> bool:
    """Whose it is."""
    return actor.person_id is not None and actor.person_id == obj.person_id


@permission
def follow(actor: Actor, obj: Any) -> bool:
    """Who is signed in and sees the thing, where its kind can be followed."""
    if actor.person_id is None or kind_of(obj._meta.label_lower) is None:
        return False
    return bool(type(obj)._default_manager.visible_to(actor).filter(pk=obj.pk).exists())


@permission
def change(actor: Actor, obj: Follow | AddressFollow) -> bool:
    """Whose it is; of an address without an account the page behind its mailed link."""
    return bool(actor.system) if isinstance(obj, AddressFollow) else view_follow(actor, obj)


@permission
def unfollow(actor: Actor, obj: Follow | AddressFollow) -> bool:
    """Whose it is, and the page behind the signed link of a mail."""
    return bool(actor.system) or (isinstance(obj, Follow) and view_follow(actor, obj))


@permission
def ask(actor: Actor, obj: Any) -> bool:
    """Anybody, of what everybody may see, where its kind can be followed."""
    if kind_of(obj._meta.label_lower) is None:
        return False
    return bool(type(obj)._default_manager.visible_to(Actor()).filter(pk=obj.pk).exists())


@permission
def confirm(actor: Actor, obj: AddressFollow) -> bool:
    """The page behind the mailed link."""
    return bool(actor.system)


@permission
def leave(actor: Actor, obj: AddressFollow) -> bool:
    """The page behind the mailed link."""
    return bool(actor.system)


@permission
def silence(actor: Actor, obj: Person) -> bool:
    """The page behind the signed link of a digest."""
    return bool(actor.system)


@permission
def tell(actor: Actor, obj: Any) -> bool:
    """The worker, after an event."""
    return bool(actor.system)


@permission
def tidy(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)
