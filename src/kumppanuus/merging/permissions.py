"""Who may find, dismiss, agree to, do and undo merges.

An organisation speaks for itself by its administrators; for one that nobody keeps, the editors of a space around it
speak. A merge of two organisations needs a word for each: from who merges, or a consent given before.
"""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import Mergeable
from kumppanuus.core.permissions import permission
from kumppanuus.merging.models import Merge, Pair, PairState, What, cared_for, owner_of
from kumppanuus.organisations.models import Organisation, Role, roles_of
from kumppanuus.services.permissions import edits, edits_around, is_kept


def looks_after(actor: Actor, *owners: int) -> bool:
    """Say whether the actor looks after one of the organisations: see `models.cared_for`."""
    if not actor.person_id:
        return False
    return Organisation._base_manager.filter(cared_for(actor), pk__in=owners).exists()


def speaks_for(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor's word is the organisation's own."""
    if actor.system == "command":
        return True
    if not actor.person_id:
        return False
    if is_kept(organisation):
        return Role.ADMIN in roles_of(actor).get(organisation.pk, set())
    return edits_around(actor, organisation)


def _owners(what: str, *pks: int) -> list[int]:
    from kumppanuus.merging.models import MODELS

    return [owner_of(row) for row in MODELS[what]._base_manager.filter(pk__in=pks)]


@permission
def view_pair(actor: Actor, obj: Pair) -> bool:
    """Administrators and editors of one of the two organisations, and editors of a space around one."""
    return looks_after(actor, *_owners(obj.what, obj.one_id, obj.other_id))


@permission
def view_merge(actor: Actor, obj: Merge) -> bool:
    """As for pairs."""
    return looks_after(actor, *_owners(obj.what, obj.old_id, obj.new_id))


@permission
def keep_pairs(actor: Actor, obj: Any) -> bool:
    """A part of the system."""
    return bool(actor.system)


@permission
def suggest(actor: Actor, obj: Mergeable) -> bool:
    """Who looks after the organisation, or after that of the entry."""
    return looks_after(actor, owner_of(obj))


@permission
def dismiss(actor: Actor, obj: Pair) -> bool:
    """Who looks after one of the two, while they are not merged."""
    return obj.state != PairState.MERGED and view_pair(actor, obj)


@permission
def consent(actor: Actor, obj: Pair) -> bool:
    """Who speaks for one of the two organisations that has not agreed yet."""
    return obj.state == PairState.OPEN and any(
        speaks_for(actor, row) for row in _organisations(obj) if row.pk not in obj.consents
    )


def _organisations(pair: Pair) -> list[Organisation]:
    return pair.both() if pair.what == What.ORGANISATION else []


@permission
def merge(actor: Actor, obj: Pair) -> bool:
    """Organisations: who speaks for one, while there is a word for the other too. Entries: who edits both."""
    both = obj.both()
    if obj.state == PairState.MERGED or len(both) < 2:
        return False
    if obj.what == What.ENTRY:
        return all(edits(actor, row.organisation) for row in both)
    spoken = [speaks_for(actor, row) for row in both]
    return any(spoken) and all(said or row.pk in obj.consents for row, said in zip(both, spoken, strict=True))


@permission
def undo(actor: Actor, obj: Merge) -> bool:
    """Within 30 days: who speaks for the kept organisation, editors of a space around it; of entries, who edits it."""
    if not obj.can_be_undone:
        return False
    if obj.what == What.ENTRY:
        return edits(actor, obj.new.organisation)
    return speaks_for(actor, obj.new) or (bool(actor.person_id) and edits_around(actor, obj.new))


@permission
def purge(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)
