"""The composed pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse

from kumppanuus.assessments.models import Round
from kumppanuus.assessments.models.rounds import keeps
from kumppanuus.assessments.views.doors import OWN
from kumppanuus.core.pieces import kept
from kumppanuus.core.requests import Request
from kumppanuus.dashboard import reading
from kumppanuus.dashboard.catalogue import shown
from kumppanuus.organisations.models import Organisation, organisations_of, roles_of
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.questionnaires.models import Questionnaire
from kumppanuus.spaces.context import dress
from kumppanuus.spaces.models import Space


def front(request: Request) -> HttpResponse:
    """What this is, one search field, what is open now, the newest results, the map."""
    own = keeps(request.actor)  # keepers see rounds being prepared
    shown = kept(f"front:{own}", lambda: _front(request))
    return render(request, "dashboard/front.html", shown)


def _front(request: Request) -> dict[str, str]:
    """Return the front page's title and its rendered body."""
    spaces = list(Space.objects.visible_to(request.actor).select_related("area")[:2])
    space = spaces[0] if len(spaces) == 1 else None
    area = space.area if space else reading.country()
    version = reading.results_version()
    context = {
        "space": space,
        "several": len(spaces) > 1,
        "rounds": reading.open_rounds(request.actor),
        "calls": reading.open_calls(),
        "releases": reading.newest_results(version),
        "map": reading.front_map(area, version) if area else "",
        "area": area,
    }
    body = render_to_string("dashboard/front_body.html", context, request)
    return {"name": str(space.name) if space else "Kumppanuuspöytä", "body": body}


def municipality(request: Request, slug: str) -> HttpResponse:
    """The table of a municipality: people, mirror, measures, rounds, NGOs, on one printable page."""
    rows = Area.objects.visible_to(request.actor).filter(kind=AreaKind.MUNICIPALITY).select_related("region", "county")
    area = get_object_or_404(rows, slug=slug)
    government = Organisation.objects.filter(governs=area).first()
    own = bool(government and government.pk in organisations_of(request.actor))  # members see who holds which post
    kept_spaces = keeps(request.actor)  # keepers see rounds being prepared
    body = kept(f"municipality:{area.pk}:{own}:{kept_spaces}", lambda: _table(request, area, government))
    return render(request, "dashboard/municipality.html", {"area": area, "body": body, "section": "places"})


def _table(request: Request, area: Area, government: Organisation | None) -> str:
    """Return the rendered parts of a municipality's table."""
    ngos, number = reading.ngos_in(area)
    measures = reading.measures_of(area)
    context = {
        "area": area,
        "government": government,
        "posts": reading.posts_of(government, request.actor) if government else [],
        "brief": reading.brief_of(area),
        "matters": reading.matters_of(area),
        "measures": measures,
        "open_measures": sum(m.is_open for m in measures),
        "done_measures": sum(m.state == "done" for m in measures),
        "late_measures": sum(m.is_late for m in measures),
        "rounds": reading.rounds_of(area, request.actor),
        "calls": reading.open_calls(area),
        "ngos": ngos,
        "ngo_count": number,
    }
    return render_to_string("dashboard/municipality_body.html", context, request)


def spaces(request: Request) -> HttpResponse:
    """The spaces of this installation."""
    rows = Space.objects.visible_to(request.actor).select_related("area", "operator")
    return render(request, "dashboard/spaces.html", {"spaces": list(rows[:200])})


def space(request: Request, slug: str) -> HttpResponse:
    """A space: who runs it, its area, rounds and checklists."""
    rows = Space.objects.visible_to(request.actor).select_related("area", "operator")
    found = get_object_or_404(rows, slug=slug)
    dress(request, found.pk)
    context = {
        "space": found,
        "rounds": list(Round.objects.visible_to(request.actor).filter(space=found).select_related("area")[:10]),
        "checklists": list(
            Questionnaire.objects.visible_to(request.actor).filter(Q(space=found) | Q(space=None)).distinct()[:20]
        ),
        "map": reading.front_map(found.area, reading.results_version()),
    }
    return render(request, "dashboard/space.html", context)


@login_required
def work(request: Request) -> HttpResponse:
    """What waits for me, for whom I act, what changed; nothing else."""
    own = request.actor.organisation_id
    mine = Organisation.objects.filter(pk__in=list(roles_of(request.actor))).in_reading_order()
    waiting = reading.work_of(request.actor)
    context = {
        "work": waiting,
        "answers": [(p, reverse("assessments:begin", args=[f"{OWN}{p.pk}"])) for p in waiting.to_answer],
        "organisations": list(mine),
        "acting": next((o for o in mine if o.pk == own), None),
        "section": "work",
    }
    return render(request, "dashboard/work.html", context)


def open_data(request: Request) -> HttpResponse:
    """What can be taken from here into other systems, and how."""
    return render(request, "dashboard/open_data.html", {"datasets": shown()})
