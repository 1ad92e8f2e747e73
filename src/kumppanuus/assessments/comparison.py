"""Comparisons: own rounds, region, county, country and freely chosen peers, all from released figures only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Avg, Count, Q
from django.utils.translation import gettext as _

from kumppanuus.assessments.models import Cell, Release, Standing
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.questionnaires.models import BankItem

# Municipalities of the archipelago by the Government's decree under the Act on archipelago development (494/1981).
# To be checked against the decree in force before it is used for anything but choosing peers.
ARCHIPELAGO = ("046", "072", "304", "322", "445", "475", "623", "768")
SIMILAR = (0.5, 2.0)  # a peer has between half and double the inhabitants


@dataclass
class Step:
    """One round of the ladder."""

    year: int
    title: str
    release: Release
    municipal: float | None = None
    ngo: float | None = None


@dataclass
class Side:
    """A group compared with: its means per bank item, and how many municipalities they rest on."""

    key: str
    name: str
    count: int = 0
    municipal: dict[int, float] = field(default_factory=dict)
    ngo: dict[int, float] = field(default_factory=dict)


@dataclass
class Line:
    """One bank item: own values by round, and each group's."""

    bank: BankItem
    rounds: list[tuple[int, float | None, float | None]]
    sides: list[tuple[Side, float | None, float | None]]

    @property
    def own(self) -> tuple[float | None, float | None]:
        return self.rounds[-1][1:] if self.rounds else (None, None)

    @property
    def change(self) -> float | None:
        """Return how the NGOs' figure (else the municipality's) moved from the first to the last round."""
        for side in (2, 1):
            values = [step[side] for step in self.rounds if step[side] is not None]
            if len(values) > 1:
                return (values[-1] or 0) - (values[0] or 0)
        return None


@dataclass
class Comparison:
    """What the page, its exports and the API show."""

    area: Area
    steps: list[Step]
    sides: list[Side]
    lines: list[Line]

    @property
    def finding(self) -> str:
        """Say in a sentence how the area has moved, or how it stands beside the country."""
        moved = [(line.change, line) for line in self.lines if line.change]
        if moved and len(self.steps) > 1:
            best = max(moved, key=lambda pair: pair[0] or 0)
            worst = min(moved, key=lambda pair: pair[0] or 0)
            if (best[0] or 0) > 0:
                return _("Since %(year)d “%(item)s” has risen most.") % {
                    "year": self.steps[0].year,
                    "item": best[1].bank.name,
                }
            return _("Since %(year)d “%(item)s” has fallen most.") % {
                "year": self.steps[0].year,
                "item": worst[1].bank.name,
            }
        if len(self.steps) == 1:
            return _("One round so far. The next one shows what has changed.")
        return _("No figures have changed since the first round.") if self.steps else ""


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 1) if known else None


def _side(key: str, name: str, areas: Q) -> Side:
    """Return a group's means: one query over the newest released figures of its municipalities."""
    side = Side(key, name)
    rows = (
        Standing.objects.filter(areas, area__kind=AreaKind.MUNICIPALITY)
        .values("bank")
        .annotate(own=Avg("municipal_value"), ngo=Avg("ngo_half_levels"), number=Count("area"))
    )
    for row in rows:
        side.count = max(side.count, row["number"])
        if row["own"] is not None:
            side.municipal[row["bank"]] = round(float(row["own"]), 1)
        if row["ngo"] is not None:
            side.ngo[row["bank"]] = round(float(row["ngo"]) / 2, 1)
    return side


def peers_like(area: Area, kinds: Sequence[str], chosen: Sequence[Area] = ()) -> Q:
    """Return the condition for peers: of like size, of the same language, of the archipelago, and chosen by name."""
    found = Q(pk=None)
    alike = Q()
    if "size" in kinds and area.population:
        low, high = (round(area.population * factor) for factor in SIMILAR)
        alike &= Q(area__population__range=(low, high))
    if "language" in kinds:
        alike &= Q(area__language_status=area.language_status)
    if "archipelago" in kinds:
        alike &= Q(area__code__in=ARCHIPELAGO)
    if alike:
        found |= alike
    if chosen:
        found |= Q(area__in=[one.pk for one in chosen])
    return found & ~Q(area=area)


def read_comparison(area: Area, *, peers: Q | None = None, peers_name: str = "") -> Comparison:
    """Put a comparison together. At most eight queries, whatever the number of rounds, items and municipalities."""
    releases = list(
        Release.objects.filter(assessment__area=area)
        .select_related("assessment__round")
        .only("number", "assessment__round__year", "assessment__round__title", "assessment__round__closes")
        .order_by("assessment__round__closes", "number")
    )
    newest = {release.assessment_id: release for release in releases}
    steps = [Step(r.assessment.round.year, str(r.assessment.round.title), r) for r in newest.values()]
    cells = Cell.objects.filter(release__in=[step.release.pk for step in steps], item__bank__isnull=False)
    values: dict[int, dict[int, tuple[float | None, float | None]]] = {}
    banks: dict[int, BankItem] = {}
    only = (
        "release_id",
        "municipal_value",
        "ngo_half_levels",
        "item__bank__name",
        "item__bank__slug",
        "item__bank__order",
    )
    for cell in cells.select_related("item__bank").only(*only):
        bank = cell.item.bank
        if bank is not None:
            banks[bank.pk] = bank
            values.setdefault(bank.pk, {})[cell.release_id] = (cell.municipal_value, cell.ngo_value)
    for step in steps:
        own = [by_release.get(step.release.pk, (None, None)) for by_release in values.values()]
        step.municipal, step.ngo = _mean([pair[0] for pair in own]), _mean([pair[1] for pair in own])
    sides = []
    if area.region_id:
        sides.append(_side("region", str(area.region and area.region.name), Q(area__region=area.region_id)))
    if area.county_id:
        sides.append(_side("county", str(area.county and area.county.name), Q(area__county=area.county_id)))
    sides.append(_side("country", _("The whole country"), Q()))
    if peers is not None:
        sides.append(_side("peers", peers_name, peers))
    lines = [
        Line(
            bank,
            [(step.year, *values[bank.pk].get(step.release.pk, (None, None))) for step in steps],
            [(side, side.municipal.get(bank.pk), side.ngo.get(bank.pk)) for side in sides],
        )
        for bank in sorted(banks.values(), key=lambda one: (one.order, one.slug))
    ]
    return Comparison(area, steps, sides, lines)
