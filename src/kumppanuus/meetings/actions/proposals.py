"""Items proposed for a body's agenda, and their answers."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Body
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.meetings.actions.agendas import put
from kumppanuus.meetings.actions.letters import answer_proposer
from kumppanuus.meetings.models import ItemKind, Meeting, MeetingState, Proposal, ProposalState


@action
def propose(
    actor: Actor, body: Body, *, title: Text, why: Text | None = None, kind: str = ItemKind.DISCUSSION
) -> Proposal:
    """Propose an item for the next meeting of the body that takes proposals, in the name of whom one acts for."""
    return Proposal.objects.create(
        body=body,
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        title=title,
        why=why or Text(),
        kind=kind,
    )


def _hold(proposal: Proposal) -> None:
    proposal.refresh_from_db(fields=["state"], from_queryset=Proposal.objects.select_for_update())
    if proposal.state != ProposalState.WAITING:
        raise Refused(_("The proposal was answered or withdrawn meanwhile. Nothing was changed."))


@action
def accept_proposal(
    actor: Actor, proposal: Proposal, *, meeting: Meeting, minutes: int | None = None, presenter: str = ""
) -> Proposal:
    """Take a proposal onto the agenda of a coming meeting. Who made it is told for which one."""
    _hold(proposal)
    meeting.refresh_from_db(fields=["state"], from_queryset=Meeting.objects.select_for_update())
    if meeting.body_id != proposal.body_id or meeting.state not in {MeetingState.PLANNED, MeetingState.CALLED}:
        raise Refused(_("Choose a coming meeting of this body. The proposal waits as before."))
    proposal.item = put(
        meeting,
        title=proposal.title,
        kind=proposal.kind,
        background=proposal.why,
        proposed_by_id=proposal.organisation_id,
        minutes=minutes,
        presenter=presenter.strip(),
    )
    _answer(proposal, ProposalState.ACCEPTED)
    note(proposal, proposal.item, meeting)
    return proposal


@action
def decline_proposal(actor: Actor, proposal: Proposal, *, reason: str) -> Proposal:
    """Decline a proposal with a reason, which who made it is told; of an open body everybody reads it."""
    if not reason.strip():
        raise Refused(_("Say why: who proposed it is told, and of an open body everybody reads it."))
    _hold(proposal)
    proposal.reason = reason.strip()
    _answer(proposal, ProposalState.DECLINED)
    return proposal


def _answer(proposal: Proposal, state: ProposalState) -> None:
    proposal.state, proposal.answered_at = state, timezone.now()
    proposal.save()
    answer_proposer(proposal)


@action
def withdraw_proposal(actor: Actor, proposal: Proposal) -> Proposal:
    """Take one's own proposal back while it waits."""
    _hold(proposal)
    proposal.state = ProposalState.WITHDRAWN
    proposal.save(update_fields=["state"])
    return proposal
