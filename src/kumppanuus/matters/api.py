"""Matters for other systems: what is wanted, where it waits, and the whole path."""

# Annotations stay real objects here: @paginate hides this module's names from ninja, which then cannot find `State`.
import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.core.numbers import RowId
from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request
from kumppanuus.matters import reading
from kumppanuus.matters.course import State, StepKind
from kumppanuus.matters.models import Matter, MatterKind

router = Router(tags=["matters"])


class MatterOut(Schema):
    """One matter. A resident's name is given only where she agreed."""

    id: int
    title: dict[str, str] = Field(description="By language code")
    kind: MatterKind
    area: str = Field(description="Slug of the area")
    sender: dict[str, str] = Field(description="In whose name; empty for a resident whose name is not shown")
    given_on: dt.date | None
    state: State
    waits_at: dict[str, str]
    since: dt.date | None
    due: dt.date | None
    late: bool
    diary_number: str

    @staticmethod
    def resolve_title(matter: Matter) -> dict[str, str]:
        """Return plain texts."""
        return dict(matter.title)

    @staticmethod
    def resolve_area(matter: Matter) -> str:
        """Return the area's slug."""
        return matter.area.slug

    @staticmethod
    def resolve_sender(matter: Matter) -> dict[str, str]:
        """Return the public name."""
        name = matter.public_name
        if isinstance(name, str):
            return {matter.language: name} if name else {}
        return dict(name)

    @staticmethod
    def resolve_waits_at(matter: Matter) -> dict[str, str]:
        """Return plain texts."""
        return dict(matter.waits_name)

    @staticmethod
    def resolve_late(matter: Matter) -> bool:
        """Say whether it waits longer than promised."""
        return matter.is_late


class StepOut(Schema):
    """One step of the path, as it is true now."""

    number: int
    kind: StepKind
    on: dt.date
    by: dict[str, str]
    to: dict[str, str]
    due: dt.date | None
    diary_number: str
    link: str
    text: dict[str, str]
    corrected: bool


class WholeMatterOut(MatterOut):
    """A matter with its text and path."""

    text: dict[str, str]
    steps: list[StepOut]

    @staticmethod
    def resolve_text(matter: Matter) -> dict[str, str]:
        """Return plain texts."""
        return dict(matter.text)

    @staticmethod
    def resolve_steps(matter: Matter) -> list[dict[str, Any]]:
        """Return the path."""
        return [_step(line) for line in reading.path_of(matter)]


def _step(line: reading.Line) -> dict[str, Any]:
    step, now = line.step, line.now
    return {
        "number": step.number,
        "kind": step.kind,
        "on": now.on,
        "by": dict(step.by_name),
        "to": dict(step.to_name),
        "due": now.due,
        "diary_number": now.diary_number,
        "link": now.link,
        "text": dict(now.text),
        "corrected": bool(line.corrections),
    }


@router.get("/matters", response=list[MatterOut], summary="List matters")
@paginate(Pages)
def list_matters(request: Request, area: str = "", state: State | None = None, late: bool = False) -> Any:
    """List matters, what changed last first, of one area or state, or those that wait longer than promised."""
    found = Matter.objects.visible_to(request.actor).select_related("area", "person")
    if late:
        found = found.late()
    wanted = {"area__slug": area, "state": state}
    return found.filter(**{name: value for name, value in wanted.items() if value})


@router.get("/matters/{pk}", response=WholeMatterOut, summary="Give a matter with its path")
def get_matter(request: Request, pk: RowId) -> Any:
    """Give one matter with its steps."""
    rows = Matter.objects.visible_to(request.actor).select_related("area", "person")
    return get_object_or_404(rows.prefetch_related("steps"), pk=pk)
