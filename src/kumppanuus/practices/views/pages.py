"""A practice's page, and the page of each of its versions."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import CharField, Value
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kumppanuus.core.requests import Request, see_other
from kumppanuus.core.texts import Text
from kumppanuus.files.views import give
from kumppanuus.places.maps import AreaMap, MapValue
from kumppanuus.places.models import Area
from kumppanuus.practices.comparing import changes
from kumppanuus.practices.consulted import rounds_of, taken_in, with_rounds
from kumppanuus.practices.documents import FORMS
from kumppanuus.practices.documents.fields import lines_of
from kumppanuus.practices.documents.plain import language_of
from kumppanuus.practices.finding import TARGETS, similar
from kumppanuus.practices.forking import behind
from kumppanuus.practices.models import (
    CREDITED,
    Adoption,
    AdoptionStage,
    Attachment,
    Developer,
    Inclusion,
    Practice,
    PracticeVersion,
    Template,
)
from kumppanuus.practices.reading import citation, credited, read
from kumppanuus.practices.views.common import get_practice, get_version, may
from kumppanuus.ui.languages import language_name

VERBS = (
    *("describe", "draft", "withdraw", "reopen", "invite", "request", "offer", "take_over", "decline_offer"),
    *("include", "adopt"),
)
ITEM = "item"
LEVELS = {AdoptionStage.CONSIDERING: 0, AdoptionStage.PILOTING: 2, AdoptionStage.IN_USE: 4}


@require_safe
def practice(request: Request, slug: str) -> HttpResponse:
    """Show a practice: the version in force as a stranger reads it, then who uses and writes it. Without a published
    version whoever writes it is led to the draft.
    """
    found = get_practice(request, slug)
    if found.current is None:
        return redirect("practices:edit", slug)
    rows = PracticeVersion.objects.visible_to(request.actor).filter(practice=found)
    versions = with_rounds(rows.order_by("-number"))
    classes = _classes(found)
    own = request.actor.organisation_id
    adoptions = _adoptions(request, found)
    context = {
        **_read(found.current),
        "practice": found,
        "versions": versions,
        "draft": next((one for one in versions if one.is_draft), None),
        "topics": [one for one in classes if one.scheme not in {TARGETS, ITEM}],
        "targets": [one for one in classes if one.scheme == TARGETS],
        "helps": [one for one in classes if one.scheme == ITEM],
        "places": list(found.places.all()),
        "languages": [language_name(code) for code in found.find_languages.split()],
        "adoptions": adoptions,
        "own_adoption": next((one for one in adoptions if one.organisation_id == own), None),
        "map": _map(found, adoptions),
        "inclusions": _inclusions(request, found),
        "similar": similar(found),
        "may": may(request, found, *VERBS),
        "may_fork": request.actor.may("practices.fork", found.current),
        "behind": behind(found, found.current.upstream),
        "may_redact": request.actor.person_id is not None and request.actor.may("activity.redact", found),
        **_people(request, found),
    }
    return render(request, "practices/practice.html", context)


class Class(NamedTuple):
    """A topic, a target group or an item of the checklists that the practice is about."""

    scheme: str
    code: str
    name: Text


def _classes(found: Practice) -> list[Class]:
    """Return what a practice is about and with what it helps, by name. One query."""
    terms = found.terms.order_by().values_list("scheme", "code", "name")
    items = found.helps.order_by().annotate(scheme=Value(ITEM, CharField())).values_list("scheme", "slug", "name")
    return sorted((Class(*row) for row in terms.union(items, all=True)), key=lambda one: str(one.name))


def _read(version: PracticeVersion) -> dict[str, Any]:
    return {
        "version": version,
        "reading": read(version, written_only=True),
        "citation": citation(version.practice, version),
        "credited": credited(version),
    }


def _people(request: Request, found: Practice) -> dict[str, Any]:
    rows = Developer.objects.visible_to(request.actor).filter(practice=found).select_related("organisation", "person")
    developers = list(rows)
    for one in developers:
        one.practice = found
    return {
        "developers": [one for one in developers if one.state in CREDITED],
        "asked": [one for one in developers if one.state in {"invited", "asked"}],
        "can": {one.pk: may(request, one, "accept", "end") for one in developers},
    }


def _adoptions(request: Request, found: Practice) -> list[Adoption]:
    rows = Adoption.objects.visible_to(request.actor).filter(practice=found)
    rows = rows.select_related("organisation__governs", "organisation__home", "post")
    order = [AdoptionStage.IN_USE, AdoptionStage.PILOTING, AdoptionStage.CONSIDERING, AdoptionStage.DROPPED]
    return sorted(rows, key=lambda one: order.index(AdoptionStage(one.stage)))


def _map(found: Practice, adoptions: list[Adoption]) -> AreaMap | None:
    """Return a tile map of who uses it, of the region where most are; None where there is nothing to draw."""
    areas: dict[int, tuple[Area, Adoption]] = {}
    for one in adoptions:
        area = one.organisation.governs or one.organisation.home
        if area is not None and area.kind == "municipality" and one.stage != AdoptionStage.DROPPED:
            areas.setdefault(area.pk, (area, one))  # the furthest of an area comes first
    regions = [area.region_id for area, _one in areas.values() if area.region_id]
    if not areas or not regions:
        return None
    most = max(sorted(set(regions)), key=regions.count)
    drawn = list(Area.objects.municipalities().filter(region=most).drawn())
    drawn += [area for area, _one in areas.values() if area.region_id != most]
    values = {
        pk: MapValue(
            str(area.name), str(one.get_stage_display()), LEVELS[AdoptionStage(one.stage)], f"#adoption-{one.pk}"
        )
        for pk, (area, one) in areas.items()
    }
    n = len(areas)
    return AreaMap(
        areas=drawn,
        values=values,
        title=_("Where it is used"),
        finding=ngettext("%(n)d municipality", "%(n)d municipalities", n) % {"n": n},
        heading=_("How far"),
    )


def _inclusions(request: Request, found: Practice) -> list[tuple[Inclusion, dict[str, bool]]]:
    rows = Inclusion.objects.visible_to(request.actor).filter(practice=found).select_related("collection").distinct()
    made = []
    for one in rows:
        one.practice = found
        made.append((one, may(request, one, "remove")))
    return made


@require_safe
def version(request: Request, slug: str, number: int) -> HttpResponse:
    """Show a version at its permanent address; a draft leads to where it is written."""
    found = get_version(request, slug, number)
    if found.is_draft:
        return see_other(reverse("practices:edit", args=[slug]))
    later = PracticeVersion.objects.published().filter(practice=found.practice_id, number__gt=number).first()
    before = PracticeVersion.objects.published().filter(practice=found.practice_id, number__lt=number).first()
    context = {**_read(found), "practice": found.practice, "later": later, "before": before}
    context |= {"rounds": rounds_of(found), "taken": taken_in(found), "may": may(request, found, "consult")}
    return render(request, "practices/version.html", context)


@require_safe
def compare(request: Request, slug: str, number: int, other: int) -> HttpResponse:
    """Show what changed from one version to another, section by section and word by word."""
    before, after = get_version(request, slug, number), get_version(request, slug, other)
    found, same = changes(read(before), read(after))
    rows = PracticeVersion.objects.visible_to(request.actor).filter(practice=after.practice_id).order_by("-number")
    context = {
        "practice": after.practice,
        "before": before,
        "after": after,
        "changes": found,
        "same": same,
        "versions": list(rows.only("number", "status", "published_at", "practice")),
    }
    return render(request, "practices/compare.html", context)


@require_safe
def choose(request: Request, slug: str) -> HttpResponse:
    """Lead from a choice of two versions to what changed between them."""
    numbers = [request.GET.get(name, "") for name in ("from", "to")]
    if not all(one.isdigit() and len(one) < 6 for one in numbers):
        raise Http404
    return redirect("practices:compare", slug, *map(int, numbers))


@require_safe
def document(request: Request, slug: str, number: int, fmt: str) -> HttpResponse:
    """Give a version as PDF, DOCX, Markdown or JSON; a draft says that it is one."""
    found = get_version(request, slug, number)
    if fmt not in FORMS:
        raise Http404
    kind, make = FORMS[fmt]
    response = HttpResponse(make(found), content_type=kind)
    shown = "inline" if fmt == "pdf" else "attachment"
    response["Content-Disposition"] = f'{shown}; filename="{slug}-v{number}.{fmt}"'
    if found.is_draft:
        response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def take_out(request: Request, slug: str, number: int) -> HttpResponse:
    """Show a version field by field, each with a button that copies it, as Innokylä asks for them."""
    found = get_version(request, slug, number)
    language = language_of(found)
    context = {
        "practice": found.practice,
        "version": found,
        "lines": lines_of(found, language),
        "language": language,
        "several": len(found.name) > 1,
    }
    return render(request, "practices/take_out.html", context)


@require_safe
def attachment(request: Request, pk: int) -> HttpResponseBase:
    """Give a file to whoever may read its version."""
    found = get_object_or_404(Attachment.objects.select_related("file", "version__practice"), pk=pk)
    get_version(request, found.version.practice.slug, found.version.number)
    return give(request, found.file)


@require_safe
def template(request: Request, code: str) -> HttpResponse:
    """Show the headings of a template with their help."""
    found = get_object_or_404(Template.objects.visible_to(request.actor).select_related("space"), code=code)
    shown = found.versions.exclude(status="draft").order_by("-number").first()
    context: dict[str, Any] = {
        "template": found,
        "version": shown,
        "fields": list(shown.fields.all()) if shown else [],
    }
    context["may_edit"] = found.space is not None and request.actor.may("practices.begin_template", found.space)
    return render(request, "practices/template.html", context)
