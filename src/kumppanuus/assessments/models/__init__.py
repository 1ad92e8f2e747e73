"""Rounds, both sides' answers, and what was released."""

from kumppanuus.assessments.models.release import Cell, ItemMeasure, Release, ReleasedComment, Spread, Standing
from kumppanuus.assessments.models.rounds import Assessment, InvitationRule, Round, Stage
from kumppanuus.assessments.models.sides import (
    Assignment,
    CommentCheck,
    CommentState,
    Participation,
    ParticipationState,
    Signature,
    TeamComment,
    Way,
)

__all__ = [
    "Assessment",
    "Assignment",
    "Cell",
    "CommentCheck",
    "CommentState",
    "InvitationRule",
    "ItemMeasure",
    "Participation",
    "ParticipationState",
    "Release",
    "ReleasedComment",
    "Round",
    "Signature",
    "Spread",
    "Stage",
    "Standing",
    "TeamComment",
    "Way",
]
