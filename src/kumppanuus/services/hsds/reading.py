"""Which rows an answer of the HSDS API is made of, and what is loaded with them: so many queries, however many rows."""

from __future__ import annotations

import datetime as dt
import math
import uuid
from typing import Any

from django.db.models import Avg, F, FloatField, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Coalesce

from kumppanuus.core.actors import Actor
from kumppanuus.interop.answering import Json
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.services.hsds.parts import taxonomy_id, term_id
from kumppanuus.services.hsds.records import Records, brief
from kumppanuus.services.models import Location, Service, ServiceArea, ServiceLocation, ServiceTerm, Status
from kumppanuus.taxonomy.models import Term

VISITOR = Actor()
METRES_PER_DEGREE = 111_320.0


def _terms() -> QuerySet[Term]:
    return Term.objects.select_related("parent", "means", "merged_into")


def _with_features(prefix: str = "") -> Prefetch[str]:
    return Prefetch(f"{prefix}features", _terms())


def services() -> QuerySet[Service]:
    """Return the public entries, ended ones too (they are "defunct"), in an order that never changes."""
    rows = Service.objects.visible_to(VISITOR).select_related("organisation__home", "verified_by")
    return rows.order_by("pk")


def with_parts(rows: list[Service]) -> list[Service]:
    """Load with entries what belongs to them. Seven queries."""
    places = ServiceLocation.objects.select_related("location__area__region").prefetch_related(
        _with_features("location__")
    )
    parts = ("areas", "schedules", "closures", "contacts")
    prefetch_related_objects(rows, *parts, Prefetch("terms", _terms()), Prefetch("places", places))
    return rows


def at_locations() -> QuerySet[ServiceLocation]:
    """Return the public entries at their places, in an order that never changes."""
    rows = ServiceLocation.objects.filter(service__in=Service.objects.visible_to(VISITOR))
    return rows.select_related(
        "service__organisation__home", "service__verified_by", "location__area__region"
    ).order_by("pk")


def with_parts_of_both(rows: list[ServiceLocation]) -> list[ServiceLocation]:
    """Load with entries at places what belongs to both. Seven queries."""
    parts = [f"service__{name}" for name in ("areas", "schedules", "closures", "contacts", "places")]
    prefetch_related_objects(rows, *parts, Prefetch("service__terms", _terms()), _with_features("location__"))
    return rows


def organisations() -> QuerySet[Organisation]:
    """Return the organisations, in an order that never changes."""
    return Organisation.objects.visible_to(VISITOR).select_related("home", "listing").order_by("pk")


def full_organisations(rows: list[Organisation], records: Records, *, full_service: bool) -> list[Json]:
    """Return organisations with all that belongs to them; their entries in short or whole. At most ten queries."""
    entries = Service.objects.visible_to(VISITOR).select_related("verified_by").order_by("pk")
    if full_service:
        entries = entries.prefetch_related(
            *("areas", "schedules", "closures", Prefetch("terms", _terms()), "places")  # the rest is loaded already
        )
    prefetch_related_objects(
        rows,
        "contacts",
        Prefetch("classes", _terms()),
        Prefetch("locations", Location.objects.select_related("area__region").prefetch_related(_with_features())),
        Prefetch("services", entries, to_attr="entries"),
    )
    return [_with_entries(row, records, full_service=full_service) for row in rows]


def _with_entries(row: Organisation, records: Records, *, full_service: bool) -> Json:
    entries: list[Service] = row.entries  # type: ignore[attr-defined]
    told = []
    places = {location.pk: location for location in row.locations.all()}
    for entry in entries:
        entry.organisation = row
        if not full_service:
            told.append(brief(entry, records.language))
            continue
        for at in entry.places.all():
            at.location = places[at.location_id]
        people = [one for one in row.contacts.all() if one.service_id == entry.pk]
        told.append(records.full_service(entry, people, owner=False))
    return records.full_organisation(row, told)


def terms_by_id() -> dict[str, tuple[int, str]]:
    """Return (key of the row, scheme) of each term by its HSDS id. One query of a few hundred rows."""
    return {
        term_id(scheme, code): (pk, scheme) for pk, scheme, code in Term.objects.values_list("pk", "scheme", "code")
    }


def scheme_of(wanted: str) -> str:
    """Return the scheme of a taxonomy's HSDS id, or "" if there is none. One query."""
    schemes = Term.objects.order_by("scheme").values_list("scheme", flat=True).distinct()
    return next((scheme for scheme in schemes if taxonomy_id(scheme) == wanted), "")


def _matching(search: str, kind: str) -> list[int] | None:
    """Return what the words find of a kind, by the ranking of the search page, for everybody's eyes; None without words
    or while there is no index: then the words themselves are looked for.
    """
    if not search.strip():
        return None
    from kumppanuus.search.finding import matching  # not loaded where nobody searches

    found = matching(VISITOR, search, kind)
    return None if found is None else list(found)


