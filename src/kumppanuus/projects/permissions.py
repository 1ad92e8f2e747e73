"""Who keeps projects, and who says that an organisation takes part or inherits: only it itself."""

from __future__ import annotations

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Organisation, Role, acts_for, organisations_of
from kumppanuus.projects.models import Legacy, LegacyState, Party, PartyState, Project, Stage


def keeps(actor: Actor, project: Project) -> bool:
    """Say whether the actor is an editor who acts for the owner."""
    return bool(actor.system) or acts_for(actor, project.owner_id, Role.EDITOR)


@permission
def view_project(actor: Actor, obj: Project) -> bool:
    """Anyone."""
    return True


@permission
def view_party(actor: Actor, obj: Party) -> bool:
    """Anyone who takes part or did; whoever was asked or declined only the owner and the organisation itself."""
    if obj.state in {PartyState.JOINED, PartyState.LEFT}:
        return True
    return bool({obj.organisation_id, obj.project.owner_id} & set(organisations_of(actor)))


@permission
def view_legacy(actor: Actor, obj: Legacy) -> bool:
    """Anyone."""
    return True


@permission
def create(actor: Actor, obj: Organisation) -> bool:
    """Editors who act for the organisation that owns it."""
    return bool(actor.system) or acts_for(actor, obj.pk, Role.EDITOR)


@permission
def change(actor: Actor, obj: Project) -> bool:
    """Editors of the owner."""
    return keeps(actor, obj)


@permission
def stop(actor: Actor, obj: Project) -> bool:
    """Editors of the owner, before it has ended."""
    return obj.stage in {Stage.COMING, Stage.UNDER_WAY} and keeps(actor, obj)


@permission
def report(actor: Actor, obj: Project) -> bool:
    """Editors of the owner, once it has begun."""
    return obj.stage != Stage.COMING and keeps(actor, obj)


@permission
def ask_party(actor: Actor, obj: Project) -> bool:
    """Editors of the owner."""
    return keeps(actor, obj)


@permission
def join(actor: Actor, obj: Party) -> bool:
    """Editors of the organisation that was asked."""
    return obj.state == PartyState.ASKED and acts_for(actor, obj.organisation_id, Role.EDITOR)


@permission
def decline(actor: Actor, obj: Party) -> bool:
    """As for joining."""
    return join(actor, obj)


@permission
def leave(actor: Actor, obj: Party) -> bool:
    """Editors of a party, while it takes part; the owner's too."""
    own = acts_for(actor, obj.organisation_id, Role.EDITOR)
    return obj.state == PartyState.JOINED and (own or keeps(actor, obj.project))


@permission
def add_legacy(actor: Actor, obj: Project) -> bool:
    """Editors of the owner."""
    return keeps(actor, obj)


@permission
def ask_heir(actor: Actor, obj: Legacy) -> bool:
    """Editors of the owner, until it is settled."""
    return not obj.is_settled and keeps(actor, obj.project)


@permission
def take_over(actor: Actor, obj: Legacy) -> bool:
    """Editors of the organisation to which it was offered."""
    return obj.state == LegacyState.ASKED and acts_for(actor, obj.heir_id, Role.EDITOR)


@permission
def refuse_legacy(actor: Actor, obj: Legacy) -> bool:
    """As for taking over."""
    return take_over(actor, obj)


@permission
def drop_legacy(actor: Actor, obj: Legacy) -> bool:
    """Editors of the owner; those of the heir once it has taken it over."""
    if obj.state == LegacyState.DROPPED:
        return False
    heir = obj.state == LegacyState.TAKEN and acts_for(actor, obj.heir_id, Role.EDITOR)
    return heir or keeps(actor, obj.project)
