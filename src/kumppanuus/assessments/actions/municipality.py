"""The municipality's side: several people prepare, one signs; after that it is locked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import File as Content
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.assessments.models import Assessment, Assignment, Signature, TeamComment
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.files import actions as files
from kumppanuus.organisations.models import Membership
from kumppanuus.questionnaires import actions as questionnaires
from kumppanuus.questionnaires.models import Answer, Evidence, Item, Response


def _draft(actor: Actor, assessment: Assessment) -> Response:
    """Return the municipality's draft, making it at first; refuse once it is signed, or the NGOs' result is public."""
    locked = (
        Assessment.objects.select_for_update(of=("self",)).select_related("response", "round").get(pk=assessment.pk)
    )
    if locked.response is not None and not locked.response.is_draft:
        raise Refused(_("The answer is signed and locked. Begin a correction if something is wrong."))
    if locked.needs_reason:
        raise Refused(
            _("The NGOs' result is public already. Nothing was changed: begin by saying why the answer comes now.")
        )
    return locked.response or _start(actor, assessment, locked)


def _start(actor: Actor, assessment: Assessment, locked: Assessment, reason: str = "") -> Response:
    locked.response = assessment.response = questionnaires.start(
        actor,
        Response(
            version_id=locked.round.version_id,
            organisation_id=locked.organisation_id,
            reader_token=locked.round.reader_token,
            reason=reason,
        ),
    )
    locked.save(update_fields=["response"])
    return locked.response


def _unsigned(actor: Actor, assessment: Assessment) -> Response:
    """Return the draft without the first of two signatures."""
    response = _draft(actor, assessment)
    response.signatures.all().delete()
    return response


@quiet_action
def prepare(actor: Actor, /, assessment: Assessment, *, item: Item, **given: Any) -> Answer:
    """Save the municipality's answer to one item (see `questionnaires.save`); explanations are public after release.

    As every change to the draft, it takes away the first of two signatures: nobody has signed what is written now.
    """
    return questionnaires.save(actor, _unsigned(actor, assessment), item=item, comment_public=True, **given)


@quiet_action
def attach(
    actor: Actor, /, assessment: Assessment, *, item: Item, upload: Content[bytes] | None = None, **evidence: Any
) -> Evidence:
    """Add evidence to an item (see `questionnaires.add_evidence`), with its file where it is one; all or nothing."""
    response = _unsigned(actor, assessment)
    if upload is not None:
        evidence["file_id"] = files.upload(
            actor,
            None,
            file=upload,
            organisation_id=assessment.organisation_id,
            audience_token=f"organisation:{assessment.organisation_id}",
            alternative_text=evidence["title"],
        ).pk
    return questionnaires.add_evidence(actor, response, item=item, **evidence)


@quiet_action
def detach(actor: Actor, assessment: Assessment, *, evidence_id: int) -> None:
    """Take evidence away from an item."""
    questionnaires.remove_evidence(actor, _unsigned(actor, assessment), evidence_id=evidence_id)


@quiet_action
def assign(actor: Actor, assessment: Assessment, *, item: Item, person: Person | None) -> None:
    """Give an item to a member of the municipality's organisation, or to nobody."""
    Assignment.objects.filter(assessment=assessment, item=item).delete()
    if person is None:
        return
    if not Membership.objects.current().filter(organisation=assessment.organisation_id, person=person).exists():
        raise Refused(_("Only members of the municipality's organisation can be given items."))
    Assignment.objects.create(assessment=assessment, item=item, person=person)


@quiet_action
def discuss(actor: Actor, assessment: Assessment, *, item: Item, text: str) -> TeamComment:
    """Leave a comment for the team."""
    return TeamComment.objects.create(assessment=assessment, item=item, person_id=actor.person_id, text=text)


@action
def sign(actor: Actor, assessment: Assessment, *, body: str, decided_on: dt.date) -> Signature:
    """Sign the municipality's answer off with body and date. It is locked after this.

    Where the organisation needs two signatories this is the first signature: it waits, visibly, for `countersign`.
    """
    response = _draft(actor, assessment)
    if response.signatures.exists():
        raise Refused(_("The first signature has been given already. Another signatory completes it."))
    items = assessment.round.version.items.all()
    if assessment.round.themes.exists():
        items = items.filter(theme__in=assessment.round.themes.all())
    given = {answer.item_id for answer in response.answers.all() if answer.is_given}
    missing = [item.code for item in items if item.pk not in given]
    if missing:
        raise Refused(
            _("These items have no answer yet: %(items)s. Answer them, or choose “Cannot say”, and sign again.")
            % {"items": ", ".join(missing)}
        )
    if decided_on > timezone.localdate():
        raise Refused(_("The date of the decision cannot be in the future."))
    signature = Signature.objects.create(
        assessment=assessment, response=response, person_id=actor.person_id or 0, body=body, decided_on=decided_on
    )
    if assessment.organisation.signatures_needed == 1:
        questionnaires.submit(actor, response)
    note(assessment, decision=_decision(signature))
    return signature


@action
def countersign(actor: Actor, assessment: Assessment) -> Signature:
    """Give the second signature to what the first one signed. It is locked after this."""
    response = _draft(actor, assessment)
    first = response.signatures.order_by("pk").first()
    if first is None or first.person_id == actor.person_id:
        raise Refused(_("Two different signatories are needed. The first signature waits for another person's."))
    signature = Signature.objects.create(
        assessment=assessment,
        response=response,
        person_id=actor.person_id or 0,
        body=first.body,
        decided_on=first.decided_on,
    )
    questionnaires.submit(actor, response)
    note(assessment, decision=_decision(signature))
    return signature


def _decision(signature: Signature) -> str:
    day = signature.decided_on
    return f"{signature.body} {day.day}.{day.month}.{day.year}"


@action
def correct(actor: Actor, assessment: Assessment, *, reason: str) -> Response:
    """Begin a correction of a signed answer, with a reason. The signed one counts until the new one is signed.

    Also what was not signed before the NGOs' result became public is given only so: late, with a public reason.
    """
    late = (assessment.response is None or assessment.response.is_draft) and assessment.needs_reason
    if not late and (assessment.response is None or assessment.response.is_draft):
        raise Refused(_("The answer is not signed yet; it can be changed as it is."))
    if not reason.strip():
        raise Refused(_("Say why the answer is corrected. Nothing was changed."))
    if assessment.response is None:
        response = _start(
            actor, assessment, Assessment.objects.select_for_update().get(pk=assessment.pk), reason.strip()
        )
    elif late:
        response = assessment.response
        response.reason = reason.strip()
        response.save(update_fields=["reason"])
        response.signatures.all().delete()
    else:
        response = questionnaires.replace(actor, assessment.response, reason=reason.strip())
    assessment.response = response
    assessment.save(update_fields=["response"])
    note(assessment, number=response.number)
    return response
