"""Rounds go with the post that keeps them, answers to prepare with the post and with whom they were given to."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kumppanuus.assessments.models import Assessment, Assignment, Round
from kumppanuus.continuity.providers import Leaving, Thing, hands_over


@hands_over
def rounds(leaving: Leaving) -> Iterator[Thing]:
    """Give the rounds under way that the post keeps; those being prepared only for who leaves."""
    rows = Round.objects.filter(keeper_post=leaving.post, released_at=None)
    if leaving.person_id is None:
        rows = rows.filter(opened_at__isnull=False)
    for row in rows:
        yield Thing("assessments.round", row.pk, _("Rounds under way"), str(row), row.get_absolute_url(), row.closes)


@hands_over
def answers(leaving: Leaving) -> Iterator[Thing]:
    """Give the answers of a municipality that the post prepares, and those of which items were given to who leaves."""
    own = Q(post=leaving.post)
    if leaving.person_id is not None:
        given = Assignment.objects.filter(person=leaving.person_id).values("assessment")
        own |= Q(pk__in=given, organisation=leaving.post.organisation_id)
    rows = Assessment.objects.filter(own, round__opened_at__isnull=False, round__released_at=None)
    unsigned = rows.filter(Q(response=None) | Q(response__status="draft")).select_related("round", "area")
    for row in unsigned:
        url = reverse("assessments:prepare", args=[row.round_id, row.area.slug])
        label = f"{row.area}: {row.round}"
        yield Thing("assessments.assessment", row.pk, _("Answers to prepare"), label, url, row.round.closes)
