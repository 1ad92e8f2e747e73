"""What of the directory can be found: entries that lists show, and drafts by the members of their organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.places.canvas import Spot
from kumppanuus.places.models import Area
from kumppanuus.search.documents import PUBLIC, Source, provide
from kumppanuus.search.indexing import astray
from kumppanuus.services.models import (
    Attendance,
    Contact,
    Service,
    ServiceArea,
    ServiceLocation,
    ServiceTerm,
    SourceRecord,
    Status,
)
from kumppanuus.services.picking import pick_button
from kumppanuus.services.placing import spots_of
from kumppanuus.services.sheets import chosen
from kumppanuus.ui.components.texts import reader_language

if TYPE_CHECKING:  # finding needs numpy, which is not loaded where nobody searches
    from kumppanuus.search.finding import Hit

KIND = "services.service"
FOUND = (Status.DRAFT, Status.PUBLISHED, Status.PAUSED)
SHOWN_PLACES = 3
MOST_SPOTS = 5


def sources(ids: Sequence[int]) -> Iterator[Source]:
    """Give entries with all their words; contacts' names only stand there by consent."""
    rows = Service.objects.filter(pk__in=ids, status__in=FOUND).select_related("organisation")
    rows = rows.prefetch_related(
        Prefetch("places", ServiceLocation.objects.select_related("location__area")),
        Prefetch("contacts", Contact.objects.order_by("pk")),
    )
    spots = spots_of(ids)
    middles = _middles(spots)
    areas: dict[int, list[tuple[int, Text]]] = {}
    own_areas = ServiceArea.objects.filter(service__in=ids).order_by("area__sort_name")
    for service, area, name in own_areas.values_list("service", "area", "area__name"):
        areas.setdefault(service, []).append((area, name))
    terms: dict[int, list[ServiceTerm]] = {}
    for one in ServiceTerm.objects.filter(service__in=ids).select_related("term__parent").order_by("pk"):
        terms.setdefault(one.service_id, []).append(one)
    for row in rows:
        own = spots.get(row.pk, [])
        made = _source(row, areas.get(row.pk, []), terms.get(row.pk, []))
        at = [[one.area, one.lon, one.lat, one.label] for one in own[:MOST_SPOTS]]
        points = _points(own, middles)
        yield replace(made, facts={**made.facts, "at": at}, point=next(iter(points), None), further=points[1:])


def _middles(spots: Mapping[int, Sequence[Spot]]) -> dict[int, tuple[float, float]]:
    """Return where the municipalities are in which something is that has no point of its own."""
    rough = {one.area for own in spots.values() for one in own if one.rough}
    rows = Area.objects.filter(pk__in=rough).values_list("pk", "lon", "lat") if rough else ()
    return {pk: (lon, lat) for pk, lon, lat in rows if lon is not None and lat is not None}


def _points(own: Sequence[Spot], middles: Mapping[int, tuple[float, float]]) -> list[tuple[float, float]]:
    """Return where it is, each place once: exact ones first, then the middles of municipalities of the others."""
    exact = [(one.lon, one.lat) for one in own if one.lon is not None and one.lat is not None]
    return list(dict.fromkeys(exact + [middles[one.area] for one in own if one.rough and one.area in middles]))


def _source(row: Service, areas: list[tuple[int, Text]], terms: list[ServiceTerm]) -> Source:
    places = [one.location for one in row.places.all()]
    ways = (Attendance.ON_SITE, Attendance.REMOTE) if row.attendance == Attendance.BOTH else (row.attendance,)
    known = {one.term.key: one.term for one in terms}
    known |= {one.term.parent.key: one.term.parent for one in terms if one.term.parent is not None}
    facets = {f"type:{row.kind}", f"organisation:{row.organisation.slug}", *(f"attendance:{way}" for way in ways)}
    facets |= {f"area:{pk}" for pk, _name in areas} | {f"term:{key}" for key in known}
    facets |= {f"price:{row.price_kind}"} if row.price_kind else set()
    facets |= {"referral:no"} if row.without_referral else set()
    facets |= {f"state:{row.status}"}
    return Source(
        kind=KIND,
        object_id=row.pk,
        title=row.name,
        summary=row.summary,
        address=("services:service", (row.slug,)),
        texts=[
            ("names", row.organisation.name),
            *(("text", text) for text in (row.description, row.who, row.for_professionals, row.times)),
            *(("text", text) for text in (row.price, row.registration)),
            *(("classes", term.name) for term in known.values()),
            *(("text", line) for place in places for line in (place.name, place.address, place.city)),
            *(("text", line) for one in row.contacts.all() for line in (one.role, one.name)),
        ],
        facets=frozenset(facets),
        tokens=PUBLIC if row.is_public else frozenset({f"organisation:{row.organisation_id}"}),
        facts={
            "kind": row.kind,
            "status": row.status,
            "price": row.price_kind,
            "attendance": row.attendance,
            "organisation": row.organisation.name.as_json(),
            "organisation_slug": row.organisation.slug,
            "where": [name.as_json() for _pk, name in areas[:SHOWN_PLACES]],
            "areas": len(areas),
            "times": row.times.as_json(),
        },
        edited_on=timezone.localdate(row.edited_at),
        confirmed_on=timezone.localdate(row.verified_at) if row.verified_at else None,
        due_on=row.due_on,
        until=row.ends_on,
    )


def ids() -> Iterator[int]:
    """Give the entries that can be found."""
    rows = Service.objects.filter(status__in=FOUND).order_by("pk")
    return rows.values_list("pk", flat=True).iterator(2000)


def _of_organisation(pk: int) -> Iterable[int]:
    return Service.objects.filter(organisation=pk).values_list("pk", flat=True)


def _at_location(pk: int) -> Iterable[int]:
    return Service.objects.filter(places__location=pk).values_list("pk", flat=True)


def _of_import(pk: int) -> Iterable[int]:
    """Return what an import wrote, and what it (or undoing it) added or took away."""
    written = SourceRecord.objects.filter(batch=pk, service__isnull=False).values_list("service", flat=True)
    return {*written, *astray(KIND)}


def _pick_buttons(request: Any, hits: Sequence[Hit]) -> dict[int, str]:
    """Give each hit that may be on a client's sheet the button that puts it there or takes it off."""
    on_sheet, language = set(chosen(request)), reader_language()
    return {
        hit.object_id: mark_safe(
            pick_button(
                hit.object_id, hit.address[1][0], str(hit.title), on=hit.object_id in on_sheet, language=language
            )
        )
        for hit in hits
        if hit.facts.get("status") != Status.DRAFT
    }


def _sheet_of(request: Any) -> str:
    """Give how many are on the sheet, and the form that the buttons belong to."""
    context = {"on_sheet": chosen(request), "next": request.get_full_path()}
    return render_to_string("services/picking.html", context)


provide(
    KIND,
    label=_("Services and activities"),
    ids=ids,
    sources=sources,
    follows={
        "organisations.organisation": _of_organisation,
        "services.location": _at_location,
        "services.contact": lambda pk: Contact.objects.filter(~Q(service=None), pk=pk).values_list(
            "service", flat=True
        ),
        "services.import": _of_import,
        "merging.merge": lambda _pk: astray(KIND),
    },
    wide=frozenset({"services.import"}),
    beside=_pick_buttons,
    above=_sheet_of,
)
