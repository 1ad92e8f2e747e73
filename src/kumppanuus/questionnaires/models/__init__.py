"""Questionnaires and responses."""

from kumppanuus.questionnaires.models.responses import (
    Answer,
    Evidence,
    EvidenceKind,
    Response,
    ResponseStatus,
)
from kumppanuus.questionnaires.models.structure import (
    BankItem,
    Item,
    ItemKind,
    Level,
    Questionnaire,
    QuestionnaireVersion,
    SourceStatus,
    Theme,
)

__all__ = [
    "Answer",
    "BankItem",
    "Evidence",
    "EvidenceKind",
    "Item",
    "ItemKind",
    "Level",
    "Questionnaire",
    "QuestionnaireVersion",
    "Response",
    "ResponseStatus",
    "SourceStatus",
    "Theme",
]
