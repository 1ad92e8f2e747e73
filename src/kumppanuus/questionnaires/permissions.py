"""Who may edit checklists and who may write a response."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import acts_for, organisations_of
from kumppanuus.questionnaires.models import Questionnaire, QuestionnaireVersion, Response
from kumppanuus.spaces.models import Space, has_space_role


def _edits(actor: Actor, space_id: int | None) -> bool:
    return has_space_role(actor, space_id, "editor")


@permission
def view_questionnaire(actor: Actor, questionnaire: Questionnaire) -> bool:
    """Anyone, once a version is published; before that the editors of its space."""
    return _edits(actor, questionnaire.space_id) or questionnaire.versions.exclude(status="draft").exists()


@permission
def view_questionnaireversion(actor: Actor, version: QuestionnaireVersion) -> bool:
    """Anyone, once published; before that the editors of its space."""
    return not version.is_draft or _edits(actor, version.questionnaire.space_id)


@permission
def load(actor: Actor, _obj: Any) -> bool:
    """The checklists shipped with the product are loaded by a command."""
    return actor.system == "command"


@permission
def create(actor: Actor, space: Space) -> bool:
    """The editors of a space make its checklists."""
    return _edits(actor, space.pk)


@permission
def draft(actor: Actor, questionnaire: Questionnaire) -> bool:
    """The editors of its space begin a new version."""
    return _edits(actor, questionnaire.space_id)


@permission
def change(actor: Actor, version: QuestionnaireVersion) -> bool:
    """The editors of its space change a draft."""
    return _edits(actor, version.questionnaire.space_id) and version.is_draft


@permission
def discard(actor: Actor, version: QuestionnaireVersion) -> bool:
    """As changing a draft."""
    return change(actor, version)


@permission
def add_to_bank(actor: Actor, space: Space) -> bool:
    """The editors of any space: the bank is shared."""
    return _edits(actor, space.pk)


@permission
def change_item(actor: Actor, version: QuestionnaireVersion) -> bool:
    """As changing a draft."""
    return change(actor, version)


@permission
def change_theme(actor: Actor, version: QuestionnaireVersion) -> bool:
    """As changing a draft."""
    return change(actor, version)


@permission
def arrange(actor: Actor, version: QuestionnaireVersion) -> bool:
    """As changing a draft."""
    return change(actor, version)


@permission
def describe(actor: Actor, questionnaire: Questionnaire) -> bool:
    """The editors of its space tell what it is and where it comes from."""
    return _edits(actor, questionnaire.space_id)


@permission
def fill_from_sheet(actor: Actor, version: QuestionnaireVersion) -> bool:
    """As changing a draft: a spreadsheet replaces its content."""
    return change(actor, version)


@permission
def publish(actor: Actor, version: QuestionnaireVersion) -> bool:
    """The editors of its space publish a draft."""
    return change(actor, version)


def _writes(actor: Actor, response: Response) -> bool:
    if actor.link_id:
        return response.link_id == actor.link_id
    return acts_for(actor, response.organisation_id, "editor", "answerer", "signatory")


@permission
def view_response(actor: Actor, response: Response) -> bool:
    """The respondent; and, once it is given, those to whom it is given."""
    if (actor.link_id and response.link_id == actor.link_id) or (
        actor.person_id and response.organisation_id in organisations_of(actor)
    ):
        return True
    return not response.is_draft and response.reader_token in actor.tokens() - {"public"}


@permission
def start(actor: Actor, response: Response) -> bool:
    """Whoever answers for the organisation, or holds the link the response belongs to."""
    return _writes(actor, response)


@permission
def save(actor: Actor, response: Response) -> bool:
    """Whoever answers for the organisation, or holds the link."""
    return _writes(actor, response) and response.is_draft


@permission
def add_evidence(actor: Actor, response: Response) -> bool:
    """As saving an answer."""
    return save(actor, response)


@permission
def remove_evidence(actor: Actor, response: Response) -> bool:
    """As saving an answer."""
    return save(actor, response)


@permission
def submit(actor: Actor, response: Response) -> bool:
    """As saving an answer; the app that asked may demand more (a signatory)."""
    return save(actor, response)


@permission
def replace(actor: Actor, response: Response) -> bool:
    """The respondent corrects what was given."""
    return _writes(actor, response) and response.status == "submitted"
