"""Rounds that are not answered yet stand at the post that moderates them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.consultations.models import Consultation
from kumppanuus.continuity.providers import Leaving, Thing, hands_over


@hands_over
def of_post(leaving: Leaving) -> Iterator[Thing]:
    """Give the rounds that the post moderates and whose comments have not been answered. One query."""
    for row in Consultation.objects.filter(posts=leaving.post, concluded_at=None).order_by("closes_at", "pk"):
        day = timezone.localdate(row.closes_at)
        yield Thing("consultations.consultation", row.pk, _("Comment rounds"), str(row), row.get_absolute_url(), day)
