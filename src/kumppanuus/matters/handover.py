"""Matters that wait at an organisation go with who leaves a post there: somebody must answer them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from kumppanuus.continuity.providers import Leaving, Thing, hands_over
from kumppanuus.matters.course import WITH_RECEIVER
from kumppanuus.matters.models import Matter
from kumppanuus.organisations.models import PostKind

ANSWERING = (PostKind.CONTACT_PERSON, PostKind.COORDINATOR, PostKind.SECRETARY, PostKind.CHAIR)


@hands_over
def waiting(leaving: Leaving) -> Iterator[Thing]:
    """Give the matters that wait for the organisation's answer, where the post is one that answers for such."""
    if leaving.person_id is None or leaving.post.kind not in ANSWERING:
        return
    rows = Matter.objects.filter(holder=leaving.post.organisation_id, state__in=WITH_RECEIVER)
    for row in rows.order_by("due", "pk")[:50]:
        yield Thing("matters.matter", row.pk, _("Matters to answer"), str(row), row.get_absolute_url(), row.due)
