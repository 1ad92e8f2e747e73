"""Filters of the list that count: how many practices each choice leaves, the other choices kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kumppanuus.calendars.filters import area_choices
from kumppanuus.core.pieces import held as kept
from kumppanuus.places.models import Area
from kumppanuus.practices.models import (
    Adoption,
    AdoptionStage,
    Collection,
    Inclusion,
    InclusionState,
    Practice,
    PracticeQuerySet,
    Stage,
)
from kumppanuus.questionnaires.models import BankItem
from kumppanuus.taxonomy.models import Term
from kumppanuus.ui.languages import language_name

TARGETS, TOPICS = "target_group", "theme"
FACETS = ("topic", "target", "item", "place", "stage", "language", "used", "origin", "collection")
TOTAL = "all"
USED = (AdoptionStage.IN_USE, AdoptionStage.PILOTING, AdoptionStage.DROPPED)


def _terms(scheme: str, code: str) -> Q:
    of = Practice.terms.through.objects.filter(term__scheme=scheme, term__code=code)
    return Q(pk__in=of.values("practice"))


def _place(slug: str) -> Q:
    """In the area, in one that lies in it: a region has what its municipalities have."""
    areas = Area.objects.filter(Q(slug=slug) | Q(region__slug=slug) | Q(county__slug=slug))
    return Q(pk__in=Practice.places.through.objects.filter(area__in=areas.values("pk")).values("practice"))


def _collection(slug: str) -> Q:
    rows = Inclusion.objects.filter(collection__slug=slug, state=InclusionState.APPROVED)
    return Q(pk__in=rows.values("practice"))


CONDITIONS: dict[str, Callable[[str], Q]] = {
    "topic": lambda code: _terms(TOPICS, code),
    "target": lambda code: _terms(TARGETS, code),
    "item": lambda slug: Q(pk__in=Practice.helps.through.objects.filter(bankitem__slug=slug).values("practice")),
    "place": _place,
    "stage": lambda stage: Q(stage=stage),
    "language": lambda code: Q(find_languages__contains=f" {code} "),
    "used": lambda stage: Q(pk__in=Adoption.objects.standing().filter(stage=stage).values("practice")),
    "origin": lambda kind: Q(forked_from__isnull=kind != "fork") if kind in {"fork", "original"} else Q(pk=None),
    "collection": _collection,
}


def condition(facet: str, value: str) -> Q:
    """Return what holds for the practices that a choice leaves; nothing is left by one that is not there."""
    return CONDITIONS[facet](value)


def narrow(rows: PracticeQuerySet, chosen: Mapping[str, str], *, but: str = "") -> PracticeQuerySet:
    """Return the practices that the choices leave, one facet left out."""
    for facet in FACETS:
        if chosen.get(facet) and facet != but:
            rows = rows.filter(condition(facet, chosen[facet]))
    for word in chosen.get("q", "").lower().split():
        rows = rows.filter(find_by__contains=word)
    return rows


def _counted(rows: PracticeQuerySet, facet: str) -> Any:
    """Return (facet, key, number) of each choice of a facet, as a part of one query."""
    match facet:
        case "topic" | "target":
            rows = rows.filter(terms__scheme=TOPICS if facet == "topic" else TARGETS)
            key: Any = F("terms__code")
        case "item":
            rows, key = rows.filter(helps__isnull=False), F("helps__slug")
        case "stage":
            key = F("stage")
        case "language":
            key = F("find_languages")
        case "used":
            rows, key = rows.filter(adoptions__stage__in=USED), F("adoptions__stage")
        case "origin":
            key = Case(When(forked_from=None, then=Value("original")), default=Value("fork"))
        case _:
            rows = rows.filter(inclusions__state=InclusionState.APPROVED)
            key = F("inclusions__collection__slug")
    told = rows.order_by().annotate(
        facet=Value(facet, CharField()), key=Case(When(pk__isnull=False, then=key), output_field=CharField())
    )
    return told.values_list("facet", "key").annotate(number=Count("pk", distinct=True))


def _total(rows: PracticeQuerySet) -> Any:
    """Return (TOTAL, TOTAL, number) of all rows, as a part of the same query."""
    told = rows.order_by().annotate(facet=Value(TOTAL, CharField()), key=Value(TOTAL, CharField()))
    return told.values_list("facet", "key").annotate(number=Count("pk", distinct=True))


def numbers(rows: PracticeQuerySet, chosen: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return {facet: {key: number}}, under TOTAL how many all choices together leave. Two queries."""
    found: dict[str, dict[str, int]] = {facet: {} for facet in (*FACETS, TOTAL)}
    parts = [_counted(narrow(rows, chosen, but=facet), facet) for facet in FACETS if facet != "place"]
    parts.append(_total(narrow(rows, chosen)))
    for facet, key, number in parts[0].union(*parts[1:], all=True):
        for one in key.split() if facet == "language" else [key]:
            found[facet][one] = found[facet].get(one, 0) + number
    places: dict[str, set[int]] = {}
    through = Practice.places.through.objects.filter(practice__in=narrow(rows, chosen, but="place").order_by())
    for practice, *slugs in through.values_list("practice", "area__slug", "area__region__slug", "area__county__slug"):
        for slug in filter(None, slugs):
            places.setdefault(slug, set()).add(practice)
    found["place"] = {slug: len(ids) for slug, ids in places.items()}
    return found


