"""Open measures go with the post that answers for them; those of an ended or empty post nobody answers for."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.continuity.providers import Leaving, Sought, Thing, finds_ownerless, hands_over
from kumppanuus.measures.models import Measure
from kumppanuus.organisations.models import Holding


def _thing(row: Measure, kind: str) -> Thing:
    return Thing("measures.measure", row.pk, kind, str(row), row.get_absolute_url(), row.due)


@hands_over
def of_post(leaving: Leaving) -> Iterator[Thing]:
    """Give the open measures for which the post answers."""
    for row in Measure.objects.open().filter(post=leaving.post):
        yield _thing(row, _("Open measures"))


@finds_ownerless
def without_post(sought: Sought) -> Iterator[Thing]:
    """Give open measures whose post has ended, or is held and deputised by nobody."""
    held = Holding.objects.current().filter(post=OuterRef("post"))
    ended = Q(post__ended__lte=timezone.localdate())
    rows = Measure.objects.open().filter(ended | (Q(post__isnull=False) & ~Exists(held)))
    if sought.area:
        rows = rows.filter(Q(area=sought.area) | Q(area__in=sought.areas))
    for row in rows.order_by("due", "pk")[: sought.most]:
        yield _thing(row, _("Open measures whose post nobody holds"))
