"""The directory's list and an entry's page."""

from __future__ import annotations

import datetime as dt

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kumppanuus.core.requests import Request
from kumppanuus.places.order import in_reading_order
from kumppanuus.services.models import Service, ServiceLocation
from kumppanuus.services.times import in_words, occurrences

PAGE = 30
AHEAD = 60  # days in which the next times are looked for
NEXT = 5


@require_safe
def services(request: Request) -> HttpResponse:
    """List entries."""
    rows = Service.objects.visible_to(request.actor).listed().select_related("organisation").defer("description")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "services/services.html", {"page": page})


@require_safe
def service(request: Request, slug: str) -> HttpResponse:
    """Show an entry: what, when, where, how, for whom, and whether it is still right."""
    places = ServiceLocation.objects.select_related("location__area").prefetch_related("location__features")
    rows = (
        Service.objects.visible_to(request.actor)
        .select_related("organisation", "verified_by")
        .prefetch_related("areas", "terms", "schedules", "closures", "contacts", Prefetch("places", places))
    )
    found = get_object_or_404(rows, slug=slug)
    terms: dict[str, list[str]] = {}
    for term in found.terms.all():
        terms.setdefault(term.scheme, []).append(str(term))
    today = timezone.localdate()
    coming = occurrences(found.schedules.all(), found.closures.all(), today, today + dt.timedelta(days=AHEAD))[:NEXT]
    context = {
        "service": found,
        "areas": in_reading_order(found.areas.all()),
        "terms": terms,
        "times": [in_words(rule) for rule in found.schedules.all()],
        "closures": [one for one in found.closures.all() if one.last >= today],
        "coming": coming,
        "can_change": request.actor.may("services.change", found),
    }
    return render(request, "services/service.html", context)
