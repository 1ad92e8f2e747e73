"""What of rounds can be followed: opening, more time, closing and the results."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kumppanuus.assessments.models import Assessment, Round
from kumppanuus.following.below import AREA
from kumppanuus.following.things import Key, followed, stands_under, tells

followed(Round, _("Round of assessments"))
tells("assessments.open", "assessments.extend", "assessments.close", "assessments.release", "assessments.agree")


@stands_under(Round)
def of_round(found: Round) -> Iterator[Key]:
    """Give its area."""
    yield AREA, found.area_id


@stands_under(Assessment)
def of_assessment(found: Assessment) -> Iterator[Key]:
    """Give the round and the assessed area."""
    yield "assessments.round", found.round_id
    yield AREA, found.area_id
