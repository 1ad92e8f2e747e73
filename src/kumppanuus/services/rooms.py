"""Who meets under one roof: what NGOs do in rooms of public bodies, and which public services come to NGOs' rooms."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kumppanuus.core.requests import Request
from kumppanuus.organisations.models import NGO_KINDS, PUBLIC_KINDS
from kumppanuus.organisations.panels import contacts_section
from kumppanuus.places.models import Area
from kumppanuus.services.models import Service, ServiceLocation

SHOWN = 20


@contacts_section
def of_area(request: Request, area: Area) -> SafeString:
    """Show both ways for an area. Two queries."""
    ngos = _under(area, NGO_KINDS, PUBLIC_KINDS)
    public = _under(area, PUBLIC_KINDS, NGO_KINDS)
    if not (ngos or public):
        return SafeString("")
    return render_to_string("services/_rooms.html", {"ngos": ngos, "public": public}, request=request)


def _under(area: Area, guests: tuple[str, ...], hosts: tuple[str, ...]) -> list[ServiceLocation]:
    """Return entries of organisations of some kinds that are in rooms of organisations of other kinds."""
    inside = Area.objects.within(area).order_by().values("pk")
    rows = ServiceLocation.objects.filter(
        location__area__in=inside,
        service__in=Service.objects.listed().values("pk"),
        service__organisation__kind__in=guests,
        location__host__kind__in=hosts,
    )
    found = rows.select_related("service__organisation", "location__area", "location__host")
    return list(found.order_by("location__address", "service__pk")[:SHOWN])
