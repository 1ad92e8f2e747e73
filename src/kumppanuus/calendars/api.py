"""The annual clock for other systems: what stands in a year, or between two days, from the same filter as the page."""

# Annotations stay real objects here: @paginate hides this module's names from ninja.
import datetime as dt
from typing import Any

from django.http import Http404
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError
from ninja.pagination import paginate

from kumppanuus.calendars.dates import Dated, Kind, State
from kumppanuus.calendars.filters import ClockFilter
from kumppanuus.calendars.reading import dates
from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request
from kumppanuus.core.texts import Text
from kumppanuus.interop.parameters import Day

router = Router(tags=["calendars"])
LONGEST = dt.timedelta(days=1100)


class DateOut(Schema):
    """One date. It has moments where it has hours; else it is for whole days, without a zone."""

    uid: str = Field(description="What calendars know it by, before the @")
    kind: Kind
    title: dict[str, str] = Field(description="By language code")
    summary: str = Field(description="On one line, in the language of the request")
    whose: str = Field(description="The body or organisation")
    first: dt.date
    last: dt.date = Field(description="The last day, included")
    starts: dt.datetime | None
    ends: dt.datetime | None
    state: State
    sequence: int = Field(description="Rises with each change")
    changed_at: dt.datetime
    place: str
    address: str

    @staticmethod
    def resolve_title(row: Dated) -> dict[str, str]:
        """Return plain texts."""
        return dict(row.title) if isinstance(row.title, Text) else {"": str(row.title)}

    @staticmethod
    def resolve_whose(row: Dated) -> str:
        """Return the name."""
        return str(row.whose)


class DateFilter(Schema):
    """Which dates: of a year, or from the first to the last day."""

    year: int | None = Field(None, ge=2000, le=2100)
    first: Day | None = None
    last: Day | None = None
    area: str = Field("", description="Slug of a municipality, region or county")
    organisation: str = Field("", description="Slug, name or number")
    body: str = Field("", description="Slug")
    kind: list[Kind] = []


@router.get("/calendar", response=list[DateOut], summary="List dates of the annual clock")
@paginate(Pages)
def list_dates(request: Request, wanted: Query[DateFilter]) -> Any:
    """List the dates of a year (this one unless told), or of at most three years between two days, in their order."""
    chosen = ClockFilter(wanted.dict(exclude={"kind"}), request.actor, kinds=[str(kind.value) for kind in wanted.kind])
    found = chosen.wanted
    if chosen.missing:
        raise Http404
    year = wanted.year or timezone.localdate().year
    first = wanted.first or dt.date(year, 1, 1)
    last = wanted.last or max(first, dt.date(first.year if wanted.first else year, 12, 31))
    if not first <= last <= first + LONGEST:
        raise HttpError(422, "The last day comes before the first, or more than three years after it.")
    return dates(found, first, last)