def service_condition(
    prefix: str,
    *,
    search: str = "",
    taxonomy_term_id: str = "",
    taxonomy_id: str = "",
    organization_id: str = "",
    modified_after: dt.datetime | None = None,
) -> Q:
    """Return the condition that all the filters hold for an entry; `prefix` leads to it from the row."""
    wanted = Q()
    for word in search.lower().split():
        wanted &= Q(**{f"{prefix}find_by__contains": word}) | Q(**{f"{prefix}organisation__find_by__contains": word})
    if (found := _matching(search, "services.service")) is not None:  # the index has no ended ones
        wanted = Q(**{f"{prefix}pk__in": found}) | wanted & Q(**{f"{prefix}status": Status.ENDED})
    if taxonomy_term_id:
        pk, _scheme = terms_by_id().get(taxonomy_term_id.lower(), (0, ""))
        having = ServiceTerm.objects.filter(Q(term=pk) | Q(term__parent=pk))
        wanted &= Q(**{f"{prefix}pk__in": having.values("service")})
    if taxonomy_id:
        having = ServiceTerm.objects.filter(term__scheme=scheme_of(taxonomy_id.lower()))
        wanted &= Q(**{f"{prefix}pk__in": having.values("service")})
    if organization_id:
        wanted &= Q(**{f"{prefix}organisation__uuid": as_uuid(organization_id)})
    if modified_after:
        wanted &= Q(**{f"{prefix}edited_at__gte": modified_after}) | Q(**{f"{prefix}verified_at__gte": modified_after})
    return wanted


def organisation_condition(*, search: str = "", taxonomy_term_id: str = "", taxonomy_id: str = "") -> Q:
    """Return the condition that all the filters hold for an organisation or for one of its entries."""
    wanted = Q()
    if (found := _matching(search, "organisations.organisation")) is not None:
        wanted &= Q(pk__in=found)
    else:
        for word in search.lower().split():
            wanted &= Q(find_by__contains=word)
    if taxonomy_term_id:
        pk, _scheme = terms_by_id().get(taxonomy_term_id.lower(), (0, ""))
        wanted &= Q(pk__in=Organisation.objects.filter(Q(classes=pk) | Q(classes__parent=pk)).values("pk")) | Q(
            pk__in=_having(Q(term=pk) | Q(term__parent=pk))
        )
    if taxonomy_id:
        scheme = scheme_of(taxonomy_id.lower())
        wanted &= Q(pk__in=Organisation.objects.filter(classes__scheme=scheme).values("pk")) | Q(
            pk__in=_having(Q(term__scheme=scheme))
        )
    return wanted


def _having(terms: Q) -> QuerySet[Any, Any]:
    public = Service.objects.visible_to(VISITOR)
    return public.filter(pk__in=ServiceTerm.objects.filter(terms).values("service")).values("organisation")


def as_uuid(words: str) -> uuid.UUID | None:
    """Return the UUID that is written, or None: an id that nothing has."""
    try:
        return uuid.UUID(words)
    except ValueError:
        return None


def near(rows: QuerySet[ServiceLocation], postcode: str, metres: float | None) -> QuerySet[ServiceLocation]:
    """Return what is offered in the municipalities of a postal code or, with metres, is so near to its middle.

    Postal codes are known from the places of this directory: their middle is that of the places with the code, or of
    their municipality where none has coordinates. An unknown code gives nothing.
    """
    there = Location.objects.filter(postal_code=postcode)
    if metres is None:
        areas = Area.objects.filter(pk__in=there.values("area"))
        wide = {pk for pair in areas.values_list("pk", "region", "county") for pk in pair if pk}
        country = Area.objects.filter(kind="country").values("pk")
        offered = ServiceArea.objects.filter(Q(area__in=wide) | Q(area__in=country)).values("service")
        return rows.filter(service__in=offered) if wide else rows.none()
    middle = there.aggregate(lon=Avg(Coalesce("lon", "area__lon")), lat=Avg(Coalesce("lat", "area__lat")))
    if middle["lat"] is None or middle["lon"] is None:
        return rows.none()
    across = METRES_PER_DEGREE * math.cos(math.radians(middle["lat"]))
    lon = Coalesce("location__lon", "location__area__lon", output_field=FloatField())
    lat = Coalesce("location__lat", "location__area__lat", output_field=FloatField())
    placed = rows.annotate(east=(lon - middle["lon"]) * across, north=(lat - middle["lat"]) * METRES_PER_DEGREE)
    placed = placed.annotate(apart=F("east") * F("east") + F("north") * F("north"))
    return placed.filter(apart__lte=metres * metres)
