"""Answering: drafts leave no event, so that nobody can see who is answering."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.questionnaires.models import Answer, Evidence, Item, Response, ResponseStatus

MOST_TEXT = 5_000


class Conflict(Refused):
    """Somebody else saved the same answer meanwhile; `saved` is theirs."""

    def __init__(self, message: Any, saved: Answer) -> None:
        super().__init__(message)
        self.saved = saved


def _lock_open(response: Response) -> Response:
    locked = Response.objects.select_for_update().get(pk=response.pk)
    if not locked.is_draft:
        raise Refused(_("This answer has been given and is locked. Make a correction if something is wrong."))
    if not locked.is_open():
        raise Refused(_("The time for answering has ended. What was saved before is kept."))
    return locked


def _fits(*texts: str) -> None:
    """Refuse texts that the answer cannot hold, before anything is written."""
    for text in texts:
        if len(text) > MOST_TEXT:
            raise Refused(
                _("The text is %(length)d characters; at most %(most)d fit. Not saved: shorten it and save again.")
                % {"length": len(text), "most": MOST_TEXT}
            )
        if "\x00" in text:
            raise Refused(_("The text has a character that cannot be saved. Remove it and send again."))


@quiet_action
def start(actor: Actor, response: Response) -> Response:
    """Save a new, empty response that the caller has put together."""
    response.save(force_insert=True)
    return response


@quiet_action
def save(
    actor: Actor,
    response: Response,
    *,
    item: Item,
    value: int | None = None,
    number: Decimal | None = None,
    text: str = "",
    cannot_say: bool = False,
    comment: str | None = None,
    comment_public: bool | None = None,
    revision: int | None = None,
) -> Answer:
    """Save the answer to one item.

    None for comment or comment_public leaves them as they are. `revision` is the one the form was filled from; if
    the answer has moved on, Conflict is raised and nothing is changed. Raises Refused once closed or given.
    """
    locked = _lock_open(response)
    if item.version_id != locked.version_id:
        raise Refused(_("This item belongs to another checklist."))
    _fits(text, comment or "")
    if value is not None and all(level.value != value for level in item.levels.all()):
        raise Refused(_("Choose one of the levels shown."))
    answer = Answer.objects.filter(response=locked, item=item).first() or Answer(response=locked, item=item, revision=0)
    if revision is not None and revision != answer.revision:
        raise Conflict(
            _("Someone else saved this answer while you wrote. Nothing was overwritten: compare and save again."),
            answer,
        )
    answer.value = None if cannot_say else value
    answer.number = None if cannot_say else number
    answer.text = text
    answer.cannot_say = cannot_say
    if comment is not None:
        answer.comment = comment
        answer.comment_language = (get_language() or "fi")[:2]
    if comment_public is not None:
        answer.comment_public = comment_public
    answer.revision += 1
    answer.changed_at = timezone.now()
    answer.changed_by_id = actor.person_id
    answer.save()
    return answer


@quiet_action
def add_evidence(
    actor: Actor,
    response: Response,
    *,
    item: Item,
    kind: str,
    title: Text,
    url: str = "",
    file_id: int | None = None,
    body: str = "",
    decided_on: dt.date | None = None,
    record_model: str = "",
    record_id: int | None = None,
) -> Evidence:
    """Add evidence to the answer of an item; the answer row is made if it is not there yet."""
    locked = _lock_open(response)
    answer, _created = Answer.objects.get_or_create(response=locked, item=item)
    return Evidence.objects.create(
        answer=answer,
        kind=kind,
        title=title,
        url=url,
        file_id=file_id,
        body=body,
        decided_on=decided_on,
        record_model=record_model,
        record_id=record_id,
    )


@quiet_action
def remove_evidence(actor: Actor, response: Response, *, evidence_id: int) -> None:
    """Take evidence away from a draft."""
    locked = _lock_open(response)
    Evidence.objects.filter(pk=evidence_id, answer__response=locked).delete()


@quiet_action
def submit(actor: Actor, response: Response) -> Response:
    """Give the response: it is locked, and what it was based on counts as replaced. Needs at least one answer.

    Quiet, because who has answered is told to nobody; the app that asked records what may be told.
    """
    locked = _lock_open(response)
    if not any(answer.is_given for answer in locked.answers.all()):
        raise Refused(_("Nothing is answered yet. Answer at least one item, or choose “Cannot say”."))
    if locked.based_on_id:
        Response.objects.filter(pk=locked.based_on_id).update(status=ResponseStatus.REPLACED)
    locked.status = ResponseStatus.SUBMITTED
    locked.submitted_at = timezone.now()
    locked.save()
    return locked


@quiet_action
def replace(actor: Actor, response: Response, *, reason: str = "", closes_at: dt.datetime | None = None) -> Response:
    """Begin a correction: a new draft with the same answers and evidence. The given one counts until it is given."""
    Response.objects.select_for_update().get(pk=response.pk)  # two who begin at once get the same draft
    under_way = Response.objects.filter(based_on=response, status=ResponseStatus.DRAFT).first()
    if under_way:
        return under_way
    new = Response.objects.create(
        version_id=response.version_id,
        organisation_id=response.organisation_id,
        link_id=response.link_id,
        reader_token=response.reader_token,
        number=response.number + 1,
        based_on=response,
        reason=reason,
        closes_at=closes_at or response.closes_at,
    )
    for answer in response.answers.prefetch_related("evidence"):
        evidence = list(answer.evidence.all())
        answer.pk, answer.response, answer.revision = None, new, 1
        answer._state.adding = True
        answer.save()
        for piece in evidence:
            piece.pk, piece.answer = None, answer
            piece._state.adding = True
        Evidence.objects.bulk_create(evidence)
    return new
