"""Who may keep searches: everybody for herself, by account or by the link from her mails."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.links.models import Link
from kumppanuus.services.models import SavedSearch

CONFIRM = "services.confirm_search"  # the link that shows that an address is one's own


def _own(actor: Actor, obj: SavedSearch) -> bool:
    if actor.link_id:
        return obj.link_id == actor.link_id
    return actor.person_id is not None and obj.person_id == actor.person_id


@permission
def view_savedsearch(actor: Actor, obj: SavedSearch) -> bool:
    """Its owner, by account or by the link from her mails."""
    return bool(actor.system) or _own(actor, obj)


@permission
def save_search(actor: Actor, obj: None) -> bool:
    """Everybody: without an account the address is asked first whether it wants this."""
    return True


@permission
def confirm_search(actor: Actor, obj: SavedSearch) -> bool:
    """Whoever holds the link that was mailed to the address."""
    if not actor.link_id:
        return False
    mine = Link.objects.filter(pk=actor.link_id, purpose=CONFIRM)
    return mine.filter(target_model=obj._meta.label_lower, target_id=obj.pk).exists()


@permission
def change_search(actor: Actor, obj: SavedSearch) -> bool:
    """Its owner, by account or by the link from her mails."""
    return _own(actor, obj)


@permission
def pause_search(actor: Actor, obj: SavedSearch) -> bool:
    """Its owner, while it runs."""
    return not obj.paused and _own(actor, obj)


@permission
def resume_search(actor: Actor, obj: SavedSearch) -> bool:
    """Its owner, while it is on a break."""
    return obj.paused and _own(actor, obj)


@permission
def look_now(actor: Actor, obj: SavedSearch) -> bool:
    """Its owner."""
    return _own(actor, obj)


@permission
def go_on(actor: Actor, obj: SavedSearch) -> bool:
    """Whoever keeps it without an account: one year more."""
    return obj.ends_on is not None and _own(actor, obj)


@permission
def end_search(actor: Actor, obj: SavedSearch) -> bool:
    """Its owner."""
    return _own(actor, obj)


@permission
def tell_searches(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)


@permission
def ask_to_go_on(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)


@permission
def purge_searches(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)
