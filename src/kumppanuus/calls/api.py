"""Calls for seats for other systems: what is sought, who may nominate, what came of it. No names of persons."""

# Annotations stay real objects here: @paginate hides this module's names from ninja.
import datetime as dt
from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.calls.models import Call, CallSeat, Nomination, NominationState, Stage
from kumppanuus.core.numbers import RowId
from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request

router = Router(tags=["calls for seats"])


class CallOut(Schema):
    """One open call for seats of a body."""

    id: int
    body: str = Field(description="Slug of the body")
    stage: Stage
    announcement: dict[str, str] = Field(description="By language code")
    criteria: dict[str, str]
    opens_at: dt.datetime
    closes_at: dt.datetime
    start: dt.date = Field(description="First day of the term of those who are chosen")
    end: dt.date | None
    kinds: list[str] = Field(description="Kinds of organisations that may nominate")
    area: str = Field(description="Slug of the area in which they are at home or active")
    of_class: str | None = Field(description="Code of the class of associations that they belong to")
    deputies: bool
    decider: dict[str, str]
    decides_by: dt.date | None
    cancelled_why: str

    @staticmethod
    def resolve_body(call: Call) -> str:
        """Return the body's slug."""
        return call.body.slug

    @staticmethod
    def resolve_announcement(call: Call) -> dict[str, str]:
        """Return plain texts."""
        return dict(call.announcement)

    @staticmethod
    def resolve_criteria(call: Call) -> dict[str, str]:
        """Return plain texts."""
        return dict(call.criteria)

    @staticmethod
    def resolve_area(call: Call) -> str:
        """Return the area's slug."""
        return call.area.slug

    @staticmethod
    def resolve_of_class(call: Call) -> str | None:
        """Return the class's code."""
        return call.term.code if call.term else None

    @staticmethod
    def resolve_decider(call: Call) -> dict[str, str]:
        """Return plain texts."""
        return dict(call.decider)


class CallSeatOut(Schema):
    """A seat that the call fills."""

    id: int
    role: str
    stands_for: dict[str, str]


class ChosenOut(Schema):
    """An organisation that was chosen; the person is shown with the seat, where she agreed."""

    organisation: str = Field(description="Slug")
    seat: int
    part: str = Field(description="holder or deputy")
    reason: str


class ResultOut(Schema):
    """What was decided, once it is published."""

    decided_on: dt.date
    decided_by: str
    reasons: dict[str, str]
    chosen: list[ChosenOut]


class WholeCallOut(CallOut):
    """A call with its seats and its result."""

    seats: list[CallSeatOut]
    result: ResultOut | None

    @staticmethod
    def resolve_seats(call: Call) -> list[dict[str, Any]]:
        """Return the seats in the body's order."""
        rows = [one.seat for one in call.places.all()]
        return [{"id": row.pk, "role": row.role, "stands_for": dict(row.stands_for)} for row in rows]

    @staticmethod
    def resolve_result(call: Call) -> dict[str, Any] | None:
        """Return the published decision."""
        decision = call.decided
        if decision is None or decision.published_at is None:
            return None
        chosen = [
            {"organisation": one.organisation.slug, "seat": one.given_seat_id, "part": one.part, "reason": one.reason}
            for one in call.chosen  # type: ignore[attr-defined]
        ]
        told = {"decided_on": decision.decided_on, "decided_by": decision.decided_by}
        return told | {"reasons": dict(decision.reasons), "chosen": chosen}


@router.get("/calls", response=list[CallOut], summary="List calls for seats")
@paginate(Pages)
def list_calls(request: Request, body: str = "", area: str = "", open_now: bool = False) -> Any:
    """List calls, the one that closes last first: of one body, of a body's area, or only those open now."""
    found = Call.objects.visible_to(request.actor).select_related("body", "area", "term", "decision")
    if open_now:
        found = found.open()
    wanted = {"body__slug": body, "body__area__slug": area}
    return found.filter(**{name: value for name, value in wanted.items() if value})


@router.get("/calls/{pk}", response=WholeCallOut, summary="Give a call for seats with its result")
def get_call(request: Request, pk: RowId) -> Any:
    """Give one call with its seats and, once it is published, who was chosen and why."""
    chosen = Nomination.objects.filter(state=NominationState.CHOSEN).select_related("organisation")
    rows = Call.objects.visible_to(request.actor).select_related("body", "area", "term", "decision")
    seats = Prefetch("places", CallSeat.objects.select_related("seat"))
    found = rows.prefetch_related(
        seats, Prefetch("nominations", chosen.order_by("given_seat__order"), to_attr="chosen")
    )
    return get_object_or_404(found, pk=pk)
