"""The directory in our own API: every text in all the languages it exists in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from kumppanuus.core.actors import Actor
from kumppanuus.core.paging import Pages
from kumppanuus.interop.parameters import ClockTime, Moment
from kumppanuus.services.filters import DirectoryFilter
from kumppanuus.services.models import (
    Attendance,
    PriceKind,
    Schedule,
    Service,
    ServiceKind,
    ServiceLocation,
    ServiceQuerySet,
    Status,
)
from kumppanuus.services.themes import themes_of
from kumppanuus.spaces.models import Space

router = Router(tags=["services"])
VISITOR = Actor()
Words = dict[str, str]


class EntryOut(Schema):
    """An entry in short."""

    id: str
    slug: str
    url: str
    kind: ServiceKind
    status: Status
    name: Words
    summary: Words
    organisation: str = Field(description="Slug of the organisation")
    verified_at: dt.datetime | None = Field(description="When somebody last said that all is right")
    due_on: dt.date | None = Field(description="The day by which it should be confirmed again")
    edited_at: dt.datetime


class TimeOut(Schema):
    """A rule of times, by the words of RFC 5545; ONCE is the one day `starts`."""

    freq: str
    interval: int
    byday: str
    starts: dt.date | None
    until: dt.date | None
    opens: ClockTime | None
    closes: ClockTime | None
    note: Words


class ClosureOut(Schema):
    first: dt.date
    last: dt.date
    note: Words


class PlaceOut(Schema):
    name: Words
    address: str
    postal_code: str
    city: str
    municipality: str = Field(description="Slug of the municipality")
    lon: float | None
    lat: float | None
    features: list[str] = Field(description='Terms of accessibility: "accessibility:step_free"')
    accessibility: Words
    arriving: Words
    note: Words


class ContactOut(Schema):
    audience: str
    role: Words
    name: str
    email: str
    phone: str
    hours: Words


class EntryDetail(EntryOut):
    """An entry with all that belongs to it."""

    description: Words
    who: Words
    without_referral: bool
    for_professionals: Words
    price_kind: str
    price: Words
    registration: Words
    registration_url: str
    attendance: Attendance
    remote_url: str
    website: str
    times: Words
    starts_on: dt.date | None
    ends_on: dt.date | None
    areas: list[str]
    terms: list[str]
    schedules: list[TimeOut]
    closures: list[ClosureOut]
    places: list[PlaceOut]
    contacts: list[ContactOut]


class EntryList(Schema):
    """A page of entries, and how many there are in all."""

    items: list[EntryOut]
    count: int


class Wanted(Pages.Input):
    """The filter of the directory's page, and `modified_after`."""

    q: str = Field("", max_length=100)
    area: str = Field("", max_length=80)
    organisation: str = Field("", max_length=120)
    kind: list[ServiceKind] = []
    price: list[PriceKind] = []
    attendance: list[Attendance] = []
    term: list[str] = Field([], max_length=50, description='"theme:mind"; terms of one scheme widen, schemes narrow')
    referral: str = Field("", pattern="^(no)?$", description="no: one may come without a referral")
    right: str = Field("", pattern="^(yes)?$", description="yes: confirmed in time")
    modified_after: Moment | None = Field(None, description="Edited or confirmed then or later; tells ended ones too")


@router.get("/", response=EntryList, url_name="services", summary="List entries")
def services(request: HttpRequest, wanted: Query[Wanted]) -> Any:
    """List entries in the order in which they came, which never changes: new ones stand at the end."""
    given = {
        name: value
        for name, value in wanted.dict().items()
        if value and name not in ("modified_after", "limit", "offset")
    }
    public: ServiceQuerySet = Service.objects.visible_to(VISITOR)
    if wanted.modified_after is None:
        rows = public.listed()
    else:
        after = wanted.modified_after
        after = timezone.make_aware(after) if timezone.is_naive(after) else after
        rows = public.filter(Q(edited_at__gte=after) | Q(verified_at__gte=after))
    narrowed = DirectoryFilter(given).narrow(rows)
    page = narrowed.select_related("organisation").defer("description", "for_professionals").order_by("pk")
    items = [brief(row) for row in page[wanted.offset : wanted.offset + wanted.limit]]
    return {"items": items, "count": narrowed.count()}


