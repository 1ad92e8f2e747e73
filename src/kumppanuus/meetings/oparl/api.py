"""The OParl 1.1 API: bodies, who sits in them, meetings, agendas and papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override
from ninja import Query, Router
from pydantic import Field

from kumppanuus.bodies.models import Body
from kumppanuus.core.merged import everything
from kumppanuus.core.numbers import RowId
from kumppanuus.interop import answering
from kumppanuus.meetings.oparl import shape
from kumppanuus.meetings.oparl.kinds import KINDS, OF_BODY, Kind, as_uuid
from kumppanuus.meetings.oparl.paging import Asked, Listing, object_of, page_of
from kumppanuus.meetings.oparl.records import SINCE, at, system
from kumppanuus.organisations.models import Organisation

router = Router(tags=["OParl 1.1"])
BY_PATH = {kind.path: kind for kind in KINDS}
PAGES = {"body": "bodies:bodies", "organization": "bodies:bodies", "meeting": "meetings:meetings"}
Key = Annotated[str, Field(max_length=40)]


def _web(path: str, request: HttpRequest, wanted: Asked) -> str:
    """Return the page that shows the same list, where there is one."""
    if path not in PAGES:
        return ""
    with override(answering.spoken(answering.language_of(request, wanted.lang))):
        return reverse(PAGES[path])


@router.get("/", url_name="root", summary="The system: begin here", openapi_extra=shape.one("System"))
def root(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Give the system, with the address of the list of those that convene bodies."""
    return answering.answer(request, system(), answering.language_of(request, asked.lang, "en"), SINCE)


@router.get("/body", url_name="bodies", summary="Those that convene bodies", openapi_extra=shape.page("Body"))
def bodies(request: HttpRequest, wanted: Query[Listing]) -> HttpResponse:
    """List the organisations that convene bodies: municipalities, counties, NGOs."""
    kind = BY_PATH["body"]
    tables = [(source, source.rows()) for source in kind.sources]
    return page_of(request, wanted, kind, tables, web=_web("body", request, wanted))


@router.get(
    "/organization/{pk}/meeting",
    url_name="meetings_of",
    summary="Meetings of a body",
    openapi_extra=shape.page("Meeting"),
)
def meetings_of(request: HttpRequest, pk: RowId, wanted: Query[Listing]) -> HttpResponse:
    """List the meetings of one body."""
    return _of_organization(request, pk, wanted, BY_PATH["meeting"], "body")


@router.get(
    "/organization/{pk}/consultation",
    url_name="consultations_of",
    summary="Consultations of a body",
    openapi_extra=shape.page("Consultation"),
)
def consultations_of(request: HttpRequest, pk: RowId, wanted: Query[Listing]) -> HttpResponse:
    """List what papers one body has dealt with, and under which items."""
    return _of_organization(request, pk, wanted, BY_PATH["consultation"], "item__meeting__body")


def _of_organization(request: HttpRequest, pk: int, wanted: Listing, kind: Kind, lead: str) -> HttpResponse:
    tables = [(source, source.rows().filter(**{lead: pk})) for source in kind.sources]
    there = Body.objects.filter(pk=pk).exists
    return page_of(request, wanted, kind, tables, there=there, web=_web(kind.path, request, wanted))


def _object(kind: Kind) -> Callable[..., Any]:
    def give(request: HttpRequest, asked: Query[Asked], id: Key) -> HttpResponse:  # noqa: A002 - as in the address
        try:
            return object_of(request, asked, kind, id)
        except Http404:
            if kind.path == "body" and (now := _merged_into(id)):
                return redirect(at("body", now), permanent=True)
            raise

    give.__name__ = kind.path
    give.__doc__ = f"Give one {kind.name}; what was public once and is no more is marked as deleted."
    return give


def _merged_into(key: str) -> str:
    """Return the id of the organisation into which one was merged; empty if it was not."""
    uuid = as_uuid(key)
    rows = everything(Organisation).filter(merged_into__isnull=False).exclude(merged_into=F("pk"))
    return str(rows.filter(uuid=uuid).values_list("merged_into__uuid", flat=True).first() or "") if uuid else ""


def _list(kind: Kind) -> Callable[..., Any]:
    def give(request: HttpRequest, wanted: Query[Listing], id: Key) -> HttpResponse:  # noqa: A002 - as in the address
        convener = as_uuid(id)
        if convener is None:
            raise Http404
        tables = [(source, source.of_body(convener)) for source in kind.sources]
        there = Body.objects.filter(convener__uuid=convener).exists
        return page_of(request, wanted, kind, tables, there=there, web=_web(kind.path, request, wanted))

    give.__name__ = f"{kind.path}_of_body"
    give.__doc__ = f"List each {kind.name} of a Body."
    return give


for one in KINDS:
    router.add_api_operation(
        f"/{one.path}/{{id}}",
        ["GET"],
        _object(one),
        url_name=one.path,
        operation_id=one.path,
        summary=one.name,
        openapi_extra=shape.one(one.name),
    )
for one in OF_BODY:
    router.add_api_operation(
        f"/body/{{id}}/{one.path}",
        ["GET"],
        _list(one),
        url_name=f"body_{one.path}",
        operation_id=f"body_{one.path}",
        summary=f"{one.name}: all of a Body",
        openapi_extra=shape.page(one.name),
    )
