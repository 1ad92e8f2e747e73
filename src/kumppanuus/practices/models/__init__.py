"""Templates, practices and their versions, developers, collections and adoptions."""

from kumppanuus.practices.models.adoptions import STILL, Adoption, AdoptionStage
from kumppanuus.practices.models.caring import CARING, cared_for, caring_spaces, held_posts
from kumppanuus.practices.models.collections import Collection, Inclusion, InclusionState
from kumppanuus.practices.models.developers import CREDITED, INSIDE, Developer, DeveloperState
from kumppanuus.practices.models.forks import Contribution, ContributionState, Look, Outcome
from kumppanuus.practices.models.practices import (
    NAME,
    SHORT,
    Attachment,
    Practice,
    PracticeQuerySet,
    PracticeVersion,
    PracticeVersionQuerySet,
    Section,
    Stage,
    Writing,
)
from kumppanuus.practices.models.templates import (
    FieldKind,
    Part,
    PathStage,
    Template,
    TemplateField,
    TemplateVersion,
    edited_spaces,
)

__all__ = [
    "CARING",
    "CREDITED",
    "INSIDE",
    "NAME",
    "SHORT",
    "STILL",
    "Adoption",
    "AdoptionStage",
    "Attachment",
    "Collection",
    "Contribution",
    "ContributionState",
    "Developer",
    "DeveloperState",
    "FieldKind",
    "Inclusion",
    "InclusionState",
    "Look",
    "Outcome",
    "Part",
    "PathStage",
    "Practice",
    "PracticeQuerySet",
    "PracticeVersion",
    "PracticeVersionQuerySet",
    "Section",
    "Stage",
    "Template",
    "TemplateField",
    "TemplateVersion",
    "Writing",
    "cared_for",
    "caring_spaces",
    "edited_spaces",
    "held_posts",
]
