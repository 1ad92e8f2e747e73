"""What the composed pages read, each in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Avg, Count, Exists, Max, OuterRef, Q, Window
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.assessments.mirror import gap_in_words
from kumppanuus.assessments.models import (
    Assessment,
    Cell,
    Participation,
    ParticipationState,
    Release,
    Round,
    Signature,
    Standing,
)
from kumppanuus.assessments.templatetags.mirror import mean_of
from kumppanuus.calls.models import Call
from kumppanuus.calls.waiting import waiting_for as waiting_in_calls
from kumppanuus.core.actors import Actor
from kumppanuus.core.waiting import waiting_for as everything_alike
from kumppanuus.matters.models import Matter
from kumppanuus.matters.waiting import waiting_for as matters_waiting_for
from kumppanuus.measures.models import Measure, State
from kumppanuus.meetings.waiting import waiting_for as waiting_in_bodies
from kumppanuus.organisations.models import (
    Holding,
    Organisation,
    Part,
    Post,
    acts_for,
    organisations_of,
    roles_of,
    with_holders,
)
from kumppanuus.places.maps import AreaMap, MapValue
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.services.waiting import waiting_for
from kumppanuus.spaces.models import Space, space_roles_of

SHOWN = 12


def results_map(area: Area) -> AreaMap:
    """Return the map of an area's municipalities, shaded by the NGOs' newest view: the mean of their items."""
    means = {
        row["area"]: row
        for row in Standing.objects.values("area").annotate(
            ngo=Avg("ngo_half_levels"), own=Avg("municipal_value"), newest=Max("release")
        )
    }
    areas = list(Area.objects.within(area).drawn())
    values = {}
    for one in areas:
        row = means.get(one.pk)
        ngo = None if row is None or row["ngo"] is None else round(float(row["ngo"]) / 2, 1)
        words = mean_of(ngo) if ngo is not None else _("no result")
        values[one.pk] = MapValue(
            str(one.name), words, None if ngo is None else min(4, round(ngo)), one.get_absolute_url()
        )
    shown = sum(value.level is not None for value in values.values())
    finding = _("The NGOs' view is shown of %(shown)d of %(all)d municipalities.") % {"shown": shown, "all": len(areas)}
    newest = max((row["newest"] or 0 for row in means.values()), default=0)
    return AreaMap(
        areas=areas,
        values=values,
        title=_("How NGOs see the co-operation, 0–4"),
        finding=finding,
        heading=_("NGOs' view"),
        key=f"results-{area.pk}-{newest}-{len(means)}",
    )


def results_version() -> str:
    """Return what changes when a result is released: part of the keys of cached pieces."""
    newest = Release.objects.order_by("-pk").values_list("pk", "at").first()
    return f"{newest[0]}-{newest[1].timestamp()}" if newest else "0"


def newest_results(version: str) -> list[Release]:
    """Return the newest releases that have something to show, kept until another is made. One query at most."""

    def load() -> list[Release]:
        rows = Release.objects.filter(answered__gte=5).select_related("assessment__area", "assessment__round")
        return list(rows.order_by("-at", "assessment__area__sort_name")[:4])

    return cache.get_or_set(f"newest-results:{version}", load, 600) or []


def front_map(area: Area, version: str) -> Any:
    """Return the drawn map of the front page, kept until a result is released."""
    from django.utils.translation import get_language

    from kumppanuus.places.templatetags.places import area_map

    key = f"front-map:{area.pk}:{get_language()}:{version}:{bool(area.border)}"
    return cache.get_or_set(key, lambda: area_map(results_map(area)), 24 * 3600)


def open_rounds(actor: Actor) -> list[Round]:
    """Return rounds open today with how many have answered."""
    rounds = list(Round.objects.visible_to(actor).open().select_related("area").defer("area__border")[:5])
    given = Participation.objects.filter(assessment__round__in=rounds, state=ParticipationState.ANSWERED)
    counted = given.values("assessment__round").annotate(number=Count("pk")).order_by()
    answered = {row["assessment__round"]: row["number"] for row in counted}
    for one in rounds:
        one.answered = answered.get(one.pk, 0)  # type: ignore[attr-defined]
    return rounds


@dataclass
class PostLine:
    """A post with who holds it and who deputises, where the names may be shown."""

    post: Post
    holder: Holding | None
    deputy: Holding | None
    vacant: bool


def posts_of(organisation: Organisation, actor: Actor) -> list[PostLine]:
    """Return an organisation's posts in force; a vacancy shows, a name only where its holder agreed."""
    rows = organisation.posts.visible_to(actor).filter(Q(ended=None) | Q(ended__gt=timezone.localdate()))
    lines = []
    for post in with_holders(rows.order_by("pk"), organisations_of(actor)):
        by_part: dict[str, Holding] = {one.part: one for one in post.named}  # type: ignore[attr-defined]
        lines.append(PostLine(post, by_part.get(Part.HOLDER), by_part.get(Part.DEPUTY), not post.has_holder))
    return lines


@dataclass
class Brief:
    """The mirror in brief: the newest release with its widest gaps and weakest items."""

    release: Release
    cells: list[Cell]

    @property
    def assessment(self) -> Assessment:
        return self.release.assessment

    @property
    def municipal(self) -> float | None:
        return _mean([cell.municipal_value for cell in self.cells])

    @property
    def ngo(self) -> float | None:
        return _mean([cell.ngo_value for cell in self.cells])

    @property
    def widest(self) -> Cell | None:
        found = [cell for cell in self.cells if cell.gap is not None]
        return max(found, key=lambda cell: abs(cell.gap or 0), default=None)

    @property
    def finding(self) -> str:
        if self.widest is None:
            return ""
        return f"{self.widest.item.name}: {gap_in_words(self.widest.gap or 0)}"


