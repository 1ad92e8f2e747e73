"""Old addresses: what has been merged into another leads there for good, on pages and in the API."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from kumppanuus.merging.models import MODELS, What

# What stands before a slug or an id in an address, and what it then is.
BEFORE = {"organisations": What.ORGANISATION, "organizations": What.ORGANISATION, "directory": What.ENTRY}
BEFORE |= {"services": What.ENTRY}
PLACE = re.compile(rf"/({'|'.join(BEFORE)})/([-\w]+)(?=/|$)")
MOVED_KEEPING_THE_METHOD = 308


def moved(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: where nothing is found, look whether the address names what was merged, and lead on (301, 308)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in {301, 404, 410} and (address := new_address(request.path)):
            query = request.META.get("QUERY_STRING", "")
            onward = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
            if request.method not in {"GET", "HEAD"}:
                onward.status_code = MOVED_KEEPING_THE_METHOD
            return onward
        return response

    return middleware


def new_address(path: str) -> str:
    """Return the address with what was merged replaced by what it became; empty if it names no such thing."""
    for match in PLACE.finditer(path):
        if name := _name_now(BEFORE[match[1]], match[2]):
            return f"{path[: match.start(2)]}{name}{path[match.end(2) :]}"
    return ""


def _name_now(what: str, name: str) -> str:
    try:
        asked, column = Q(uuid=uuid.UUID(name)), "uuid"
    except ValueError:
        asked, column = Q(slug=name), "slug"
    rows: Any = MODELS[what]._base_manager.filter(asked, merged_into__isnull=False).exclude(merged_into=F("pk"))
    found = rows.values_list(f"merged_into__{column}", flat=True).first()
    return str(found or "")
