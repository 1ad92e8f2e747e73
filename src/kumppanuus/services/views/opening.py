"""What others may take of the directory, described: the Finnish profile of HSDS."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kumppanuus.core.requests import Request, see_other
from kumppanuus.services.hsds import shape

ADDED = {
    "service.kind": _("The kind: service, activity, peer_group, event, volunteer_task or place"),
    "service.without_referral": _("Whether one may come without a referral"),
    "service.for_professionals": _("How a professional guides somebody there"),
    "service.attendance": _("Where one takes part: on_site, remote or both"),
    "service.registration_url": _("Where one registers"),
    "service.assured_as": _("In what role somebody confirmed that all is right: member, link, letter, space or source"),
    "service.assured_until": _("The day by which it should be confirmed again"),
    "service.available_languages": _("The languages in which its name is written"),
    "service.first_day": _("The first day of what does not last"),
    "service.last_day": _("The last day of what does not last"),
    "organization.kind": _("The kind of organisation"),
    "organization.municipality_code": _("The official code of the home municipality"),
    "organization.available_languages": _("The languages in which its name is written"),
    "organization.contacting": _("How residents, professionals and municipalities reach the organisation best"),
    "organization.services": _("What the organisation offers; whole with full_service"),
    "location.municipality_code": _("The official code of the municipality"),
    "contact.audience": _("For whom the contact is: everybody, residents, professionals or municipalities"),
    "taxonomy_term.service_class_id": _("The service class that a partnership table's own theme stands for"),
    "taxonomy_term.ended": _("Since when it is not offered any more; what has it keeps it"),
    "taxonomy_term.replaced_by_id": _("The term that it has become part of"),
}
MEANT = (
    ("organization_identifier.identifier_type", _("PRH (register of associations) or Y-tunnus (business ID)")),
    ("organization.description", _("An organisation that tells nothing of itself is described by its kind and home")),
    ("address.state_province", _("The region (maakunta)")),
    ("address", _("Only where there is a street address; no address is made up")),
    ("service_area.extent", _("An official code; extent_type says of what: kuntakoodi, maakuntakoodi and so on")),
    ("service.assured_date", _("The day on which somebody said that all is right, apart from last_modified")),
    ("service.status", _("On a break: temporarily closed. Ended: defunct. An event that is over: inactive")),
    ("service.alert", _("Breaks to come, and whether the entry has not been confirmed in time")),
    ("schedule.count", _("1 for what happens once; then there is no freq")),
)
PARAMETERS = (
    ("lang", _("The language of the answer; without it Accept-Language decides. Content-Language tells it")),
    ("after", _("Comes in the address that a page gives as next: nothing is repeated or missed meanwhile")),
    ("kind", _("Services of one kind")),
    ("full_service", _("An organisation's entries whole, not in short")),
)


def profile(request: HttpRequest) -> HttpResponse:
    """Give the profile: as JSON to programs, as a page to people."""
    if "text/html" in request.headers.get("Accept", ""):
        response = see_other(reverse("services:hsds"))
    else:
        response = JsonResponse(as_json(), json_dumps_params={"ensure_ascii": False})
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def as_json() -> dict[str, Any]:
    """Return what the profile adds and how it uses what HSDS has."""
    added: dict[str, Any] = {}
    for name in shape.OBJECTS:
        own = {field: kind.strip("[]{}") for field, kind, _always, extra in shape.fields(name) if extra}
        if own:
            added[name] = {
                field: {"type": kind, "description": str(ADDED.get(f"{name}.{field}", ""))}
                for field, kind in own.items()
            }
    return {
        "name": "Kumppanuuspöytä, Finnish profile of HSDS 3.1",
        "based_on": shape.SCHEMAS,
        "fields_added": added,
        "objects_added": {"contacting": {field: kind for field, kind, _always, _extra in shape.fields("contacting")}},
        "meaning": {name: str(words) for name, words in MEANT},
        "parameters_added": {name: str(words) for name, words in PARAMETERS},
    }


@require_safe
def hsds(request: Request) -> HttpResponse:
    """Describe the HSDS API and its Finnish profile."""
    objects = [(name, shape.fields(name)) for name in shape.OBJECTS]
    context = {"objects": objects, "added": ADDED.items(), "meant": MEANT, "parameters": PARAMETERS}
    return render(request, "services/hsds.html", context)
