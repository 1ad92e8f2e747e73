"""The keeper's work between opening and release."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.assessments.actions.ngos import lock
from kumppanuus.assessments.actions.rounds import JOIN_PURPOSE
from kumppanuus.assessments.models import Assessment, CommentCheck, Participation, ParticipationState, Way
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.links import actions as links
from kumppanuus.links.models import Link
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Organisation
from kumppanuus.questionnaires.models import Answer, Response


@action
def print_sheet(actor: Actor, assessment: Assessment) -> tuple[str, str]:
    """Make the open link for a printed sheet; return its token and code. An earlier sheet stops working."""
    me = system("assessments")
    if assessment.sheet_link_id:
        links.revoke(me, Link.objects.get(pk=assessment.sheet_link_id))
    link, token, code = links.make(
        me, assessment, purpose=JOIN_PURPOSE, expires_at=assessment.round.closes_at, with_code=True
    )
    assessment.sheet_link_id = link.pk
    assessment.save(update_fields=["sheet_link_id"])
    note(assessment, audience={assessment.round.reader_token})
    return token, code or ""


@action
def verify(actor: Actor, participation: Participation, *, organisation: Organisation) -> Participation:
    """Say which organisation an answer is from, or that an unknown one is real; it counts from then on."""
    lock(participation)
    open_states = (ParticipationState.PENDING, ParticipationState.INVITED)
    invited = participation.way == Way.INVITATION
    if participation.state not in open_states or (invited and participation.organisation != organisation):
        raise Refused(_("This answer has been decided on already."))
    if not organisation.is_ngo:
        raise Refused(_("Only an NGO's answer counts on this side."))
    others = participation.assessment.participations.filter(organisation=organisation).exclude(
        state=ParticipationState.REFUSED
    )
    for other in others.exclude(pk=participation.pk):
        if other.response_id or other.draft_id:
            raise Refused(
                _("%(organisation)s has an answer already. One organisation gives one answer: refuse this one.")
                % {"organisation": organisation}
            )
        other.delete()
    participation.organisation = organisation
    participation.verified_by_id = actor.person_id
    organisations.vouch(system("assessments"), organisation)
    if participation.response_id:
        participation.state = ParticipationState.ANSWERED
    participation.save()
    Response.objects.filter(pk__in=[participation.response_id, participation.draft_id]).update(
        organisation=organisation
    )
    return participation


@action
def refuse(actor: Actor, participation: Participation, *, reason: str) -> Participation:
    """Refuse an answer, with a reason that is public. Before the first release only."""
    if not reason.strip():
        raise Refused(_("Give a reason: it is published with the number of refused answers."))
    lock(participation)
    if participation.assessment.round.released_at:
        raise Refused(_("The results have been published; an answer that counts is not refused any more."))
    participation.state = ParticipationState.REFUSED
    participation.reason = reason.strip()
    participation.save()
    return participation


@quiet_action
def check_comment(
    actor: Actor, participation: Participation, *, answer: Answer, state: str, reason: str = ""
) -> CommentCheck:
    """Publish or withhold one free text. Withheld ones are counted in public; the text stays with its NGO."""
    if answer.response_id != participation.response_id:
        raise Refused(
            _("This text belongs to another answer, or the answer was replaced meanwhile. Load the page again.")
        )
    if participation.assessment.releases.filter(counted=answer.response_id).exists():
        raise Refused(_("The results have been published; the text was decided on then."))
    check, _created = CommentCheck.objects.update_or_create(
        answer=answer,
        defaults={"state": state, "reason": reason, "by_id": actor.person_id, "at": timezone.now()},
    )
    return check
