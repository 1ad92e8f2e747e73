"""The directory's list and an entry's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from html import escape
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumppanuus.core.actors import Actor
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request
from kumppanuus.places.models import Area
from kumppanuus.places.order import in_reading_order
from kumppanuus.search.nearby import ELSEWHERE
from kumppanuus.services import themes
from kumppanuus.services.filters import (
    KEPT_SECONDS,
    MOST,
    Choice,
    Counted,
    DirectoryFilter,
    Found,
    find,
    named_terms,
    schemes,
)
from kumppanuus.services.linked import of_entry
from kumppanuus.services.models import (
    LASTING_KINDS,
    Attendance,
    Checked,
    FieldCheck,
    PriceKind,
    Service,
    ServiceKind,
    ServiceLocation,
)
from kumppanuus.services.ptv import still_lacks
from kumppanuus.services.sheets import chosen
from kumppanuus.services.times import in_words, occurrences
from kumppanuus.services.views.maps import on_map
from kumppanuus.services.views.outputs import title_of
from kumppanuus.services.views.removal import REDACT
from kumppanuus.spaces.models import space_roles_of
from kumppanuus.ui.components.controls import options

PAGE = 30
AHEAD = 60  # days in which the next times are looked for
NEXT = 5
ROW = ("pk", "slug", "kind", "status", "name", "summary", "due_on", "verified_at", "organisation__name")


def groups(wanted: DirectoryFilter, counted: Counted) -> list[tuple[str, list[Choice], bool]]:
    """Return the filters to tick: (title, choices, whether it stands open). What leaves nothing is left out."""

    def choices(name: str, pairs: list[tuple[Any, Any]]) -> Iterator[Choice]:
        for value, label in pairs:
            number, chosen = counted.by.get(f"{name}:{value}"), str(value) in wanted.chosen[name]
            if number or chosen or counted.over:
                yield Choice(name, str(value), str(label), number, chosen)

    terms = {key: one for key, one in named_terms().items() if key == one.key}
    plain = [
        (_("What kind"), list(choices("kind", list(ServiceKind.choices)))),
        (_("How one gets in"), [
            *choices("referral", [("no", _("No referral is needed"))]),
            *choices("price", list(PriceKind.choices)),
            *choices("attendance", list(Attendance.choices[:2])),
            *choices("right", [("yes", _("Confirmed in time"))]),
        ]),
    ]  # fmt: skip
    by_scheme = [
        (title, list(choices("term", [(key, one.label) for key, one in terms.items() if one.scheme == scheme])))
        for scheme, title in schemes().items()
    ]
    return [
        (title, found, number == 0 or any(one.chosen for one in found))
        for number, (title, found) in enumerate([*plain, *by_scheme])
        if found
    ]


def area_choices() -> list[tuple[str, str]]:
    """Return areas to choose from, counties and regions first; kept per process for a while."""

    def load() -> list[tuple[str, str]]:
        rows = list(Area.objects.filter(kind__in=("region", "county", "municipality")).only("slug", "name", "kind"))
        wide = [one for one in rows if one.kind != "municipality"]
        return [
            (one.slug, str(one))
            for part in (wide, [r for r in rows if r not in wide])
            for one in in_reading_order(part)
        ]

    return cache.get_or_set(f"services.areas.{get_language()}", load, KEPT_SECONDS) or []


@require_safe
def services(request: Request) -> HttpResponse:
    """List entries by a filter, with what each further choice would leave; as a list or on a map.

    Two queries, five after any event; four more on a map.
    """
    wanted = DirectoryFilter(request.GET)
    found, shown_on_map = find(wanted), request.GET.get("view") == "map"
    context = {
        "wanted": wanted,
        "found": found,
        "counted": found.counted,
        "most": MOST,
        "narrowing": _narrowing(wanted, found.counted),
        "query": wanted.lasting_query(),
        "on_sheet": chosen(request),
        "on_map": shown_on_map,
        "as_list": wanted.query(),
        "as_map": wanted.query(view="map"),
        "from_anywhere": wanted.query(within=ELSEWHERE),
        **wanted.distance_fields(),
        **(on_map(request, wanted, found, ROW, title_of(wanted)) if shown_on_map else _listed(request, found)),
    }
    return render(request, "services/services.html", context)


def _listed(request: Request, found: Found) -> dict[str, Any]:
    """Return one page of the list."""
    page = Paginator(found.ids, PAGE).get_page(request.GET.get("page"))
    rows = Service.objects.visible_to(request.actor).filter(pk__in=page.object_list).order_by()
    by_id = {row.pk: row for row in rows.values_list(*ROW, named=True)}
    return {"page": page, "rows": [by_id[pk] for pk in page.object_list if pk in by_id]}


def _narrowing(wanted: DirectoryFilter, counted: Counted) -> tuple[SafeString, SafeString, SafeString]:
    """Return the areas to choose from, the filters to tick as they stand, and how to take the list along; kept while no
    count moves.
    """

    def make() -> tuple[SafeString, SafeString, SafeString]:
        ticked = render_to_string("services/ticks.html", {"groups": groups(wanted, counted)})
        query = wanted.lasting_query()
        along = render_to_string("services/take_along.html", {"query": query, "frame_code": frame_code(query)})
        return options(area_choices(), wanted.area.slug if wanted.area else ""), ticked, along

    told = hash((counted.total, counted.over, frozenset(counted.by.items()), themes.version()))
    key = f"services.narrowing.{get_language()}.{told}.{wanted.query()}"
    return cache.get_or_set(key, make, KEPT_SECONDS) or make()


def frame_code(query: str) -> str:
    """Return the line that shows a filtered list on another site; a link where frames are not shown."""
    address, page = reverse("services:embed"), reverse("services:services")
    frame, link = (escape(f"{settings.SITE_URL}{one}" + (f"?{query}" if query else "")) for one in (address, page))
    name = escape(_("Directory"))
    return (
        f'<iframe src="{frame}" title="{name}" width="100%" height="600" loading="lazy">'
        f'<a href="{link}">{name}</a></iframe>'
    )


@require_safe
def service(request: Request, slug: str) -> HttpResponse:
    """Show an entry: what, when, where, how, for whom, and whether it is still right."""
    rows = Service.objects.visible_to(request.actor).select_related("organisation", "verified_by")
    found = get_object_or_404(rows, slug=slug)
    can_change = request.actor.may("services.change", found)
    html, lacking = cache.get_or_set(_version(found), lambda: _kept(found), KEPT_SECONDS) or ("", [])
    context = {"service": found, "can_change": can_change, "facts": html}
    context["may_remove"] = _may_remove(request.actor, found)
    context |= {"lacking": lacking, "goes_to_ptv": found.kind in LASTING_KINDS, "on_sheet": chosen(request)}
    return render(request, "services/service.html", context)


def _may_remove(actor: Actor, found: Service) -> bool:
    """Say whether to lead the actor to removing personal data. For those with a role in a space it is kept until
    anything happens; it is asked once more where she is led to.
    """
    if actor.person_id is None or not space_roles_of(actor):
        return actor.may(REDACT, found)
    return kept(f"removal:{found.pk}:{actor.person_id}", lambda: actor.may(REDACT, found))


def _kept(found: Service) -> tuple[str, list[str]]:
    facts = facts_of(found)
    reached = bool(facts["places"] or facts["contacts"])
    lacking = still_lacks(found, facts["terms"], offered=bool(facts["areas"]), reached=reached)
    return render_to_string("services/facts.html", facts), lacking


def _version(found: Service) -> str:
    """Name an entry's facts: all that shows in them moves one of these, and so does redaction."""
    today, checks = timezone.localdate(), [one["at"] for one in found.checked.values()]
    moments = [one.isoformat() for one in (found.edited_at, found.verified_at) if one]
    moved = ":".join([*moments, max(checks, default="")])
    return f"piece:entry:{found.pk}:{found.status}:{moved}:{today:%Y%m%d}:{get_language()}"


