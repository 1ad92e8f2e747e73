"""Who may remove content of an assessment for good, and where copies of it lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model

from kumppanuus.activity.models import Event
from kumppanuus.activity.permissions import moderates, removable_by, removers
from kumppanuus.activity.redaction import blank, copies, on_redact
from kumppanuus.assessments.models import (
    Assessment,
    CommentCheck,
    Participation,
    Release,
    ReleasedComment,
    Signature,
    TeamComment,
)
from kumppanuus.core.actors import Actor
from kumppanuus.files.models import File
from kumppanuus.organisations.models import acts_for
from kumppanuus.questionnaires.models import Answer, Evidence, Response
from kumppanuus.questionnaires.tasks import in_corrections


@removable_by(Assessment)
def of_assessment(actor: Actor, obj: Assessment) -> bool:
    """The editors and moderators of the round's space."""
    return moderates(actor, obj.round.space_id)


@removable_by(Signature, Release)
def of_its_assessment(actor: Actor, obj: Any) -> bool:
    """As of the assessment."""
    return of_assessment(actor, obj.assessment)


@removable_by(TeamComment)
def of_team(actor: Actor, obj: TeamComment) -> bool:
    """The administrators of the organisation whose team it is; nobody else sees it."""
    return acts_for(actor, obj.assessment.organisation_id, "admin")


@removable_by(Participation)
def of_participation(actor: Actor, obj: Participation) -> bool:
    """Those who keep the round: they alone see it."""
    return obj.assessment.round.reader_token in actor.tokens()


@removable_by(Response)
def of_response(actor: Actor, obj: Response) -> bool:
    """A municipality's answer: its administrators, and once it is signed the moderators of the spaces it is shown in.

    An NGO's: its administrators, and once it is given the keeper. Single answers are nobody else's.
    """
    if acts_for(actor, obj.organisation_id, "admin"):
        return True
    if obj.is_draft:
        return False
    rounds = Assessment.objects.filter(organisation=obj.organisation_id, round__version=obj.version_id)
    spaces = set(rounds.values_list("round__space", flat=True)) if obj.organisation_id else set()
    return moderates(actor, *spaces) if spaces else obj.reader_token in actor.tokens() - {"public"}


@removable_by(Answer)
def of_answer(actor: Actor, obj: Answer) -> bool:
    """As of the response."""
    return of_response(actor, obj.response)


@removable_by(Evidence)
def of_evidence(actor: Actor, obj: Evidence) -> bool:
    """As of the answer."""
    return of_response(actor, obj.answer.response)


@removable_by(CommentCheck)
def of_check(actor: Actor, obj: CommentCheck) -> bool:
    """As of the answer."""
    return of_response(actor, obj.answer.response)


of_any_file = removers[File]


@removable_by(File)
def of_file(actor: Actor, obj: File) -> bool:
    """As of any file, and those who may remove the evidence that the file is."""
    rows = Evidence.objects.filter(file=obj).select_related("answer__response")
    return of_any_file(actor, obj) or any(of_evidence(actor, row) for row in rows)


@copies
def on_the_other_signature(obj: Model, field: str, words: list[str]) -> Iterator[tuple[Model, str]]:
    """Both signatures and the history say the body of the decision, however short its name."""
    if not isinstance(obj, Signature) or field != "body":
        return
    yield from ((row, "body") for row in obj.response.signatures.exclude(pk=obj.pk))
    signed = Event.objects.about(obj.assessment).filter(name__in=("assessments.sign", "assessments.countersign"))
    yield from ((event, "decision") for event in signed.filter(decision__startswith=f"{obj.body} "))


@on_redact
def forget_copies(obj: Model, field: str) -> None:
    """A removed free text is removed from the answer and from every release of it."""
    if isinstance(obj, ReleasedComment) and field == "text":
        answer = obj.answer
    elif isinstance(obj, Answer) and field == "comment":
        answer = obj
    else:
        return
    if answer is None:
        return
    if answer.comment:
        blank(answer, "comment")
    for copy in ReleasedComment.objects.filter(answer=answer).exclude(text=""):
        blank(copy, "text")


@copies
def behind_the_released_text(obj: Model, field: str, words: list[str]) -> Iterator[tuple[Model, str]]:
    """A released text is a copy of an answer, which may have copies in corrections."""
    if isinstance(obj, ReleasedComment) and field == "text" and obj.answer is not None and words:
        yield obj.answer, "comment"
        yield from in_corrections(obj.answer, "comment", words)