def _mean(values: list[float | int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 1) if known else None


def brief_of(area: Area) -> Brief | None:
    """Return the newest released mirror of an area in brief. Two queries."""
    release = (
        Release.objects.filter(Q(assessment__area=area) | Q(assessment__area__members=area))
        .select_related("assessment__round", "assessment__area")
        .order_by("-assessment__round__closes", "-number")
        .first()
    )
    if release is None:
        return None
    cells = release.cells.select_related("item").only(
        *("release", "municipal_value", "municipal_cannot_say", "ngo_half_levels", "ngo_spread", "ngo_count"),
        *("item__code", "item__name", "item__order"),
    )
    return Brief(release, list(cells.order_by("item__order")))


def measures_of(area: Area) -> list[Measure]:
    """Return an area's measures: open ones by due day, then those done or dropped last."""
    only = ("title", "area", "state", "reason", "due", "owner__slug", "owner__name", "owner__kind", "post__title")
    rows = list(area.measures.select_related("owner", "post").only(*only)[:100])
    return sorted(rows, key=lambda m: (not m.is_open, m.due, m.pk))


def rounds_of(area: Area, actor: Actor) -> list[Assessment]:
    """Return an area's assessments in rounds under way, newest first."""
    own = Q(area=area) | Q(area__members=area)
    rows = Assessment.objects.visible_to(actor).filter(own, round__released_at=None)
    return list(rows.select_related("round", "area").order_by("-round__closes")[:5])


def open_calls(area: Area | None = None) -> list[Call]:
    """Return calls for seats open now, the one that closes first on top; of a municipality, those for its NGOs."""
    rows = Call.objects.open().select_related("body")
    if area is not None:
        rows = rows.filter(area__in=[one for one in (area.pk, area.region_id, area.county_id) if one])
    return list(rows.order_by("closes_at", "pk")[:5])


def ngos_in(area: Area) -> tuple[list[Organisation], int]:
    """Return the first NGOs active in an area and how many there are. One query: it counts before it cuts."""
    rows = Organisation.objects.ngos().active_in(area).only("pk", "slug", "name", "kind", "sort_name")
    found = list(rows.in_reading_order().annotate(total=Window(Count("pk")))[:SHOWN])
    return found, found[0].total if found else 0  # type: ignore[attr-defined]


def matters_of(area: Area) -> list[Matter]:
    """Return an area's open matters, those first that wait longest. One query."""
    return list(Matter.objects.open().filter(area=area, given_at__isnull=False).order_by("since", "pk")[:SHOWN])


@dataclass
class Work:
    """What waits for a person, for whom she acts now, and what changed."""

    to_answer: list[Participation]
    to_prepare: list[Assessment]
    kept: list[Round]
    proposed: list[Measure]
    due: list[Measure]
    edited: list[Space]
    upkeep: list[tuple[str, str]]  # of the directory: what waits, its address
    meetings: list[tuple[str, str]]  # of bodies, likewise
    others: list[tuple[str, str]]  # hand-overs, projects and what else is told in rows alike
    matters: list[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        asked = (self.to_answer, self.to_prepare, self.kept, self.proposed, self.due)
        return not any((*asked, self.upkeep, self.meetings, self.others, self.matters))


def work_of(actor: Actor) -> Work:
    """Collect what waits: answers to give, a municipality's answer to prepare, rounds to keep, measures."""
    own = actor.organisation_id
    answers = own and acts_for(actor, own, "editor", "answerer", "signatory")
    participations = Participation.objects.filter(
        organisation=own, assessment__round__in=Round.objects.open(), state=ParticipationState.INVITED
    ).select_related("assessment__area", "assessment__round")
    preparing = Assessment.objects.filter(organisation=own, round__opened_at__isnull=False, round__released_at=None)
    unsigned = preparing.filter(Q(response=None) | Q(response__status="draft")).select_related("round", "area")
    unsigned = unsigned.annotate(first_signed=Exists(Signature.objects.filter(response=OuterRef("response"))))
    kept_spaces = [pk for pk, roles in space_roles_of(actor).items() if "keeper" in roles]
    kept = Round.objects.filter(space__in=kept_spaces, released_at=None).select_related("space", "area")
    open_measures = Measure.objects.open().filter(owner=own).select_related("area", "owner", "post")
    measures = list(open_measures.order_by("due", "pk")[:60]) if own else []
    edits = bool(roles_of(actor).get(own or 0, set()) & {"admin", "editor", "signatory"})
    edited = [pk for pk, roles in space_roles_of(actor).items() if "editor" in roles]
    return Work(
        to_answer=list(participations[:50]) if answers else [],
        to_prepare=list(unsigned[:20]) if answers else [],
        kept=list(kept[:20]) if kept_spaces else [],
        proposed=[one for one in measures if one.state == State.PROPOSED][:20] if edits else [],
        due=[one for one in measures if one.state != State.PROPOSED][:20],
        edited=list(Space.objects.filter(pk__in=edited)) if edited else [],
        upkeep=waiting_for(actor),
        meetings=[*waiting_in_bodies(actor), *waiting_in_calls(actor)],
        others=everything_alike(actor),
        matters=matters_waiting_for(actor),
    )


def country() -> Area | None:
    """Return the country."""
    return Area.objects.filter(kind=AreaKind.COUNTRY).first()
