"""Entries as records of the Finnish Service Catalogue."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kumppanuus.activity.conditional import same_until_anything_happens
from kumppanuus.core.actors import Actor
from kumppanuus.core.requests import Request
from kumppanuus.interop.export import file_response
from kumppanuus.organisations.models import Organisation
from kumppanuus.services import ptv
from kumppanuus.services.models import Service, ServiceLocation, ServiceQuerySet
from kumppanuus.taxonomy.models import Term

VISITOR = Actor()


def _whole() -> ServiceQuerySet:
    places = ServiceLocation.objects.select_related("location__area")
    rows = Service.objects.visible_to(VISITOR).select_related("organisation__home")
    terms = Prefetch("terms", Term.objects.select_related("means"))
    return rows.prefetch_related("areas", terms, "schedules", "contacts", Prefetch("places", places))


def _file(found: dict[str, Any], name: str) -> HttpResponse:
    return file_response(json.dumps(found, ensure_ascii=False, indent=1).encode(), f"{name}-ptv", "json")


@same_until_anything_happens
@require_safe
def of_entry(request: Request, slug: str) -> HttpResponse:
    """Give an entry, its places and its organisation as records of the catalogue."""
    row = get_object_or_404(_whole(), slug=slug)
    return _file(ptv.records_of(row.organisation, [row]), slug)


@same_until_anything_happens
@require_safe
def of_organisation(request: Request, organisation: str) -> HttpResponse:
    """Give an organisation with its lasting entries as records of the catalogue."""
    owner = get_object_or_404(Organisation.objects.visible_to(VISITOR).select_related("home"), slug=organisation)
    return _file(ptv.records_of(owner, _whole().filter(organisation=owner, listed=True)), organisation)
