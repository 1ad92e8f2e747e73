"""Spaces: create, change, appoint and dismiss, recover an organisation, feedback and its answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumppanuus.accounts.models import Person
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register as register_topic
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import (
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    current,
)
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.spaces.context import forget
from kumppanuus.spaces.models import AccessibilityFeedback, Space, SpaceRole, SpaceRoleKind

TOPIC = "feedback"
register_topic(TOPIC, gettext_lazy("Feedback on accessibility and the answers to it"), required=True)
FIELDS = (
    *("name", "languages", "intro", "contact_email", "accessibility_known", "accessibility_reviewed"),
    *("privacy_extra", "terms_extra"),
)


@action
def create(
    actor: Actor, target: None, /, *, slug: str, name: Text, operator: Organisation, area: Area, **fields: Any
) -> Space:
    """Make a space. Fields: languages (codes), intro, contact_email and the texts of the statements."""
    _known(fields)
    fields.setdefault("languages", ["fi", "sv", "en"])
    space = Space.objects.create(slug=slug, name=name, operator=operator, area=area, **fields)
    transaction.on_commit(forget)
    return space


@action
def change(actor: Actor, space: Space, /, **fields: Any) -> Space:
    """Change a space's name, languages, texts, contact address."""
    _known(fields)
    changed = [name for name, value in fields.items() if getattr(space, name) != value]
    for name in changed:
        setattr(space, name, fields[name])
    space.save()
    note(changed=changed)
    transaction.on_commit(forget)
    return space


def _known(fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A space has no {', '.join(sorted(unknown))}")


@action
def appoint(actor: Actor, space: Space, *, person: Person, role: str, start: dt.date | None = None) -> SpaceRole:
    """Give a person a role in the space. Refused when she has it."""
    if SpaceRole.objects.filter(current(), space=space, person=person, role=role).exists():
        raise Refused(_("The person has this role already. Nothing was changed."))
    made = SpaceRole.objects.create(space=space, person=person, role=role, start=start or timezone.localdate())
    note(space, audience=made.audience(), role=role)
    return made


@action
def dismiss(actor: Actor, role: SpaceRole, *, last_day: dt.date | None = None) -> SpaceRole:
    """End a role, at once or after its last day. Refused for the space's last editor."""
    rows = SpaceRole.objects.filter(current(), space=role.space_id, role=SpaceRoleKind.EDITOR, end=None)
    if role.role == SpaceRoleKind.EDITOR and not rows.exclude(pk=role.pk).exists():
        raise Refused(_("This is the space's last editor. Appoint another one first."))
    role.end = last_day or timezone.localdate() - dt.timedelta(days=1)
    role.save(update_fields=["end"])
    note(role.space, audience=role.audience(), role=role.role)
    actor.forget()
    return role


@action
def recover(actor: Actor, space: Space, *, organisation: Organisation, email: str, reason: str) -> Invitation:
    """Invite a new administrator to an organisation that has none; the trace is seen by its members and the editors.

    Refused when it has one, or is not active in the space's area.
    """
    if not Organisation.objects.active_in(space.area).filter(pk=organisation.pk).exists():
        raise Refused(_("This organisation is not active in the space's area. Nothing was changed."))
    if Membership.objects.filter(current(), organisation=organisation, role=Role.ADMIN).exists():
        raise Refused(_("The organisation has an administrator, who can invite others. Nothing was changed."))
    invitation = organisations.invite(system("spaces"), organisation, email=email, role=Role.ADMIN)
    audience = {f"organisation:{organisation.pk}", f"space:{space.pk}:{SpaceRoleKind.EDITOR}"}
    note(organisation, space, audience=audience, reason=reason[:300])
    return invitation


@action
def add_public_body(actor: Actor, space: Space, *, area: Area, name: Text, email: str) -> Organisation:
    """Make the organisation that governs a municipality or county, and invite its first administrator."""
    kinds = {AreaKind.MUNICIPALITY: OrganisationKind.MUNICIPALITY, AreaKind.COUNTY: OrganisationKind.COUNTY}
    kind = kinds.get(AreaKind(area.kind))
    if kind is None:
        raise Refused(_("Only municipalities and wellbeing services counties have a government here."))
    if Organisation.objects.filter(governs=area).exists():
        raise Refused(_("This area has its organisation already. Find it in the list of organisations."))
    home = area if area.kind == AreaKind.MUNICIPALITY else None
    me = system("spaces")
    made = organisations.create(me, None, name=name, kind=kind, governs=area, home=home, areas=[area])
    organisations.invite(me, made, email=email, role=Role.ADMIN)
    note(made, space, audience={"public"})
    return made


@action
def give_feedback(
    actor: Actor, space: Space, *, message: str, page: str = "", email: str = "", language: str = "fi"
) -> AccessibilityFeedback:
    """Take feedback on accessibility; an answer is due in 14 days. The contact address and the editors are told."""
    now = timezone.now()
    made = AccessibilityFeedback.objects.create(
        space=space,
        page=page[:300],
        message=message,
        email=email,
        language=language,
        given_at=now,
        due=timezone.localdate(now) + dt.timedelta(days=AccessibilityFeedback.DAYS_TO_ANSWER),
    )
    with translation.override("fi"):
        url = settings.SITE_URL + reverse("spaces:answer_feedback", args=[made.pk])
    context = {"what": "given", "space": str(space.name), "due": made.due.isoformat(), "url": url, "page": page}
    to: list[dict[str, Any]] = [{"address": space.contact_email, "language": "fi"}] if space.contact_email else []
    editors = SpaceRole.objects.filter(current(), space=space, role=SpaceRoleKind.EDITOR).select_related("person")
    to += [{"person": row.person} for row in editors]
    for whom in to:
        notices.post(
            actor,
            space,
            key=f"spaces.feedback:{made.pk}",
            topic=TOPIC,
            template="spaces/mail/feedback",
            context=context,
            **whom,
        )
    note(made, space, audience=made.audience())
    return made


@action
def answer_feedback(actor: Actor, feedback: AccessibilityFeedback, *, answer: str) -> AccessibilityFeedback:
    """Answer feedback; whoever left an address gets the answer by mail."""
    feedback.answer, feedback.answered_at = answer, timezone.now()
    feedback.answered_by_id = actor.person_id
    feedback.save(update_fields=["answer", "answered_at", "answered_by"])
    notices.post(
        actor,
        feedback.space,
        key=f"spaces.feedback.answer:{feedback.pk}",
        topic=TOPIC,
        template="spaces/mail/feedback",
        context={"what": "answered", "answer": answer, "message": feedback.message, "space": str(feedback.space)},
        address=feedback.email,
        language=feedback.language,
    )
    note(feedback.space, audience=feedback.audience())
    return feedback


@quiet_action
def purge_feedback(actor: Actor, target: None, *, before: dt.datetime) -> int:
    """Erase answered feedback older than the moment; return how many."""
    return AccessibilityFeedback.objects.filter(answered_at__lt=before).delete()[0]
