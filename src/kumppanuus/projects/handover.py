"""Projects go with the post that answers for them; their money is warned of; one whose post is empty nobody keeps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.continuity.providers import (
    Funded,
    Leaving,
    Sought,
    Thing,
    finds_ownerless,
    hands_over,
    lives_on,
)
from kumppanuus.organisations.models import Holding
from kumppanuus.projects.models import Project, Stage


@hands_over
def of_post(leaving: Leaving) -> Iterator[Thing]:
    """Give the projects for which the post answers and that are not over, or whose results are missing."""
    rows = Project.objects.filter(post=leaving.post).filter(
        Q(stopped_on=None, ends__gte=timezone.localdate()) | Q(reported_on=None)
    )
    for row in rows:
        yield Thing("projects.project", row.pk, _("Projects"), str(row), row.get_absolute_url(), row.last_day)


@lives_on
def project_money(start: dt.date, end: dt.date) -> Iterator[Funded]:
    """Give the projects that end between two days: who goes on with what they leave?"""
    for row in Project.objects.at(Stage.UNDER_WAY).filter(ends__range=(start, end)).select_related("owner"):
        yield Funded(row, str(row), row.owner, row.funder, row.ends)


@finds_ownerless
def without_post(sought: Sought) -> Iterator[Thing]:
    """Give projects under way whose post has ended or is held by nobody, and what looks for an heir."""
    held = Holding.objects.current().filter(post=OuterRef("post"))
    ended = Q(post__ended__lte=timezone.localdate())
    rows = Project.objects.at(Stage.UNDER_WAY).filter(ended | (Q(post__isnull=False) & ~Exists(held)))
    if sought.area:
        rows = rows.filter(Q(area=sought.area) | Q(area__in=sought.areas))
    for row in rows.order_by("ends", "pk")[: sought.most]:
        yield Thing(
            "projects.project",
            row.pk,
            _("Projects whose post nobody holds"),
            str(row),
            row.get_absolute_url(),
            row.ends,
        )
