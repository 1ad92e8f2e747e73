"""Negotiations for other systems: phases, parties, what was agreed and who has signed."""

# Annotations stay real objects here: @paginate hides this module's names from ninja.
import datetime as dt
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.core.numbers import RowId
from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request
from kumppanuus.negotiations import reading
from kumppanuus.negotiations.models import Agreement, Negotiation, Phase

router = Router(tags=["negotiations"])


class Head(Schema):
    """What every answer tells of a negotiation."""

    id: int
    year: int
    title: dict[str, str] = Field(description="By language code")
    area: str = Field(description="Slug of the area")
    convener: str = Field(description="Slug of the organisation")
    phase: Phase
    meets_on: dt.date
    first_follow_up: dt.date
    second_follow_up: dt.date


class NegotiationOut(Head):
    """The negotiation of a year."""

    @staticmethod
    def resolve_title(row: Negotiation) -> dict[str, str]:
        """Return plain texts."""
        return dict(row.title)

    @staticmethod
    def resolve_area(row: Negotiation) -> str:
        """Return the area's slug."""
        return row.area.slug

    @staticmethod
    def resolve_convener(row: Negotiation) -> str:
        """Return the convener's slug."""
        return row.convener.slug


class PartyOut(Schema):
    """A party and whether it has signed the text in force. What it signed of earlier versions stands in `versions`."""

    organisation: str
    group: dict[str, str] | None
    signed: bool
    decisions: list[str]
    left_on: dt.date | None


class AgreedOut(Schema):
    """A measure in the text; `measure` is its id once its owner and the convener have signed."""

    goal: dict[str, str]
    title: dict[str, str]
    owner: str
    post: int | None = Field(description="The post of the owner that answers for it")
    area: str
    indicator: dict[str, str]
    target: str
    due: dt.date
    measure: int | None


class SignatureOut(Schema):
    """A party's signature under a version."""

    organisation: str
    decided_by: str
    decided_on: dt.date
    signed_on: dt.date


class VersionOut(Schema):
    """A text that was offered for signing. It is in force until it is opened again or a later one is offered."""

    number: int
    offered_on: dt.date
    in_force: bool
    address: str
    signatures: list[SignatureOut]


class WholeOut(Head):
    """The negotiation with its parties and measures."""

    how: dict[str, str]
    text: dict[str, str]
    parties: list[PartyOut]
    measures: list[AgreedOut]
    versions: list[VersionOut] = Field(description="The texts that were offered, the newest first")


@router.get("/negotiations", response=list[NegotiationOut], summary="List negotiations")
@paginate(Pages)
def list_negotiations(request: Request, area: str = "", year: int | None = None) -> Any:
    """List negotiations, the newest first, of one area or year."""
    found = Negotiation.objects.visible_to(request.actor).select_related("area", "convener")
    if area:
        found = found.filter(area__slug=area)
    return found.filter(year=year) if year is not None and 0 <= year < 10_000 else found


@router.get("/negotiations/{pk}", response=WholeOut, summary="One negotiation")
def get_negotiation(request: Request, pk: RowId) -> Any:
    """Give a negotiation with its parties, signatures and measures."""
    rows = Negotiation.objects.visible_to(request.actor).select_related("area", "convener")
    row = get_object_or_404(rows, pk=pk)
    whole = reading.whole(row)
    in_force = whole.agreement if row.offered_at is not None else None
    return {
        **{name: getattr(row, name) for name in ("id", "year", "meets_on", "first_follow_up", "second_follow_up")},
        "phase": row.phase,
        "title": dict(row.title),
        "how": dict(row.how),
        "text": dict(row.text),
        "area": row.area.slug,
        "convener": row.convener.slug,
        "parties": [
            {
                "organisation": one.party.organisation.slug,
                "group": dict(one.party.group.name) if one.party.group else None,
                "signed": in_force is not None and one.is_signed,
                "decisions": [
                    f"{said.decided_by} {said.decided_on.isoformat()}" for said in (one.signatures if in_force else ())
                ],
                "left_on": one.party.left_on,
            }
            for one in whole.lines
        ],
        "measures": [
            {
                "goal": dict(one.goal),
                "title": dict(one.title),
                "owner": one.owner.slug,
                "post": one.post_id,
                "area": one.area.slug,
                "indicator": dict(one.indicator),
                "target": one.target,
                "due": one.due,
                "measure": one.measure_id,
            }
            for one in whole.accepted
        ],
        "versions": [_version(row, one, in_force) for one in whole.versions],
    }


def _version(row: Negotiation, one: Agreement, in_force: Agreement | None) -> dict[str, Any]:
    return {
        "number": one.number,
        "offered_on": timezone.localdate(one.offered_at),
        "in_force": one == in_force,
        "address": settings.SITE_URL + reverse("negotiations:agreement", args=[row.pk, one.number]),
        "signatures": [
            {
                "organisation": said.party.organisation.slug,
                "decided_by": said.decided_by,
                "decided_on": said.decided_on,
                "signed_on": said.signed_on,
            }
            for said in one.signatures.all()
        ],
    }
