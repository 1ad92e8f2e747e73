"""Rounds and mirrors for other systems: released figures only, the same as on the pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.pagination import paginate

from kumppanuus.assessments.comparison import read_comparison
from kumppanuus.assessments.documents.data import as_dict
from kumppanuus.assessments.mirror import read_mirror
from kumppanuus.assessments.models import Assessment, Round
from kumppanuus.core.numbers import RowId
from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request
from kumppanuus.places.models import Area

router = Router(tags=["assessments"])


class RoundOut(Schema):
    """A round."""

    id: int
    title: dict[str, str]
    year: int
    space: str
    area: str
    keeper: str
    checklist: str
    checklist_version: int
    opens: str
    closes: str
    stage: str

    @staticmethod
    def of(round_: Round) -> dict[str, Any]:
        return {
            "id": round_.pk,
            "title": dict(round_.title),
            "year": round_.year,
            "space": round_.space.slug,
            "area": round_.area.slug,
            "keeper": round_.keeper.slug,
            "checklist": round_.version.questionnaire.slug,
            "checklist_version": round_.version.number,
            "opens": round_.opens.isoformat(),
            "closes": round_.closes.isoformat(),
            "stage": round_.stage.value,
        }


class MirrorItem(Schema):
    """One item of a released mirror. `ngos` is null where fewer than five organisations answered."""

    code: str
    bank_item: str | None
    name: dict[str, str]
    municipality: int | None
    municipality_cannot_say: bool
    ngos: float | None
    ngo_answers: int | None
    spread: str | None
    gap: float | None
    explanation: str
    comments: list[dict[str, str]]
    measures: list[int]


class MirrorOut(Schema):
    """A released mirror."""

    round: int
    year: int
    area: dict[str, Any]
    checklist: dict[str, Any]
    release: int
    released_at: str
    invited: int
    answered: int
    pending: int
    refused: int
    texts_withheld: int
    signed: dict[str, str] | None
    approved: list[dict[str, Any]]
    licence: str
    items: list[MirrorItem]


class StandingOut(Schema):
    """Means per bank item of an area's own rounds and of the groups it is compared with."""

    bank_item: str
    name: dict[str, str]
    rounds: list[dict[str, Any]]
    groups: list[dict[str, Any]]


@router.get("/rounds", response=list[RoundOut], summary="Rounds")
@paginate(Pages)
def rounds(request: Request) -> list[dict[str, Any]]:
    """List rounds that have been opened."""
    rows = Round.objects.visible_to(request.actor).select_related("space", "area", "keeper", "version__questionnaire")
    return [RoundOut.of(round_) for round_ in rows]


@router.get("/rounds/{round_id}", response=RoundOut, summary="A round")
def one_round(request: Request, round_id: RowId) -> dict[str, Any]:
    """Return one round."""
    rows = Round.objects.visible_to(request.actor).select_related("space", "area", "keeper", "version__questionnaire")
    return RoundOut.of(get_object_or_404(rows, pk=round_id))


@router.get("/rounds/{round_id}/mirrors/{area}", response=MirrorOut, summary="A released mirror")
def mirror(request: Request, round_id: RowId, area: str, release: RowId | None = None) -> dict[str, Any]:
    """Return the released figures of one area in a round; the newest release if none is named."""
    rows = Assessment.objects.visible_to(request.actor).select_related("round__version__questionnaire", "area")
    found = read_mirror(get_object_or_404(rows, round=round_id, area__slug=area), release)
    if found is None:
        raise Http404
    return as_dict(found)


@router.get("/areas/{area}/comparison", response=list[StandingOut], summary="Comparison of an area")
def comparison(request: Request, area: str) -> list[dict[str, Any]]:
    """Return an area's own rounds and the means of its region, county and the country, per bank item."""
    rows = Area.objects.visible_to(request.actor).select_related("region", "county")
    found = read_comparison(get_object_or_404(rows, slug=area))
    return [
        {
            "bank_item": line.bank.slug,
            "name": dict(line.bank.name),
            "rounds": [{"year": y, "municipality": m, "ngos": n} for y, m, n in line.rounds],
            "groups": [
                {"group": side.key, "name": side.name, "municipalities": side.count, "municipality": m, "ngos": n}
                for side, m, n in line.sides
            ],
        }
        for line in found.lines
    ]
