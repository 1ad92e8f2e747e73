"""Negotiations that are not closed go with who leaves a post at their convener."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kumppanuus.continuity.providers import Leaving, Thing, hands_over
from kumppanuus.negotiations.models import Negotiation
from kumppanuus.organisations.models import PostKind

RUNNING = (PostKind.CONTACT_PERSON, PostKind.COORDINATOR, PostKind.SECRETARY, PostKind.CHAIR)


@hands_over
def open_ones(leaving: Leaving) -> Iterator[Thing]:
    """Give the negotiations that are not closed, where the post is one that answers for such. One query."""
    if leaving.person_id is None or leaving.post.kind not in RUNNING:
        return
    for row in Negotiation.objects.filter(convener=leaving.post.organisation_id, closed_at=None)[:20]:
        yield Thing(
            "negotiations.negotiation", row.pk, _("Yearly negotiations"), str(row), row.get_absolute_url(), row.meets_on
        )
