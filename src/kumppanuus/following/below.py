"""What of the apps below can be followed: places and organisations, and what stands above them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kumppanuus.following.things import Key, followed, stands_under, tells
from kumppanuus.organisations.models import Organisation, Post
from kumppanuus.places.models import Area

AREA = Area._meta.label_lower
followed(Area, _("Place"))
followed(Organisation, _("Organisation"))
tells("organisations.change", "organisations.add_post", "organisations.end_post", "organisations.set_holder")


@stands_under(Area)
def around_area(area: Area) -> Iterator[Key]:
    """Give the region, the county and the chosen sets of a municipality; what happens in it happens there."""
    yield from ((AREA, pk) for pk in (area.region_id, area.county_id) if pk)
    yield from ((AREA, pk) for pk in area.sets.order_by("pk").values_list("pk", flat=True))


@stands_under(Post)
def of_post(post: Post) -> Iterator[Key]:
    """Give the organisation, and the area that it governs: contact persons are news to those who follow it."""
    yield Organisation._meta.label_lower, post.organisation_id
    yield from ((AREA, pk) for pk in Area.objects.filter(government=post.organisation_id).values_list("pk", flat=True))
