"""What the directory takes from spaces: the themes of their own classifications, and their languages."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Exists, Q

from kumppanuus.core.languages import NAMES
from kumppanuus.core.pieces import held
from kumppanuus.core.texts import Text
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.services.models import Service, ServiceTerm
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import OWN, Term, scheme_of

KEPT_SECONDS = 600
SPACES = "services.own_themes"
TERMS = "services.terms"
CHANGED = "services.themes_changed"
INTERFACE = ("fi", "sv", "en")


def forget() -> None:
    """Drop what this process remembers of themes; others notice within ten minutes."""
    cache.delete_many([SPACES, *(f"{TERMS}.{code}" for code in INTERFACE)])
    cache.set(CHANGED, time.time_ns(), None)


def version() -> int:
    """Return what moves whenever a theme was changed here: what is kept with their names has it in its key."""
    return int(cache.get(CHANGED, 0))


def spaces_with_themes() -> dict[str, Text]:
    """Return {scheme: the space's name} of the spaces that have themes of their own; kept per process for a while."""

    def load() -> dict[str, Text]:
        used = set(Term.objects.filter(scheme__startswith=OWN).order_by().values_list("scheme", flat=True).distinct())
        return {
            scheme: space.name
            for space in Space.objects.only("slug", "name")
            if (scheme := scheme_of(space.slug)) in used
        }

    return held(SPACES, load, KEPT_SECONDS)


@dataclass(frozen=True)
class Used:
    """A theme with how many entries have it: those that lists show, and in all."""

    term: Term
    listed: int
    whole: int


def themes_of(space: Space) -> list[Used]:
    """Return the space's themes in reading order, ended ones too, with how much each is used. Two queries."""
    terms = list(
        Term.objects.filter(scheme=scheme_of(space.slug))
        .standing()
        .select_related("parent", "means")
        .order_by("order", "pk")
    )
    counted = (
        ServiceTerm.objects.filter(term__in=[one.pk for one in terms], service__merged_into=None)
        .order_by()
        .values("term")
        .annotate(
            listed=Count("pk", filter=Q(service__in=Service.objects.listed().values("pk"))),
            whole=Count("pk"),
        )
    )
    by = {row["term"]: (row["listed"], row["whole"]) for row in counted}
    return [Used(one, *by.get(one.pk, (0, 0))) for one in terms]


def spaces_around(service: Service) -> list[Space]:
    """Return the spaces in whose area the entry is offered, or its organisation is at home. Four queries."""
    owner = service.organisation
    areas = {*service.areas.values_list("pk", flat=True), *owner.areas.values_list("pk", flat=True), owner.home_id}
    nation = Area.objects.filter(pk__in=areas - {None}, kind=AreaKind.COUNTRY).values("pk")
    inside = Q(pk__in=areas) | Q(region__in=areas) | Q(county__in=areas) | Q(Exists(nation))
    towns = Area.objects.municipalities().filter(inside).order_by()
    covered = {pk for row in towns.values_list("pk", "region", "county") for pk in row if pk}
    here = Q(area__in=covered) | Q(area__kind=AreaKind.COUNTRY) | Q(area__in=towns.exclude(sets=None).values("sets"))
    return list(Space.objects.filter(here).order_by("pk"))


def languages_around(service: Service) -> list[str]:
    """Return the languages of the spaces around an entry, in the order of their names' list."""
    wanted = {code for space in spaces_around(service) for code in space.languages}
    return [code for code in NAMES if code in (wanted or INTERFACE)]
