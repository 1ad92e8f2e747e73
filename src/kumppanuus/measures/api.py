"""Measures for other systems: what was agreed, who owns it, by when, and how it goes."""

# Annotations stay real objects here: @paginate hides this module's names from ninja, which then cannot find `State`.
import datetime as dt
from typing import Any

from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request
from kumppanuus.measures.models import Measure, State

router = Router(tags=["measures"])


class MeasureOut(Schema):
    """One measure. It belongs to an organisation and a post, never to a person."""

    id: int
    title: dict[str, str] = Field(description="By language code")
    shows_done: dict[str, str]
    area: str = Field(description="Slug of the municipality")
    owner: str = Field(description="Slug of the organisation")
    post: dict[str, str] | None
    due: dt.date
    state: State
    late: bool
    reason: str
    agreed_on: dt.date | None

    @staticmethod
    def resolve_title(measure: Measure) -> dict[str, str]:
        """Return plain texts."""
        return dict(measure.title)

    @staticmethod
    def resolve_shows_done(measure: Measure) -> dict[str, str]:
        """Return plain texts."""
        return dict(measure.shows_done)

    @staticmethod
    def resolve_area(measure: Measure) -> str:
        """Return the municipality's slug."""
        return measure.area.slug

    @staticmethod
    def resolve_owner(measure: Measure) -> str:
        """Return the owner's slug."""
        return measure.owner.slug

    @staticmethod
    def resolve_post(measure: Measure) -> dict[str, str] | None:
        """Return the post's title."""
        return dict(measure.post.title) if measure.post else None

    @staticmethod
    def resolve_late(measure: Measure) -> bool:
        """Say whether the day has passed."""
        return measure.is_late


@router.get("/measures", response=list[MeasureOut], summary="List measures")
@paginate(Pages)
def list_measures(request: Request, area: str = "", owner: str = "", state: State | None = None) -> Any:
    """List measures by due date, of one municipality, owner or state."""
    found = Measure.objects.visible_to(request.actor).select_related("area", "owner", "post")
    wanted = {"area__slug": area, "owner__slug": owner, "state": state}
    return found.filter(**{name: value for name, value in wanted.items() if value})
