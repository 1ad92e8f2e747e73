"""Who may do what to calls for seats and nominations.

Who runs the body (`bodies.run`) announces, checks and decides. Editors of an organisation nominate in its name. The
nominee answers for herself, by her account or by the link in her e-mail.
"""

from __future__ import annotations

from typing import Any

from kumppanuus.bodies.models import Body
from kumppanuus.bodies.permissions import run
from kumppanuus.calls.models import Call, Decision, Nomination, NominationState, Stage
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Role, acts_for, organisations_of


@permission
def view_call(actor: Actor, obj: Call) -> bool:
    """Anyone."""
    return True


def is_nominee(actor: Actor, nomination: Nomination) -> bool:
    """Say whether the actor is the person nominated, by her account or by her link."""
    by_link = actor.link_id is not None and actor.link_id == nomination.link_id
    return by_link or (actor.person_id is not None and actor.person_id == nomination.person_id)


@permission
def view_nomination(actor: Actor, obj: Nomination) -> bool:
    """The nominee, members of the organisation that nominates, and who runs the body."""
    if is_nominee(actor, obj):
        return True
    if actor.person_id is None:
        return False
    return obj.organisation_id in organisations_of(actor) or run(actor, obj.call.body)


@permission
def view_decision(actor: Actor, obj: Decision) -> bool:
    """Anyone once it is published, until then who runs the body."""
    return obj.published_at is not None or (actor.person_id is not None and run(actor, obj.call.body))


@permission
def announce(actor: Actor, obj: Body) -> bool:
    """Who runs the body, while its term runs."""
    return not obj.is_over and run(actor, obj)


@permission
def change(actor: Actor, obj: Call) -> bool:
    """Who runs the body, before the call opens."""
    return not obj.is_over and obj.stage == Stage.COMING and run(actor, obj.body)


@permission
def extend(actor: Actor, obj: Call) -> bool:
    """Who runs the body, once it has opened, until it is decided."""
    return not obj.is_over and obj.stage != Stage.COMING and run(actor, obj.body)


@permission
def cancel(actor: Actor, obj: Call) -> bool:
    """Who runs the body, until it is decided."""
    return not obj.is_over and run(actor, obj.body)


@permission
def nominate(actor: Actor, obj: Call) -> bool:
    """Editors who act for an organisation, from the opening until the call is decided.

    Whether that organisation may, and whether the call has closed meanwhile, the action says in words.
    """
    return not obj.is_over and obj.stage != Stage.COMING and acts_for(actor, actor.organisation_id, Role.EDITOR)


def _alive(nomination: Nomination) -> bool:
    return nomination.is_live and not nomination.call.is_over


@permission
def withdraw(actor: Actor, obj: Nomination) -> bool:
    """Editors of the organisation, until the call is decided."""
    return _alive(obj) and acts_for(actor, obj.organisation_id, Role.EDITOR)


@permission
def ask_again(actor: Actor, obj: Nomination) -> bool:
    """Editors of the organisation, while the consent is missing."""
    return obj.state == NominationState.WAITING and withdraw(actor, obj)


@permission
def consent(actor: Actor, obj: Nomination) -> bool:
    """The nominee, until the call is decided; she can change whether her name may be shown."""
    return _alive(obj) and is_nominee(actor, obj)


@permission
def refuse(actor: Actor, obj: Nomination) -> bool:
    """The nominee, also after she consented."""
    return consent(actor, obj)


@permission
def mark_ineligible(actor: Actor, obj: Nomination) -> bool:
    """Who runs the body, until the call is decided."""
    return _alive(obj) and run(actor, obj.call.body)


@permission
def put_back(actor: Actor, obj: Nomination) -> bool:
    """Who runs the body: it was no reason, after all."""
    return obj.state == NominationState.INELIGIBLE and not obj.call.is_over and run(actor, obj.call.body)


@permission
def compare(actor: Actor, obj: Call) -> bool:
    """Who runs the body reads the nominations."""
    return run(actor, obj.body)


@permission
def decide(actor: Actor, obj: Call) -> bool:
    """Who runs the body, once the call has closed: the decision itself was made where the rules say."""
    return not obj.is_over and obj.stage == Stage.CLOSED and run(actor, obj.body)


@permission
def publish(actor: Actor, obj: Decision) -> bool:
    """Who runs the body, once."""
    return obj.published_at is None and run(actor, obj.call.body)


@permission
def tell(actor: Actor, _obj: Any) -> bool:
    """The clock, and what follows from an announcement."""
    return actor.system in {"clock", "calls"}


@permission
def remind(actor: Actor, _obj: Any) -> bool:
    """The clock."""
    return actor.system == "clock"


@permission
def forget(actor: Actor, _obj: Any) -> bool:
    """The clock."""
    return actor.system == "clock"
