"""Meetings for other systems, with their agenda and papers (OParl: meeting, agenda item, paper)."""

# Annotations stay real objects here: @paginate hides this module's names from ninja.
import datetime as dt
from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.core.numbers import RowId
from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request
from kumppanuus.meetings.models import AgendaItem, ItemKind, ItemState, Meeting, MeetingState, Paper

router = Router(tags=["meetings"])


class PaperOut(Schema):
    """A paper of an item. A withdrawn one says why, and has no address any more."""

    id: int
    title: dict[str, str]
    address: str | None
    content_type: str | None
    withdrawn: bool
    withdrawn_why: str

    @staticmethod
    def resolve_title(paper: Paper) -> dict[str, str]:
        """Return plain texts."""
        return dict(paper.title)

    @staticmethod
    def resolve_address(paper: Paper) -> str | None:
        """Return where the paper is given, unless it was withdrawn."""
        if paper.withdrawn_at:
            return None
        return paper.url or reverse("meetings:paper", args=[paper.pk])

    @staticmethod
    def resolve_content_type(paper: Paper) -> str | None:
        """Return what kind of file it is."""
        return paper.file.content_type if paper.file and not paper.withdrawn_at else None

    @staticmethod
    def resolve_withdrawn(paper: Paper) -> bool:
        """Say whether it was withdrawn."""
        return paper.withdrawn_at is not None


class ItemOut(Schema):
    """An item of the agenda, in order."""

    id: int
    title: dict[str, str]
    kind: ItemKind
    state: ItemState
    minutes: int | None
    presenter: str
    background: dict[str, str]
    proposed_by: str | None = Field(description="Slug of the organisation")
    carried_from: int | None = Field(description="The item of an earlier meeting that was not reached")
    measure: int | None = Field(description="The task whose state is looked at")
    why: str = Field(description="Why it was withdrawn, or not reached")
    papers: list[PaperOut]

    @staticmethod
    def resolve_title(item: AgendaItem) -> dict[str, str]:
        """Return plain texts."""
        return dict(item.title)

    @staticmethod
    def resolve_background(item: AgendaItem) -> dict[str, str]:
        """Return plain texts."""
        return dict(item.background)

    @staticmethod
    def resolve_proposed_by(item: AgendaItem) -> str | None:
        """Return the organisation's slug."""
        return item.proposed_by.slug if item.proposed_by else None

    @staticmethod
    def resolve_carried_from(item: AgendaItem) -> int | None:
        """Return the earlier item."""
        return item.carried_from_id

    @staticmethod
    def resolve_measure(item: AgendaItem) -> int | None:
        """Return the task."""
        return item.measure_id


class MeetingOut(Schema):
    """One meeting of a body."""

    id: int
    uid: str
    body: str = Field(description="Slug of the body")
    number: int | None = Field(description="Which meeting of the year it is, once called")
    year: int
    title: dict[str, str]
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: dict[str, str]
    street_address: str
    remote_link: str = Field(description="Empty unless everybody may see it")
    accessibility: dict[str, str]
    languages: list[str]
    state: MeetingState
    cancelled_why: str
    proposals_until: dt.datetime | None

    @staticmethod
    def resolve_uid(meeting: Meeting) -> str:
        """Return what calendars know it by."""
        return str(meeting.uid)

    @staticmethod
    def resolve_body(meeting: Meeting) -> str:
        """Return the body's slug."""
        return meeting.body.slug

    @staticmethod
    def resolve_title(meeting: Meeting) -> dict[str, str]:
        """Return plain texts."""
        return dict(meeting.title)

    @staticmethod
    def resolve_place(meeting: Meeting) -> dict[str, str]:
        """Return plain texts."""
        return dict(meeting.place)

    @staticmethod
    def resolve_street_address(meeting: Meeting) -> str:
        """Return the address of the place."""
        return meeting.address

    @staticmethod
    def resolve_remote_link(meeting: Meeting) -> str:
        """Return the link only where everybody may see it."""
        return meeting.remote_link if meeting.remote_open else ""

    @staticmethod
    def resolve_accessibility(meeting: Meeting) -> dict[str, str]:
        """Return plain texts."""
        return dict(meeting.accessibility)


class WholeMeetingOut(MeetingOut):
    """A meeting with its agenda."""

    items: list[ItemOut]

    @staticmethod
    def resolve_items(meeting: Meeting) -> list[AgendaItem]:
        """Return the agenda in order."""
        return list(meeting.items.all())


@router.get("/meetings", response=list[MeetingOut], summary="List meetings")
@paginate(Pages)
def list_meetings(
    request: Request, body: str = "", area: str = "", state: MeetingState | None = None, coming: bool = False
) -> Any:
    """List meetings, the latest first: of one body, area or state, or only those that are to come."""
    found = Meeting.objects.visible_to(request.actor).select_related("body")
    if coming:
        found = found.coming()
    wanted = {"body__slug": body, "body__area__slug": area, "state": state}
    return found.filter(**{name: value for name, value in wanted.items() if value})


@router.get("/meetings/{pk}", response=WholeMeetingOut, summary="Give a meeting with its agenda")
def get_meeting(request: Request, pk: RowId) -> Any:
    """Give one meeting with its agenda and papers."""
    papers = Prefetch("items__papers", Paper.objects.select_related("file"))
    items = Prefetch("items", AgendaItem.objects.select_related("proposed_by"))
    rows = Meeting.objects.visible_to(request.actor).select_related("body").prefetch_related(items)
    return get_object_or_404(rows.prefetch_related(papers), pk=pk)
