"""Who makes an own practice from another, keeps up with it, and offers back."""

from __future__ import annotations

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Role, acts_for
from kumppanuus.practices.models import Contribution, ContributionState, Look, PracticeVersion
from kumppanuus.practices.permissions.practices import _inside, develops, view_practiceversion, write_head


@permission
def view_look(actor: Actor, obj: Look) -> bool:
    """As the version."""
    return view_practiceversion(actor, obj.version)


@permission
def view_contribution(actor: Actor, obj: Contribution) -> bool:
    """Those who write the one or the other."""
    return bool(actor.person_id) and (_inside(actor, obj.practice) or _inside(actor, obj.source.practice))


@permission
def fork(actor: Actor, obj: PracticeVersion) -> bool:
    """Editors of any organisation, of the version in force of what has not been withdrawn, in its own name."""
    above = obj.practice
    stands = above.current_id == obj.pk and above.withdrawn_at is None
    return stands and acts_for(actor, actor.organisation_id, Role.EDITOR)


@permission
def settle(actor: Actor, obj: PracticeVersion) -> bool:
    """As for writing, of what was made from another."""
    return obj.practice.forked_from_id is not None and write_head(actor, obj)


@permission
def settle_rest(actor: Actor, obj: PracticeVersion) -> bool:
    """As for settling one."""
    return settle(actor, obj)


@permission
def contribute(actor: Actor, obj: PracticeVersion) -> bool:
    """Those who write the fork, of its version in force."""
    made = obj.practice
    return made.forked_from_id is not None and made.current_id == obj.pk and develops(actor, made)


@permission
def accept_contribution(actor: Actor, obj: Contribution) -> bool:
    """Those who write the practice to which it is offered."""
    return obj.state == ContributionState.WAITING and develops(actor, obj.practice)


@permission
def decline_contribution(actor: Actor, obj: Contribution) -> bool:
    """As for accepting."""
    return accept_contribution(actor, obj)


@permission
def withdraw_contribution(actor: Actor, obj: Contribution) -> bool:
    """Those who write the fork."""
    return obj.state == ContributionState.WAITING and develops(actor, obj.source.practice)
