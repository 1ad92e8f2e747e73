"""What the pages of published practices show to everybody alike, as pieces that are kept until anything happens."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, Count, OuterRef, Subquery, Value
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.core.versions import VersionStatus
from kumppanuus.places.maps import AreaMap, MapValue
from kumppanuus.places.models import Area
from kumppanuus.practices.comparing import changes
from kumppanuus.practices.consulted import rounds_of, taken_in, with_rounds
from kumppanuus.practices.family import Member
from kumppanuus.practices.finding import TARGETS, similar
from kumppanuus.practices.forking import behind
from kumppanuus.practices.models import (
    INSIDE,
    Adoption,
    AdoptionStage,
    Developer,
    Inclusion,
    Practice,
    PracticeVersion,
)
from kumppanuus.practices.reading import citation, credited, read
from kumppanuus.ui.languages import language_name

VISITOR = Actor()
MINUTES = 5  # until when a comment round is open shows on them; rounds close at full hours
ITEM, PLACE = "item", "place"
LEVELS = {AdoptionStage.CONSIDERING: 0, AdoptionStage.PILOTING: 2, AdoptionStage.IN_USE: 4}


@dataclass
class People:
    """Who develops a practice, was asked to or has ended, and the collections that it was put into, whoever reads."""

    developers: list[Developer]
    inclusions: list[Inclusion]


def practice(slug: str, read: list[People]) -> dict[str, Any] | None:
    """Return the pieces of a practice's page that are the same for every reader, and by what a reader is told apart;
    None where nothing is published. Ten queries; what was read of its people is put into `read`.

    practice    itself with the version in force and nothing else, for the rights of the reader
    parties     keys of the organisations that own or develop it, have done so or were asked to
    inside      of these, the ones whose members read the draft, whose number is `draft`
    adopters    organisation to adoption
    people, collections  how both look to a stranger; who is near is shown them anew
    """
    found = _row(slug)
    if found is None or found.current is None:
        return None
    current = found.current
    versions = with_rounds(PracticeVersion.objects.visible_to(VISITOR).filter(practice=found).order_by("-number"))
    classes, adoptions, its = _classes(found), _adoptions(found), people(found)
    read.append(its)
    numbers = [one.number for one in versions]
    context = {
        **_read(current),
        "practice": found,
        "versions": versions,
        "numbers": numbers,
        "topics": [one for one in classes if one.scheme not in {TARGETS, ITEM, PLACE}],
        "targets": [one for one in classes if one.scheme == TARGETS],
        "helps": [one for one in classes if one.scheme == ITEM],
        "places": [one for one in classes if one.scheme == PLACE],
        "languages": [language_name(code) for code in found.find_languages.split()],
        "adoptions": adoptions,
        "map": _map(found, adoptions),
        "similar": similar(found),
        "behind": behind(found, current.upstream),
        "developers": [one for one in its.developers if VISITOR.may("practices.view_developer", one)],
        "inclusions": [(one, {}) for one in its.inclusions if VISITOR.may("practices.view_inclusion", one)],
        "can": {},
        "owner": found.owner.name,
    }
    parts = ("top", "head", "facts", "body", "users", "people", "collections", "versions", "cite", "similar")
    html = {name: render_to_string(f"practices/_{name}.html", context) for name in parts}
    if len(numbers) > 1:
        two = {"to_number": numbers[0], "from_number": numbers[1]}
        html["choose"] = render_to_string("practices/_choose.html", context | two)
    near = {found.owner_id, found.offered_to_id} - {None}
    return {
        **html,
        "practice": _bare(found, current),
        "owner": found.owner.name,
        "numbers": numbers,
        "behind": context["behind"],
        "draft": getattr(found, "draft_number", None),
        "parties": near | {one.organisation_id for one in its.developers},
        "inside": near | {one.organisation_id for one in its.developers if one.state in INSIDE},
        "adopters": {one.organisation_id: one.pk for one in adoptions},
    }


def _row(slug: str) -> Practice | None:
    rows = Practice.objects.visible_to(VISITOR).select_related(
        *("owner", "current__template", "current__upstream", "post"),
        *("forked_from__practice__owner", "forked_from__practice__current"),
    )
    own = Practice.objects.listed().filter(forked_from__practice=OuterRef("pk")).order_by()
    number = own.values("forked_from__practice").annotate(n=Count("pk")).values("n")
    drafts = PracticeVersion.objects.filter(practice=OuterRef("pk"), status=VersionStatus.DRAFT)
    rows = rows.annotate(made_from_it=Subquery(number), draft_number=Subquery(drafts.values("number")[:1]))
    found = rows.filter(slug=slug).first()
    if found is not None and found.current is not None:
        found.current.practice = found
    return found


def people(found: Practice) -> People:
    """Return who develops a practice and where it stands, all of them. Two queries."""
    developers = list(Developer.objects.filter(practice=found).select_related("organisation", "person"))
    inclusions = list(Inclusion.objects.filter(practice=found).select_related("collection"))
    for developer in developers:
        developer.practice = found
    for inclusion in inclusions:
        inclusion.practice = found
    return People(developers, inclusions)


def _bare(found: Practice, current: PracticeVersion) -> Practice:
    """Return copies of both without what hangs on them: what is kept is read back at each request."""
    bare, version = copy(found), copy(current)
    for one in (bare, version):
        one._state = copy(one._state)
        one._state.fields_cache = {}
    bare.current, version.practice = version, bare
    return bare


def version(found: PracticeVersion, *, consult: bool) -> SafeString:
    """Return the page of a published version, for readers who may ask for comments on it or may not. Eight queries."""
    published = PracticeVersion.objects.published().filter(practice=found.practice_id)
    context = {
        **_read(found),
        "practice": found.practice,
        "later": published.filter(number__gt=found.number).first(),
        "before": published.filter(number__lt=found.number).first(),
        "rounds": rounds_of(found),
        "taken": taken_in(found),
        "consult": consult,
    }
    return render_to_string("practices/_version.html", context)


def compared(before: PracticeVersion, after: PracticeVersion) -> SafeString:
    """Return what changed from one version to another, section by section and word by word. Six queries."""
    found, same = changes(read(before), read(after))
    return render_to_string("practices/_changes.html", {"changes": found, "same": same})


def tree(first: Member, practice: Practice) -> SafeString:
    """Return the tree of a family in which the practice is marked."""
    return render_to_string("practices/_member.html", {"member": first, "practice": practice})


class Class(NamedTuple):
    """A topic, a target group, an item of the checklists or a place that the practice is about."""

    scheme: str
    code: str
    name: Text


def _classes(found: Practice) -> list[Class]:
    """Return what a practice is about and with what it helps, by name. One query."""
    terms = found.terms.order_by().values_list("scheme", "code", "name")
    items = found.helps.order_by().annotate(scheme=Value(ITEM, CharField())).values_list("scheme", "slug", "name")
    places = found.places.order_by().annotate(scheme=Value(PLACE, CharField())).values_list("scheme", "slug", "name")
    return sorted((Class(*row) for row in terms.union(items, places, all=True)), key=lambda one: str(one.name))


def _read(version: PracticeVersion) -> dict[str, Any]:
    return {
        "version": version,
        "reading": read(version, written_only=True),
        "citation": citation(version.practice, version),
        "credited": credited(version),
    }


def _adoptions(found: Practice) -> list[Adoption]:
    rows = Adoption.objects.visible_to(VISITOR).filter(practice=found)
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
