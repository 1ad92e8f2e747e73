"""What needs confirming, and which language versions an entry lacks."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumppanuus.core.languages import language_name
from kumppanuus.core.requests import Request
from kumppanuus.core.texts import Text
from kumppanuus.places.models import Area
from kumppanuus.services.models import Service
from kumppanuus.services.needing import by_municipality, looked_after_by, needing
from kumppanuus.services.themes import languages_around
from kumppanuus.services.views.editing import sections, to_change

PAGE = 40
TEXTS = (  # field, section of the editing pages
    *(("name", "change"), ("summary", "change"), ("description", "change")),
    *(("who", "participants"), ("for_professionals", "participants"), ("price", "participants")),
    ("registration", "participants"),
)


@login_required
@require_safe
def needs(request: Request) -> HttpResponse:
    """List the entries that need confirming: one's own, those of one's municipality, those around one's spaces."""
    scope = looked_after_by(request.actor)
    if scope is None:
        raise PermissionDenied
    slug = request.GET.get("area", "")
    area = get_object_or_404(Area, slug=slug) if slug else None
    rows = needing(scope, area).select_related("organisation__home").annotate(asked=Max("reminders__sent_at"))
    page = Paginator(rows.defer("description"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "area": area, "places": by_municipality(needing(scope))}
    return render(request, "services/needs.html", context)


@login_required
@require_safe
def languages(request: Request, slug: str) -> HttpResponse:
    """Show which texts of an entry are missing or older than the original, per language of the spaces around it."""
    service = to_change(request, slug)
    codes = languages_around(service)
    context = {
        "service": service,
        "sections": sections(service),
        "names": [language_name(code) for code in codes],
        "rows": language_rows(service, codes),
    }
    return render(request, "services/languages.html", context)


def language_rows(service: Service, codes: Sequence[str]) -> list[tuple[str, str, list[str]]]:
    """Return (text, address of its form, state per language) for each text that the entry has."""
    found = []
    for name, section in TEXTS:
        text: Text = getattr(service, name)
        if text:
            label = str(Service._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            address = reverse(f"services:{section}", args=[service.slug])
            found.append((label, address, [state_of(text, code) for code in codes]))
    if service.times:
        address = reverse("services:change", args=[service.slug])
        found.append((_("When, in words"), address, [state_of(service.times, code) for code in codes]))
    return found


def state_of(text: Text, code: str) -> str:
    """Return whether a text has a language: "original", "there", "old" or "missing"."""
    if code not in text:
        return "missing"
    if code == text.original:
        return "original"
    return "old" if code in text.stale else "there"
