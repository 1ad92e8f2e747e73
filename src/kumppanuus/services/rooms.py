"""Who meets under one roof: what NGOs do in rooms of public bodies, and which public services come to NGOs' rooms."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kumppanuus.core.requests import Request
from kumppanuus.organisations.models import NGO_KINDS, PUBLIC_KINDS
from kumppanuus.organisations.panels import contacts_section
from kumppanuus.places.models import Area
from kumppanuus.services.models import Location, Service, ServiceLocation

SHOWN = 20


@contacts_section
def of_area(request: Request, area: Area) -> SafeString:
    """Show both ways for an area. Three queries."""
    inside = Area.objects.within(area).order_by().values("pk")
    hosted = list(Location.objects.filter(area__in=inside, host__isnull=False).values_list("pk", "host__kind"))
    ngos = _under([pk for pk, kind in hosted if kind in PUBLIC_KINDS], NGO_KINDS)
    public = _under([pk for pk, kind in hosted if kind in NGO_KINDS], PUBLIC_KINDS)
    if not (ngos or public):
        return SafeString("")
    return render_to_string("services/_rooms.html", {"ngos": ngos, "public": public}, request=request)


def _under(rooms: list[int], guests: tuple[str, ...]) -> list[ServiceLocation]:
    """Return entries of organisations of some kinds that are in these rooms. No query where there are no rooms."""
    if not rooms:
        return []
    rows = ServiceLocation.objects.filter(location__in=rooms, service__organisation__kind__in=guests)
    shown = rows.filter(service__in=Service.objects.listed().filter(places__location__in=rooms).values("pk"))
    found = shown.select_related("service__organisation", "location__area", "location__host")
    return list(found.order_by("location__address", "service__pk")[:SHOWN])
