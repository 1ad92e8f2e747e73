"""The HSDS 3.1 API: everything public of the directory, with the Finnish profile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from ninja import Field, Query, Router

from kumppanuus.interop.answering import language_of, spoken
from kumppanuus.interop.parameters import LanguageCode, Moment
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.hsds import reading, shape
from kumppanuus.services.hsds.paging import Load, Paging, Rows, answer, listed, paged, streamed
from kumppanuus.services.hsds.records import Records, modified
from kumppanuus.services.models import Service, ServiceKind, ServiceLocation
from kumppanuus.taxonomy.models import Term

router = Router(tags=["HSDS 3.1"])
BOTH = ["GET", "POST"]


class Listing(Paging):
    search: str = Field("", max_length=200, description="Words as people say them, by the search of the pages")


class Terms(Listing):
    taxonomy_term_id: str = Field("", max_length=64, description="With the terms below it")
    taxonomy_id: str = Field("", max_length=64)


class Services(Terms):
    organization_id: str = Field("", max_length=64)
    modified_after: Moment | None = Field(None, description="Edited or confirmed at that moment or later")
    full: bool = False


class ServiceList(Services):
    minimal: bool = Field(False, description="Only `id` and `modified_date`, of all services, without pages")
    kind: ServiceKind | None = Field(None, description="Profile: the kind of entry")


class Places(Services):
    postcode: str = Field("", max_length=10)
    proximity: float | None = Field(None, ge=0, le=2_000_000, description="Metres from the middle of the postal code")


class Organisations(Terms):
    full: bool = False
    full_service: bool = False


class TermList(Listing):
    taxonomy_id: str = Field("", max_length=64)
    top_only: bool = False
    parent_id: str = Field("", max_length=64)


def _in_language(language: str, load: Load) -> Load:
    """Load in the language, also when a stream is read after the view has returned."""

    def loading(rows: list[Any]) -> Rows:
        with override(spoken(language)):
            return load(rows)

    return loading


@router.get("/", url_name="root", summary="Version, profile and this document", openapi_extra=shape.root())
def root(request: HttpRequest) -> HttpResponse:
    """Tell the version of HSDS, the profile and the OpenAPI document."""
    found = {
        "version": shape.VERSION,
        "profile": f"{settings.SITE_URL}{reverse('hsds-profile')}",
        "openapi_url": f"{settings.SITE_URL}{reverse('hsds:openapi-json')}",
    }
    return answer(request, found, "en")


@router.api_operation(
    BOTH, "/services", url_name="services", summary="Services", openapi_extra=shape.page("service", minimal=True)
)
def services(request: HttpRequest, wanted: Query[ServiceList]) -> Any:
    """List entries of every kind, ended ones too: those are "defunct"."""
    language = language_of(request, wanted.lang)
    rows = reading.services()
    found = rows.filter(_condition("", wanted))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.minimal:
        return _minimal(found, language, ndjson=wanted.format == "ndjson")
    records = Records(language)

    def load(some: list[Service]) -> Rows:
        if wanted.full:
            return [records.full_service(row) for row in reading.with_parts(some)]
        return [records.service(row) for row in some]

    return paged(request, wanted, found, rows, _in_language(language, load), language=language)


def _condition(prefix: str, wanted: Services) -> Any:
    after = wanted.modified_after
    if after is not None and timezone.is_naive(after):
        after = timezone.make_aware(after)
    return reading.service_condition(
        prefix,
        search=wanted.search,
        taxonomy_term_id=wanted.taxonomy_term_id,
        taxonomy_id=wanted.taxonomy_id,
        organization_id=wanted.organization_id,
        modified_after=after,
    )


def _minimal(rows: QuerySet[Service], language: str, *, ndjson: bool) -> Any:
    """All ids with their dates in one answer, sent while they are read."""
    few = rows.select_related(None).only("uuid", "edited_at", "verified_at")

    def told() -> Iterator[str]:
        for row in few.iterator(chunk_size=2000):
            yield json.dumps({"id": str(row.uuid), "modified_date": modified(row).isoformat()})

    if ndjson:
        return streamed((f"{one}\n".encode() for one in told()), language)
    total = rows.count()
    head = {
        "total_items": total,
        "total_pages": 1 if total else 0,
        "page_number": 1,
        "size": total,
        "first_page": True,
        "last_page": True,
        "empty": not total,
    }

    def whole() -> Iterator[bytes]:
        yield json.dumps(head)[:-1].encode() + b', "contents": ['
        for number, one in enumerate(told()):
            yield (b",\n" if number else b"") + one.encode()
        yield b"]}"

    return streamed(whole(), language, "application/json")


@router.get("/services/{id}", url_name="service", summary="A service", openapi_extra=shape.one("service"))
def service(request: HttpRequest, id: str, lang: LanguageCode = "") -> HttpResponse:  # noqa: A002 - the standard's name
    """Give an entry with all that belongs to it."""
    language = language_of(request, lang)
    row = reading.with_parts([_one(reading.services(), id)])[0]
    with override(spoken(language)):
        return answer(request, Records(language).full_service(row), language)


def _one(rows: QuerySet[Any], wanted: str) -> Any:
    found = rows.filter(uuid=reading.as_uuid(wanted)).first()
    if found is None:
        raise Http404
    return found


@router.api_operation(
    BOTH,
    "/service_at_locations",
    url_name="service_at_locations",
    summary="Services at locations",
    openapi_extra=shape.page("service_at_location"),
)
def service_at_locations(request: HttpRequest, wanted: Query[Places]) -> Any:
    """List entries at places; what is only remote has none."""
    language = language_of(request, wanted.lang)
    rows = reading.at_locations()
    found = rows.filter(_condition("service__", wanted))
    if wanted.postcode:
        found = reading.near(found, wanted.postcode, wanted.proximity)
    records = Records(language)

    def load(some: list[ServiceLocation]) -> Rows:
        if wanted.full:
            return [records.full_at_location(row) for row in reading.with_parts_of_both(some)]
        return [records.at_location(row) for row in some]

    return paged(request, wanted, found, rows, _in_language(language, load), language=language)


@router.get(
    "/service_at_locations/{id}",
    url_name="service_at_location",
    summary="A service at a location",
    openapi_extra=shape.one("service_at_location"),
)
def service_at_location(request: HttpRequest, id: str, lang: LanguageCode = "") -> HttpResponse:  # noqa: A002
    """Give an entry at a place with all that belongs to both."""
    language = language_of(request, lang)
    row = reading.with_parts_of_both([_one(reading.at_locations(), id)])[0]
    with override(spoken(language)):
        return answer(request, Records(language).full_at_location(row), language)


@router.api_operation(
    BOTH, "/organizations", url_name="organizations", summary="Organisations", openapi_extra=shape.page("organization")
)
def organizations(request: HttpRequest, wanted: Query[Organisations]) -> Any:
    """List organisations; the taxonomy filters look at an organisation's own terms and at its entries'."""
    language = language_of(request, wanted.lang)
    rows = reading.organisations()
    condition = reading.organisation_condition(
        search=wanted.search, taxonomy_term_id=wanted.taxonomy_term_id, taxonomy_id=wanted.taxonomy_id
    )
    records = Records(language)

    def load(some: list[Organisation]) -> Rows:
        if wanted.full or wanted.full_service:
            return reading.full_organisations(some, records, full_service=wanted.full_service)
        return [records.bare_organisation(row) for row in some]

    return paged(request, wanted, rows.filter(condition), rows, _in_language(language, load), language=language)


@router.get(
    "/organizations/{id}", url_name="organization", summary="An organisation", openapi_extra=shape.one("organization")
)
def organization(request: HttpRequest, id: str, full_service: bool = False, lang: LanguageCode = "") -> HttpResponse:  # noqa: A002
    """Give an organisation with its contacts, places, classes and entries, those in short unless `full_service`."""
    language = language_of(request, lang)
    row = _one(reading.organisations(), id)
    with override(spoken(language)):
        found = reading.full_organisations([row], Records(language), full_service=full_service)
        return answer(request, found[0], language)


@router.api_operation(
    BOTH, "/taxonomies", url_name="taxonomies", summary="Classifications", openapi_extra=shape.page("taxonomy")
)
def taxonomies(request: HttpRequest, wanted: Query[Listing]) -> Any:
    """List classifications."""
    language = language_of(request, wanted.lang)
    found = [row for row in _taxonomies(language) if _fits(wanted.search, row)]
    return listed(request, wanted, found, language)


@router.get("/taxonomies/{id}", url_name="taxonomy", summary="A classification", openapi_extra=shape.one("taxonomy"))
def taxonomy(request: HttpRequest, id: str, lang: LanguageCode = "") -> HttpResponse:  # noqa: A002
    """Give a classification."""
    language = language_of(request, lang)
    return _pick(request, _taxonomies(language), id, language)


@router.api_operation(
    BOTH, "/taxonomy_terms", url_name="taxonomy_terms", summary="Terms", openapi_extra=shape.page("taxonomy_term")
)
def taxonomy_terms(request: HttpRequest, wanted: Query[TermList]) -> Any:
    """List terms of classifications."""
    language = language_of(request, wanted.lang)
    found = [
        row
        for row in _terms(language)
        if _fits(wanted.search, row)
        and (not wanted.taxonomy_id or row["taxonomy_id"] == wanted.taxonomy_id.lower())
        and (not wanted.top_only or "parent_id" not in row)
        and (not wanted.parent_id or row.get("parent_id") == wanted.parent_id.lower())
    ]
    return listed(request, wanted, found, language)


@router.get(
    "/taxonomy_terms/{id}", url_name="taxonomy_term", summary="A term", openapi_extra=shape.one("taxonomy_term")
)
def taxonomy_term(request: HttpRequest, id: str, lang: LanguageCode = "") -> HttpResponse:  # noqa: A002
    """Give a term."""
    language = language_of(request, lang)
    return _pick(request, _terms(language), id, language)


def _taxonomies(language: str) -> Rows:
    schemes = Term.objects.order_by("scheme").values_list("scheme", flat=True).distinct()
    with override(spoken(language)):
        return [Records(spoken(language)).taxonomy(scheme) for scheme in schemes]


def _terms(language: str) -> Rows:
    rows = Term.objects.select_related("parent", "means", "merged_into").order_by("pk")
    with override(spoken(language)):
        return [Records(language).term(term) for term in rows]


def _fits(search: str, row: dict[str, Any]) -> bool:
    words = f"{row['name']} {row.get('code', '')}".lower()
    return all(word in words for word in search.lower().split())


def _pick(request: HttpRequest, rows: Rows, wanted: str, language: str) -> HttpResponse:
    found = next((row for row in rows if row["id"] == wanted.lower()), None)
    if found is None:
        raise Http404
    return answer(request, found, language)
