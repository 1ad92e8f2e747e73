"""Bodies for other systems: what they are, and who sits in them on any day."""

# Annotations stay real objects here: @paginate hides this module's names from ninja.
import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.bodies.models import Body, OpenTo
from kumppanuus.bodies.models.seats import SeatRole
from kumppanuus.bodies.reading import who_sits
from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request
from kumppanuus.interop.parameters import Day

router = Router(tags=["bodies"])


class BodyOut(Schema):
    """One body of co-operation (OParl: organization)."""

    slug: str
    name: dict[str, str] = Field(description="By language code")
    kind: str = Field(description="Code of the kind, as its network has it")
    about: dict[str, str]
    convener: str = Field(description="Slug of the organisation")
    area: str = Field(description="Slug of the area")
    parent: str | None = Field(description="Slug of the body that this one is under")
    starts: dt.date
    ends: dt.date | None
    languages: list[str]
    meetings_a_year: int | None
    open_to: OpenTo

    @staticmethod
    def resolve_name(body: Body) -> dict[str, str]:
        """Return plain texts."""
        return dict(body.name)

    @staticmethod
    def resolve_kind(body: Body) -> str:
        """Return the kind's code."""
        return body.kind.code

    @staticmethod
    def resolve_about(body: Body) -> dict[str, str]:
        """Return plain texts."""
        return dict(body.about)

    @staticmethod
    def resolve_convener(body: Body) -> str:
        """Return the convener's slug."""
        return body.convener.slug

    @staticmethod
    def resolve_area(body: Body) -> str:
        """Return the area's slug."""
        return body.area.slug

    @staticmethod
    def resolve_parent(body: Body) -> str | None:
        """Return the parent's slug."""
        return body.parent.slug if body.parent else None


class SittingOut(Schema):
    """Who sits in a seat: the organisation, and the name where the person agreed to it being public."""

    part: str = Field(description="holder or deputy")
    organisation: str | None = Field(description="Slug of the organisation in whose name")
    name: str = Field(description="Empty unless the reader may see it")
    start: dt.date
    end: dt.date | None


class SeatOut(Schema):
    """A seat on a day; without anybody as holder it is vacant."""

    role: SeatRole
    stands_for: dict[str, str]
    organisation: str | None = Field(description="Slug, where the seat is always the same organisation's")
    class_: str | None = Field(alias="class", description="Code of the class of associations")
    vacant: bool
    sittings: list[SittingOut]


@router.get("/bodies", response=list[BodyOut], summary="List bodies")
@paginate(Pages)
def list_bodies(request: Request, area: str = "", kind: str = "", in_force: bool = False) -> Any:
    """List bodies, of one area or kind, or only those whose term runs today."""
    found = Body.objects.visible_to(request.actor).select_related("kind", "convener", "area", "parent")
    if in_force:
        found = found.in_force()
    wanted = {"area__slug": area, "kind__code": kind}
    return found.filter(**{name: value for name, value in wanted.items() if value})


@router.get("/bodies/{slug}/seats", response=list[SeatOut], summary="Who sits in a body on a day")
def list_seats(request: Request, slug: str, on: Day | None = None) -> Any:
    """List the seats that a body has, or had on a day, with who sits there."""
    body = get_object_or_404(Body.objects.visible_to(request.actor), slug=slug)
    lines = who_sits(body, request.actor, on=on, inside=request.actor.may("bodies.read_inside", body))
    return [
        {
            "role": line.seat.role,
            "stands_for": dict(line.seat.stands_for),
            "organisation": line.seat.organisation.slug if line.seat.organisation else None,
            "class": line.seat.term.code if line.seat.term else None,
            "vacant": line.is_vacant,
            "sittings": [
                {
                    "part": one.mandate.part,
                    "organisation": one.mandate.organisation.slug if one.mandate.organisation else None,
                    "name": one.name,
                    "start": one.mandate.start,
                    "end": one.mandate.end,
                }
                for one in [*line.holders, *line.deputies]
            ],
        }
        for line in lines
    ]
