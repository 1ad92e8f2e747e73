"""Who may do what to meetings, agendas, outcomes and minutes.

Who runs a body (`bodies.run`: editors of its convener, its chair, vice chair and secretary) plans and calls, keeps the
agenda, records what came of it and writes the minutes. Who sits in it answers, proposes and asks for corrections.
"""

from __future__ import annotations

from typing import Any

from kumppanuus.bodies.models import Approval, Body, OpenTo, bodies_of, sits_in
from kumppanuus.bodies.models.seats import SeatRole
from kumppanuus.bodies.permissions import read_inside, run
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.matters.course import StepKind
from kumppanuus.matters.models import Matter
from kumppanuus.matters.reading import may_follow
from kumppanuus.meetings.models import (
    AgendaItem,
    Correction,
    ItemState,
    Meeting,
    MeetingState,
    Minutes,
    MinutesPart,
    Outcome,
    OutcomeKind,
    Paper,
    Phase,
    Place,
    Proposal,
    ProposalState,
)
from kumppanuus.meetings.telling import seat_of_link
from kumppanuus.organisations.models import Role, acts_for, organisations_of, roles_of

INSPECTING = tuple(role for role in SeatRole.values if role != SeatRole.SECRETARY)
OPEN = (MeetingState.PLANNED, MeetingState.CALLED)


def _reads(actor: Actor, body: Body) -> bool:
    return body.open_to == OpenTo.ALL or read_inside(actor, body)


@permission
def view_meeting(actor: Actor, obj: Meeting) -> bool:
    """Anyone where the body is open; else who is inside it."""
    return _reads(actor, obj.body)


@permission
def view_place(actor: Actor, obj: Place) -> bool:
    """Who is inside the body, and the person herself."""
    if actor.person_id is None:
        return False
    return obj.mandate.person_id == actor.person_id or read_inside(actor, obj.meeting.body)


@permission
def view_agendaitem(actor: Actor, obj: AgendaItem) -> bool:
    """As the meeting."""
    return _reads(actor, obj.meeting.body)


@permission
def view_paper(actor: Actor, obj: Paper) -> bool:
    """As the meeting."""
    return _reads(actor, obj.item.meeting.body)


@permission
def view_proposal(actor: Actor, obj: Proposal) -> bool:
    """Answered ones as meetings; waiting ones who made them and who is inside the body."""
    if obj.state in {ProposalState.ACCEPTED, ProposalState.DECLINED} and _reads(actor, obj.body):
        return True
    if actor.person_id is None:
        return False
    own = obj.person_id == actor.person_id or obj.organisation_id in organisations_of(actor)
    return own or read_inside(actor, obj.body)


@permission
def view_outcome(actor: Actor, obj: Outcome) -> bool:
    """Who is inside the body; others as the meeting, once it was held."""
    meeting = obj.item.meeting
    return read_inside(actor, meeting.body) or (meeting.state == MeetingState.HELD and _reads(actor, meeting.body))


@permission
def view_minutes(actor: Actor, obj: Minutes) -> bool:
    """Approved ones as the meeting, drafts who is inside the body."""
    body = obj.meeting.body
    return read_inside(actor, body) or (obj.phase == Phase.APPROVED and _reads(actor, body))


@permission
def view_minutespart(actor: Actor, obj: MinutesPart) -> bool:
    """As the minutes."""
    return view_minutes(actor, obj.minutes)


@permission
def view_correction(actor: Actor, obj: Correction) -> bool:
    """Who is inside the body."""
    return actor.person_id is not None and read_inside(actor, obj.minutes.meeting.body)


# --- before ---
@permission
def plan(actor: Actor, obj: Body) -> bool:
    """Who runs the body, while its term runs."""
    return not obj.is_over and run(actor, obj)


@permission
def change(actor: Actor, obj: Meeting) -> bool:
    """Who runs the body, until the meeting is held or cancelled."""
    return obj.state in OPEN and run(actor, obj.body)


@permission
def call(actor: Actor, obj: Meeting) -> bool:
    """Who runs the body; a called meeting can be called again to those who sit there since."""
    return change(actor, obj)


