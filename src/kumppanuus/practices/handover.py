"""A practice whose post is empty is kept by nobody. It stays the post's when the post goes to another holder."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.continuity.providers import Sought, Thing, finds_ownerless
from kumppanuus.organisations.models import Holding
from kumppanuus.practices.models import Practice


@finds_ownerless
def without_post(sought: Sought) -> Iterator[Thing]:
    """Give practices whose post has ended or is held by nobody."""
    held = Holding.objects.current().filter(post=OuterRef("post"))
    ended = Q(post__ended__lte=timezone.localdate())
    rows = Practice.objects.listed().filter(ended | (Q(post__isnull=False) & ~Exists(held)))
    if sought.area:
        rows = rows.filter(Q(owner__governs=sought.area) | Q(owner__home=sought.area) | Q(owner__home__in=sought.areas))
    for row in rows.select_related("current").order_by("pk")[: sought.most]:
        words = _("Operating models whose post nobody holds")
        yield Thing("practices.practice", row.pk, words, str(row), row.get_absolute_url(), None)
