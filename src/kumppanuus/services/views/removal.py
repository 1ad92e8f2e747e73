"""What of an entry may hold personal data, for those who may remove it for good."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kumppanuus.core.requests import Request
from kumppanuus.services.models import Contact, Service

WORDS = ("name", "summary", "description", "who", "for_professionals", "price", "registration", "times")
REDACT = "activity.redact"


@require_safe
def removal(request: Request, slug: str) -> HttpResponse:
    """List the parts of an entry that one can remove."""
    found = get_object_or_404(Service.objects.visible_to(request.actor).select_related("organisation"), slug=slug)
    if not request.actor.may(REDACT, found):
        raise PermissionDenied
    return render(request, "services/removal.html", {"service": found, "removable": _removable(found)})


def _removable(found: Service) -> list[tuple[str, int, str, str]]:
    """Return what of an entry may hold personal data: (model, key, field, what it is called). One query."""

    def part(thing: Service | Contact, name: str) -> tuple[str, int, str, str]:
        called: Any = thing._meta.get_field(name)
        told = f": {getattr(thing, name)}" if isinstance(thing, Contact) else ""
        return thing._meta.label_lower, thing.pk, name, f"{called.verbose_name}{told}"

    own = [part(found, name) for name in WORDS if getattr(found, name)]
    people = [
        part(one, name) for one in found.contacts.all() for name in ("name", "email", "phone") if getattr(one, name)
    ]
    return own + people