@permission
def cancel(actor: Actor, obj: Meeting) -> bool:
    """Who runs the body."""
    return change(actor, obj)


@permission
def arrange(actor: Actor, obj: Meeting) -> bool:
    """Who runs the body, until the meeting is held: the agenda is completed at the meeting, too."""
    return obj.state in OPEN and run(actor, obj.body) and not _approved(obj)


def _approved(meeting: Meeting) -> bool:
    """Say whether the last version of the minutes is approved: a corrected version opens what it corrects."""
    last = meeting.minutes_versions.order_by("-number").values_list("phase", flat=True).first()
    return last == Phase.APPROVED


@permission
def add_item(actor: Actor, obj: Meeting) -> bool:
    """As arranging the agenda."""
    return arrange(actor, obj)


@permission
def change_item(actor: Actor, obj: AgendaItem) -> bool:
    """As arranging the agenda, while the item stands there."""
    return obj.state != ItemState.WITHDRAWN and arrange(actor, obj.meeting)


@permission
def withdraw_item(actor: Actor, obj: AgendaItem) -> bool:
    """As changing it."""
    return change_item(actor, obj)


@permission
def add_paper(actor: Actor, obj: AgendaItem) -> bool:
    """Who runs the body, until the minutes are approved: what was shown at the meeting is added after it, too."""
    meeting = obj.meeting
    stands = obj.state != ItemState.WITHDRAWN and meeting.state != MeetingState.CANCELLED
    return stands and run(actor, meeting.body) and not _approved(meeting)


@permission
def withdraw_paper(actor: Actor, obj: Paper) -> bool:
    """Who runs the body, once."""
    return obj.withdrawn_at is None and run(actor, obj.item.meeting.body)


@permission
def propose(actor: Actor, obj: Body) -> bool:
    """Who sits in the body, and editors who act for an organisation, while the body's term runs."""
    if obj.is_over or actor.person_id is None:
        return False
    sits = obj.pk in bodies_of(actor)
    editor = bool(roles_of(actor).get(actor.organisation_id or 0, set()) & {Role.ADMIN, Role.EDITOR})
    return sits or (editor and _reads(actor, obj))


@permission
def accept_proposal(actor: Actor, obj: Proposal) -> bool:
    """Who runs the body, while it waits."""
    return obj.state == ProposalState.WAITING and run(actor, obj.body)


@permission
def decline_proposal(actor: Actor, obj: Proposal) -> bool:
    """As accepting."""
    return accept_proposal(actor, obj)


@permission
def withdraw_proposal(actor: Actor, obj: Proposal) -> bool:
    """Who made it, and editors of the organisation in whose name, while it waits."""
    if obj.state != ProposalState.WAITING or actor.person_id is None:
        return False
    return obj.person_id == actor.person_id or acts_for(actor, obj.organisation_id, Role.EDITOR)


@permission
def answer(actor: Actor, obj: Place) -> bool:
    """The person who is called, by her account or by the link in her call, and who runs the body for her."""
    if obj.meeting.state != MeetingState.CALLED:
        return False
    own = actor.person_id is not None and obj.mandate.person_id == actor.person_id
    by_link = actor.link_id is not None and obj.link_id == actor.link_id
    return own or by_link or run(actor, obj.meeting.body)


# --- during and after ---
@permission
def take_attendance(actor: Actor, obj: Meeting) -> bool:
    """Who runs the body, from an hour before the meeting until the minutes are approved."""
    return obj.can_be_recorded and run(actor, obj.body) and not _approved(obj)


@permission
def record(actor: Actor, obj: AgendaItem) -> bool:
    """As taking attendance."""
    return obj.state != ItemState.WITHDRAWN and take_attendance(actor, obj.meeting)


@permission
def settle_item(actor: Actor, obj: AgendaItem) -> bool:
    """As recording what came of it."""
    return record(actor, obj)


@permission
def change_outcome(actor: Actor, obj: Outcome) -> bool:
    """As recording it."""
    return take_attendance(actor, obj.item.meeting)


