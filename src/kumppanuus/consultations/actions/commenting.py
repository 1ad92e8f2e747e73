"""Commenting: drafts saved as they are typed, giving, withdrawing, having nothing to state."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.consultations.actions.rounds import hold
from kumppanuus.consultations.marking import occurrences
from kumppanuus.consultations.models import Consultation, Invitation, Part, Remark, Stance, State, invited_by_link
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor

SAID = ("text", "stance", "quote", "quote_at", "name", "name_public", "approved_by", "approved_on")


def _drafts(actor: Actor, consultation: Consultation) -> Any:
    rows = consultation.remarks.filter(given_at=None)
    if actor.link_id:
        return rows.filter(invitation=invited_by_link(actor))
    return rows.filter(person=actor.person_id, organisation=actor.organisation_id)


def draft_on(actor: Actor, consultation: Consultation, part: Part | None) -> Remark | None:
    """Return what the actor has begun to write on a part. One query."""
    found: Remark | None = _drafts(actor, consultation).filter(part=part).order_by("pk").first()
    return found


@quiet_action
def save_remark(actor: Actor, /, consultation: Consultation, *, part: Part | None = None, **fields: Any) -> Remark:
    """Keep what the actor is writing on a part; nobody else sees it. Works also after the deadline: nothing is lost.

    Fields: SAID. A person has one draft on each part at a time.
    """
    if unknown := fields.keys() - set(SAID):
        raise TypeError(f"A remark has no {', '.join(sorted(unknown))}")
    held = hold(consultation)
    if part is not None and part.consultation_id != held.pk:
        raise Refused(_("That part belongs to another round. What you wrote is kept on this page."))
    draft = draft_on(actor, held, part)
    if draft is None:
        draft = Remark(consultation=held, part=part, language=(get_language() or "fi").split("-")[0])
        _sign(actor, draft)
    for name, value in fields.items():
        setattr(draft, name, value.replace("\x00", "") if isinstance(value, str) else value)
    draft.saved_at = timezone.now()
    draft.save()
    return draft


def _sign(actor: Actor, draft: Remark) -> None:
    """Set in whose name it is."""
    if actor.link_id:
        draft.invitation_id = invited_by_link(actor)
    else:
        draft.person_id = actor.person_id
    draft.organisation_id = actor.organisation_id


@action
def give(actor: Actor, /, remark: Remark) -> Remark:
    """Give a draft as a comment. Refused when it is empty, or the round not open (unless late ones may be sent).

    Refusing keeps the draft.
    """
    consultation = hold(remark.consultation)
    row = Remark.objects.select_for_update(of=("self",), no_key=True).select_related("part").get(pk=remark.pk)
    if row.given_at:
        raise Refused(_("It has been sent already."))
    if consultation.state == State.PLANNED:
        raise Refused(_("The round opens later. What you wrote is kept and can be sent then."))
    late = consultation.state != State.OPEN
    if late and (consultation.state == State.CONCLUDED or not consultation.late_allowed):
        raise Refused(_("The time for comments has ended. What you wrote is kept here for you to read and copy."))
    if late and row.created_at > consultation.closes_at:
        raise Refused(_("The time for comments has ended, and only what was begun before it can be sent as late."))
    if not row.text.strip() and row.stance == Stance.NONE:
        raise Refused(_("Write a comment or choose a stance. Nothing was sent."))
    if row.quote and row.part is not None and not any(occurrences(row.quote, text) for text in row.part.body.values()):
        raise Refused(_("The chosen words are not in this part. Copy them from the text as they stand there."))
    now = timezone.now()
    row.given_at, row.is_late = now, late
    row.save(update_fields=["given_at", "is_late"])
    _of_the_invited(row).filter(answered_at=None).update(answered_at=now, nothing_at=None)
    note(row, consultation, late=late)
    return row


def _of_the_invited(row: Remark) -> Any:
    rows = Invitation.objects.filter(consultation=row.consultation_id)
    return (
        rows.filter(organisation=row.organisation_id) if row.organisation_id else rows.filter(pk=row.invitation_id or 0)
    )


@action
def withdraw_remark(actor: Actor, /, remark: Remark) -> Remark:
    """Take a comment back while the round is open: it becomes a draft again, so that nothing is lost."""
    consultation = hold(remark.consultation)
    row = Remark.objects.select_for_update(of=("self",), no_key=True).get(pk=remark.pk)
    if not consultation.is_open or row.given_at is None:
        raise Refused(_("The round is closed: what was given stays. Ask its moderators if it must be removed."))
    row.given_at, row.theme = None, None
    row.save(update_fields=["given_at", "theme"])
    invited = _of_the_invited(row).first()
    if invited is not None:
        left = Remark.objects.given().filter(consultation=consultation, invitation=invited)
        if invited.organisation_id:
            left = Remark.objects.given().filter(consultation=consultation, organisation=invited.organisation_id)
        if not left.exists():
            Invitation.objects.filter(pk=invited.pk).update(answered_at=None)
    note(row, consultation)
    return row


@quiet_action
def discard(actor: Actor, /, remark: Remark) -> None:
    """Throw a draft away."""
    Remark.objects.filter(pk=remark.pk, given_at=None).delete()


@action
def nothing_to_state(actor: Actor, /, invitation: Invitation) -> Invitation:
    """Answer that there is nothing to state. Refused when the round is closed, or when a comment was given."""
    consultation = hold(invitation.consultation)
    row = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
    if not consultation.is_open:
        raise Refused(_("The round is not open now. Nothing was changed."))
    if row.answered_at:
        raise Refused(_("A comment has been given already. Withdraw it first if it does not hold."))
    row.nothing_at = row.nothing_at or timezone.now()
    row.save(update_fields=["nothing_at"])
    note(row, consultation)
    return row
