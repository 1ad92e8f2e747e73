"""Practices and adoptions go with the post that answers for them; one whose post is empty nobody keeps."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.continuity.providers import Leaving, Sought, Thing, finds_ownerless, hands_over
from kumppanuus.organisations.models import Holding
from kumppanuus.practices.models import Adoption, AdoptionStage, Collection, Practice


@hands_over
def of_post(leaving: Leaving) -> Iterator[Thing]:
    """Give the practices for which the post answers and the collections that it cares for."""
    for row in Practice.objects.filter(post=leaving.post, withdrawn_at=None).select_related("current"):
        yield Thing("practices.practice", row.pk, _("Operating models"), str(row), row.get_absolute_url(), None)
    for one in Collection.objects.filter(curators=leaving.post):
        yield Thing("practices.collection", one.pk, _("Collections cared for"), str(one), one.get_absolute_url(), None)


@hands_over
def adoptions_of_post(leaving: Leaving) -> Iterator[Thing]:
    """Give the practices of whose use the post tells more."""
    rows = Adoption.objects.filter(post=leaving.post).exclude(stage=AdoptionStage.DROPPED)
    for row in rows.select_related("practice__current"):
        words = _("Operating models in use")
        yield Thing("practices.adoption", row.pk, words, str(row.practice), row.get_absolute_url(), None)


@finds_ownerless
def without_post(sought: Sought) -> Iterator[Thing]:
    """Give practices whose post has ended or is held by nobody."""
    held = Holding.objects.current().filter(post=OuterRef("post"))
    ended = Q(post__ended__lte=timezone.localdate())
    rows = Practice.objects.listed().filter(ended | (Q(post__isnull=False) & ~Exists(held)))
    if sought.area:
        rows = rows.filter(
            Q(owner__governs=sought.area) | Q(owner__home=sought.area) | Q(owner__home__in=sought.areas)
        )
    for row in rows.select_related("current").order_by("pk")[: sought.most]:
        words = _("Operating models whose post nobody holds")
        yield Thing("practices.practice", row.pk, words, str(row), row.get_absolute_url(), None)