@permission
def remove_outcome(actor: Actor, obj: Outcome) -> bool:
    """As recording it."""
    return change_outcome(actor, obj)


@permission
def send_on(actor: Actor, obj: Outcome) -> bool:
    """Who runs the body, of a statement or what is to be sent on; also after the minutes were approved, once."""
    kinds = {OutcomeKind.SENT_ON, OutcomeKind.STATEMENT}
    return obj.kind in kinds and obj.matter_id is None and run(actor, obj.item.meeting.body)


@permission
def take_matter(actor: Actor, obj: Matter) -> bool:
    """Who runs the body that has the matter now, while it waits there."""
    if obj.held_model != Body._meta.label_lower or not may_follow(obj, StepKind.TAKEN_UP):
        return False
    body = Body.objects.filter(pk=obj.held_id or 0).select_related("convener").first()
    return body is not None and run(actor, body)


@permission
def put_answers(actor: Actor, _obj: None) -> bool:
    """The clock, and meetings themselves when an answer has come."""
    return actor.system in {"clock", "meetings"}


@permission
def close(actor: Actor, obj: Meeting) -> bool:
    """Who runs the body, once the meeting has begun."""
    return obj.state == MeetingState.CALLED and obj.has_begun and run(actor, obj.body)


@permission
def write(actor: Actor, obj: Minutes) -> bool:
    """Who runs the body, until the minutes are approved."""
    return obj.is_open and run(actor, obj.meeting.body)


@permission
def begin_minutes(actor: Actor, obj: Meeting) -> bool:
    """Who runs the body, of a meeting that can be recorded and has no minutes."""
    return obj.can_be_recorded and run(actor, obj.body) and not _begun(obj)


def _begun(meeting: Meeting) -> bool:
    return meeting.minutes_versions.exists()


@permission
def open_for_corrections(actor: Actor, obj: Minutes) -> bool:
    """Who runs the body, while they are being written."""
    return obj.phase == Phase.WRITING and run(actor, obj.meeting.body)


@permission
def ask_for_correction(actor: Actor, obj: Minutes) -> bool:
    """Who sits in the body, by an account or by the link in her letter, while they are open for corrections."""
    if obj.phase != Phase.CORRECTIONS:
        return False
    return obj.meeting.body_id in bodies_of(actor) or seat_of_link(actor, obj) is not None


@permission
def answer_correction(actor: Actor, obj: Correction) -> bool:
    """Who runs the body, while the minutes are not approved and it has no answer."""
    return obj.answered_at is None and write(actor, obj.minutes)


@permission
def submit(actor: Actor, obj: Minutes) -> bool:
    """Who runs the body: the corrections are answered, the minutes wait for approval."""
    return obj.phase == Phase.CORRECTIONS and run(actor, obj.meeting.body)


@permission
def inspect(actor: Actor, obj: Minutes) -> bool:
    """Who sits in the body as another than its secretary and has not signed yet; while they wait for inspectors."""
    if obj.phase != Phase.APPROVAL or not sits_in(actor, obj.meeting.body_id, *INSPECTING):
        return False
    rules = obj.meeting.body.rules.first()
    if rules is None or rules.approval != Approval.INSPECTORS:
        return False
    return not obj.signatures.filter(person=actor.person_id).exists()


@permission
def approve(actor: Actor, obj: Minutes) -> bool:
    """Who runs the body, when a meeting has approved them; the clock, when nobody asked for a change in time."""
    if actor.system:
        return actor.system == "clock" and obj.phase in {Phase.CORRECTIONS, Phase.APPROVAL}
    return obj.phase == Phase.APPROVAL and run(actor, obj.meeting.body)


@permission
def correct(actor: Actor, obj: Minutes) -> bool:
    """Who runs the body: makes a corrected version of approved minutes, the last of them."""
    last = not obj.meeting.minutes_versions.filter(number__gt=obj.number).exists()
    return obj.phase == Phase.APPROVED and last and run(actor, obj.meeting.body)


@permission
def keep_time(actor: Actor, _obj: Any) -> bool:
    """The clock."""
    return actor.system == "clock"