class SpaceThemeOut(Schema):
    """A theme of a space's own classification."""

    key: str = Field(description='As in the filter: "space-koski:suru"')
    name: Words
    description: Words
    parent: str = Field(description="Key of the theme above it, or empty")
    service_class: str = Field(description='Key of the service class it stands for ("service_class:P1.1"), or empty')
    ended: bool = Field(description="Not offered any more; what has it keeps it")
    entries: int = Field(description="How many listed entries have it")


@router.get("/themes/{space}", response=list[SpaceThemeOut], url_name="themes", summary="Read a space's own themes")
def themes(request: HttpRequest, space: str) -> list[dict[str, Any]]:
    """Give a space's own classification in reading order, ended themes too."""
    found = get_object_or_404(Space.objects.visible_to(VISITOR), slug=space)
    return [
        {
            "key": one.term.key,
            "name": dict(one.term.name),
            "description": dict(one.term.description),
            "parent": one.term.parent.key if one.term.parent else "",
            "service_class": one.term.means.key if one.term.means else "",
            "ended": one.term.ended_at is not None,
            "entries": one.listed,
        }
        for one in themes_of(found)
    ]


@router.get("/{slug}", response=EntryDetail, url_name="service", summary="Read an entry")
def service(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Give an entry with its times, places, contacts and terms."""
    places = ServiceLocation.objects.select_related("location__area").prefetch_related("location__features")
    rows = Service.objects.visible_to(VISITOR).select_related("organisation")
    parts = ("areas", "terms", "schedules", "closures", "contacts", Prefetch("places", places))
    return whole(get_object_or_404(rows.prefetch_related(*parts), slug=slug))


def brief(row: Service) -> dict[str, Any]:
    """Return an entry in short."""
    return {
        "id": str(row.uuid),
        "slug": row.slug,
        "url": f"{settings.SITE_URL}{row.get_absolute_url()}",
        "kind": row.kind,
        "status": row.status,
        "name": dict(row.name),
        "summary": dict(row.summary),
        "organisation": row.organisation.slug,
        "verified_at": row.verified_at,
        "due_on": row.due_on,
        "edited_at": row.edited_at,
    }


TEXTS = ("description", "who", "for_professionals", "price", "registration", "times")
PLAIN = (
    *("without_referral", "price_kind", "registration_url", "attendance", "remote_url", "website"),
    *("starts_on", "ends_on"),
)


def whole(row: Service) -> dict[str, Any]:
    """Return an entry with all that belongs to it."""
    return (
        brief(row)
        | {name: dict(getattr(row, name)) for name in TEXTS}
        | {name: getattr(row, name) for name in PLAIN}
        | {
            "areas": [area.slug for area in row.areas.all()],
            "terms": [term.key for term in row.terms.all()],
            "schedules": [_rule(rule) for rule in row.schedules.all()],
            "closures": [{"first": one.first, "last": one.last, "note": dict(one.note)} for one in row.closures.all()],
            "places": [_place(at) for at in row.places.all()],
            "contacts": [
                {
                    "audience": one.audience_kind,
                    "role": dict(one.role),
                    "name": one.name if one.name_consented else "",
                    "email": one.email,
                    "phone": one.phone,
                    "hours": dict(one.hours),
                }
                for one in row.contacts.all()
            ],
        }
    )


def _rule(rule: Schedule) -> dict[str, Any]:
    names = ("freq", "interval", "byday", "starts", "until", "opens", "closes")
    return {name: getattr(rule, name) for name in names} | {"note": dict(rule.note)}


def _place(at: ServiceLocation) -> dict[str, Any]:
    here = at.location
    return {name: getattr(here, name) for name in ("address", "postal_code", "city", "lon", "lat")} | {
        "name": dict(here.name),
        "municipality": here.area.slug,
        "features": [term.key for term in here.features.all()],
        "accessibility": dict(here.accessibility),
        "arriving": dict(here.arriving),
        "note": dict(at.note),
    }