@dataclass(frozen=True)
class Filter:
    """One filter of the page: its parameter, what it is called, its choices with their numbers, and what is chosen."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    value: str


def _names(facet: str, collections: Mapping[str, Collection]) -> dict[str, str]:
    match facet:
        case "topic" | "target" | "item":
            return _items() if facet == "item" else _of_scheme(TOPICS if facet == "topic" else TARGETS)
        case "place":
            return dict(area_choices())
        case "stage":
            return {one.value: str(one.label) for one in Stage}
        case "used":
            return {one.value: str(one.label) for one in USED}
        case "origin":
            return {"original": pgettext("a practice", "Original"), "fork": pgettext("a practice", "Made from another")}
        case _:
            return {slug: str(one.name) for slug, one in collections.items()}


def _of_scheme(scheme: str) -> dict[str, str]:
    def load() -> dict[str, str]:
        return {one.code: str(one.name) for one in Term.objects.filter(scheme=scheme)}

    found: dict[str, str] = kept(f"practices.{scheme}.{get_language()}", load)
    return found


def _items() -> dict[str, str]:
    def load() -> dict[str, str]:
        return {one.slug: str(one.name) for one in BankItem.objects.only("slug", "name", "order")}

    found: dict[str, str] = kept(f"practices.items.{get_language()}", load)
    return found


def filters(rows: PracticeQuerySet, chosen: Mapping[str, str]) -> tuple[list[Filter], int]:
    """Return the filters of a list with the number that each choice leaves, and that of the list. Three queries."""
    counted = numbers(rows, chosen)
    collections = {one.slug: one for one in Collection.objects.only("slug", "name", "order")}
    labels = {
        "topic": _("Topic"),
        "target": _("Target group"),
        "item": _("Helps with"),
        "place": _("Municipality, region or county"),
        "stage": _("Stage of development"),
        "language": _("Language"),
        "used": _("Use"),
        "origin": _("Origin"),
        "collection": _("Collection"),
    }
    found = []
    for facet in FACETS:
        there = counted[facet]
        if facet == "language":
            names = {code: language_name(code) for code in sorted(there)}
        else:
            names = _names(facet, collections)
        value = chosen.get(facet, "")
        choices = [
            (key, f"{words} ({there.get(key, 0)})") for key, words in names.items() if key in there or key == value
        ]
        if choices or value:
            found.append(Filter(facet, labels[facet], choices, value))
    return found, counted[TOTAL].get(TOTAL, 0)


def similar(practice: Practice, most: int = 4) -> list[Practice]:
    """Return practices with most topics and target groups in common. One query."""
    terms = Practice.terms.through.objects.filter(practice=practice).values("term")
    rows = Practice.objects.listed().exclude(pk=practice.pk).filter(terms__in=terms).select_related("current", "owner")
    return list(rows.annotate(common=Count("terms")).order_by("-common", "-published_at", "-pk")[:most])
