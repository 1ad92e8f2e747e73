"""Who runs a comment round, who may comment, and who reads what."""

from __future__ import annotations

from django.utils import timezone

from kumppanuus.consultations.models import (
    Consultation,
    Invitation,
    Openness,
    Part,
    Remark,
    Reply,
    State,
    Theme,
    held_posts,
    invited_by_link,
)
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Organisation, Role, acts_for, organisations_of


def _posts(actor: Actor, consultation: Consultation) -> bool:
    own = held_posts(actor)
    return bool(own) and consultation.posts.filter(pk__in=own).exists()


def moderates(actor: Actor, consultation: Consultation) -> bool:
    """Say whether the actor is an editor of the organisation that runs it, or holds a post that moderates it."""
    if actor.system or acts_for(actor, consultation.organisation_id, Role.EDITOR):
        return True
    return _posts(actor, consultation)


def _reads_inside(actor: Actor, consultation: Consultation) -> bool:
    if not actor.person_id:
        return False
    return consultation.organisation_id in organisations_of(actor) or _posts(actor, consultation)


@permission
def view_consultation(actor: Actor, obj: Consultation) -> bool:
    """Anyone once it is announced; before that who runs it."""
    return obj.opens_at is not None or _reads_inside(actor, obj)


@permission
def view_part(actor: Actor, obj: Part) -> bool:
    """As the round."""
    return view_consultation(actor, obj.consultation)


@permission
def view_invitation(actor: Actor, obj: Invitation) -> bool:
    """Anyone, of an organisation; of an address alone the moderators and who holds its link."""
    if obj.organisation_id is not None and obj.consultation.opens_at is not None:
        return True
    return _reads_inside(actor, obj.consultation) or invited_by_link(actor) == obj.pk


@permission
def view_remark(actor: Actor, obj: Remark) -> bool:
    """Anyone once the round is over; before that who gave it and the moderators. A draft who writes it."""
    if wrote(actor, obj):
        return True
    if obj.given_at is None:
        return False
    if obj.consultation.closed_at or obj.consultation.closes_at <= timezone.now():
        return True
    own = organisations_of(actor) if actor.person_id else []
    return obj.organisation_id in own or _reads_inside(actor, obj.consultation)


def wrote(actor: Actor, remark: Remark) -> bool:
    """Say whether the remark is the actor's own: by her account, or by the link of its invitation."""
    if actor.link_id:
        return remark.invitation_id is not None and remark.invitation_id == invited_by_link(actor)
    return actor.person_id is not None and remark.person_id == actor.person_id


@permission
def view_theme(actor: Actor, obj: Theme) -> bool:
    """Anyone once the summary is published; before that who runs it."""
    return obj.consultation.concluded_at is not None or _reads_inside(actor, obj.consultation)


@permission
def view_reply(actor: Actor, obj: Reply) -> bool:
    """As the theme."""
    return obj.consultation.concluded_at is not None or _reads_inside(actor, obj.consultation)


@permission
def prepare(actor: Actor, obj: Organisation) -> bool:
    """Editors who act for the organisation that runs it."""
    return bool(actor.system) or acts_for(actor, obj.pk, Role.EDITOR)


@permission
def change(actor: Actor, obj: Consultation) -> bool:
    """Moderators."""
    return moderates(actor, obj)


@permission
def announce(actor: Actor, obj: Consultation) -> bool:
    """Moderators."""
    return moderates(actor, obj)


@permission
def invite(actor: Actor, obj: Consultation) -> bool:
    """Moderators."""
    return moderates(actor, obj)


@permission
def remind(actor: Actor, obj: Consultation) -> bool:
    """Moderators, and the clock."""
    return moderates(actor, obj)


@permission
def extend(actor: Actor, obj: Consultation) -> bool:
    """Moderators."""
    return moderates(actor, obj)


@permission
def close(actor: Actor, obj: Consultation) -> bool:
    """Moderators, and the clock."""
    return moderates(actor, obj)


@permission
def moderate(actor: Actor, obj: Consultation) -> bool:
    """Moderators: the workbench."""
    return moderates(actor, obj)


@permission
def group(actor: Actor, obj: Consultation) -> bool:
    """Moderators."""
    return moderates(actor, obj)


@permission
def rename_theme(actor: Actor, obj: Theme) -> bool:
    """Moderators."""
    return moderates(actor, obj.consultation)


@permission
def reply_theme(actor: Actor, obj: Theme) -> bool:
    """Moderators."""
    return moderates(actor, obj.consultation)


@permission
def reply_remark(actor: Actor, obj: Remark) -> bool:
    """Moderators, to what was given."""
    return obj.given_at is not None and moderates(actor, obj.consultation)


@permission
def publish_summary(actor: Actor, obj: Consultation) -> bool:
    """Moderators."""
    return moderates(actor, obj)


@permission
def turn(actor: Actor, obj: None) -> bool:
    """The clock alone."""
    return actor.system == "clock"


@permission
def take_in(actor: Actor, obj: Consultation) -> bool:
    """Moderators, and the app of what was commented when its next version is published."""
    return moderates(actor, obj)


# --- commenting ---


def may_comment(actor: Actor, consultation: Consultation) -> bool:  # noqa: PLR0911 - one line per case
    """Say whether the round is for the actor, whatever the day. Acting for an organisation needs an editor of it."""
    if actor.link_id:
        invited = invited_by_link(actor)
        return invited is not None and consultation.invitations.filter(pk=invited).exists()
    if actor.person_id is None or consultation.opens_at is None:
        return False
    own = actor.organisation_id
    if own is not None and not acts_for(actor, own, Role.EDITOR):
        return False
    if consultation.openness == Openness.OPEN:
        return True
    if own is None:
        return False
    if consultation.openness == Openness.REGISTERED:
        return True
    return consultation.invitations.filter(organisation=own).exists()


@permission
def comment(actor: Actor, obj: Consultation) -> bool:
    """As the round's openness says; those who are invited by their link."""
    return may_comment(actor, obj)


@permission
def save_remark(actor: Actor, obj: Consultation) -> bool:
    """Who may comment."""
    return may_comment(actor, obj)


@permission
def give(actor: Actor, obj: Remark) -> bool:
    """Who wrote it."""
    return wrote(actor, obj) and may_comment(actor, obj.consultation)


@permission
def withdraw_remark(actor: Actor, obj: Remark) -> bool:
    """Who wrote it, and editors of the organisation in whose name it was given."""
    return obj.given_at is not None and (wrote(actor, obj) or acts_for(actor, obj.organisation_id, Role.EDITOR))


@permission
def discard(actor: Actor, obj: Remark) -> bool:
    """Who writes the draft."""
    return obj.given_at is None and wrote(actor, obj)


@permission
def nothing_to_state(actor: Actor, obj: Invitation) -> bool:
    """Who holds its link, and editors of the invited organisation."""
    if obj.consultation.state not in {State.OPEN, State.CLOSED, State.CONCLUDED}:
        return False
    return invited_by_link(actor) == obj.pk or acts_for(actor, obj.organisation_id, Role.EDITOR)