def rightness_of(found: Service) -> dict[str, tuple[dt.datetime, str]]:
    """Return for phone, place and times when they were last said to be right, and by whom in what role: each by
    itself, or with the whole entry.
    """
    latest = {}
    for field in Checked.values:
        one = FieldCheck.read(found, field)
        if one is not None and (found.verified_at is None or one.at > found.verified_at):
            latest[field] = (one.at, one.role)
        elif found.verified_at is not None:
            latest[field] = (found.verified_at, str(found.get_verified_as_display()))
    return latest


def facts_of(found: Service) -> dict[str, Any]:
    """Return what an entry's page shows of its times, places, contacts and terms. Seven queries."""
    places_of = ServiceLocation.objects.filter(service=found).select_related("location__area")
    terms: dict[str, list[str]] = {}
    for term in found.terms.all():
        terms.setdefault("theme" if term.is_own else term.scheme, []).append(str(term))
        if term.means_id is not None:
            terms.setdefault("service_class", [])
    areas = in_reading_order(found.areas.all())
    places = list(places_of.prefetch_related(Prefetch("location__features")))
    contacts = list(found.contacts.all())
    schedules, closures = list(found.schedules.all()), list(found.closures.all())
    today = timezone.localdate()
    return {
        "service": found,
        "areas": areas,
        "places": places,
        "contacts": contacts,
        "linked": of_entry(found, places, contacts, areas, terms.get("language", [])),
        "terms": terms,
        "times": [in_words(rule) for rule in schedules],
        "closures": [one for one in closures if one.last >= today],
        "right": rightness_of(found),
        "coming": occurrences(schedules, closures, today, today + dt.timedelta(days=AHEAD))[:NEXT],
    }
