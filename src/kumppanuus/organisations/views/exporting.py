"""The list of organisations as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kumppanuus.core.requests import Request
from kumppanuus.interop.export import Column, long_response
from kumppanuus.organisations.models import Organisation, OrganisationQuerySet
from kumppanuus.organisations.views.organisations import found_by

CHUNK = 500
LANGUAGES = ("fi", "sv", "en")


def _text(name: str, code: str) -> Callable[[Organisation], Any]:
    return lambda row: getattr(row, name).get(code, "")


def columns() -> list[Column[Organisation]]:
    """Return the columns of the file."""
    texts = (("name", _("Name")), ("description", _("Description")))
    return [
        Column(_("Number of the organisation"), lambda row: str(row.uuid), "id"),
        *(
            Column(format_lazy("{} ({})", label, code), _text(name, code), f"{name}_{code}")
            for name, label in texts
            for code in LANGUAGES
        ),
        Column(_("Kind"), lambda row: row.get_kind_display(), "kind"),
        Column(_("Register number"), lambda row: row.register_number, "register_number"),
        Column(_("Business ID"), lambda row: row.business_id, "business_id"),
        Column(_("Home municipality"), lambda row: str(row.home.name) if row.home else "", "home"),
        Column(_("Code of the municipality"), lambda row: row.home.code if row.home else "", "home_code"),
        Column(_("Active in"), lambda row: "; ".join(str(area.name) for area in row.areas.all()), "areas"),
        Column(_("E-mail address"), lambda row: row.email, "email"),
        Column(_("Website"), lambda row: row.website, "website"),
        Column(_("Its page"), lambda row: f"{settings.SITE_URL}{row.get_absolute_url()}", "page"),
    ]


@require_safe
def download(request: Request, fmt: str) -> HttpResponseBase:
    """Give the filtered list of organisations as a file."""
    _wanted, rows = found_by(request)
    return long_response(request, "organisations", columns(), rows.count(), _portions(rows), fmt)


def _portions(rows: OrganisationQuerySet) -> Iterator[Organisation]:
    """Give the rows some at a time, each portion after the last of the one before."""
    last = 0
    ordered = rows.select_related("home").prefetch_related("areas").order_by("pk")
    while some := list(ordered.filter(pk__gt=last)[:CHUNK]):
        yield from some
        last = some[-1].pk
