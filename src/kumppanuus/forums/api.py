"""Forums for other systems: when, where, programme, materials and what came of them. Who comes is not told."""

# Annotations stay real objects here: @paginate hides this module's names from ninja.
import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request
from kumppanuus.forums.forms import FilterForm
from kumppanuus.forums.models import Attachment, Forum, Part, Stage

router = Router(tags=["forums"])


class ForumLink(Schema):
    """An address and what it leads to."""

    title: str
    url: str


class ForumFile(Schema):
    """A file among the materials, or of what came of it."""

    part: Part
    title: dict[str, str]
    url: str
    content_type: str
    size: int


class ForumOut(Schema):
    """One open forum or association evening."""

    slug: str
    name: dict[str, str] = Field(description="By language code")
    about: dict[str, str]
    stage: Stage
    organiser: str = Field(description="Slug of the organisation")
    area: str = Field(description="Slug of the area")
    starts_at: dt.datetime
    ends_at: dt.datetime
    place: dict[str, str]
    address: str
    accessibility: dict[str, str]
    remote: bool = Field(description="Whether one can take part remotely")
    languages: list[str]
    programme: dict[str, str] = Field(description='A line each: "18.00 What | Who"')
    materials: list[ForumLink]
    register_until: dt.datetime
    places: int | None
    outcome: dict[str, str]
    outcome_links: list[ForumLink]
    files: list[ForumFile]
    attended: int | None = Field(description="How many came, where the organiser has told it")
    cancelled_why: str
    changed_at: dt.datetime

    @staticmethod
    def resolve_organiser(forum: Forum) -> str:
        """Return the slug."""
        return forum.organiser.slug

    @staticmethod
    def resolve_files(forum: Forum) -> list[dict[str, Any]]:
        """Return those that were not removed since."""
        return [
            {
                "part": one.part,
                "title": dict(one.title),
                "url": f"{settings.SITE_URL}{one.file.get_absolute_url()}",
                "content_type": one.file.content_type,
                "size": one.file.size,
            }
            for one in forum.attachments.all()
            if one.file.removed_at is None
        ]

    @staticmethod
    def resolve_area(forum: Forum) -> str:
        """Return the slug."""
        return forum.area.slug

    @staticmethod
    def resolve_remote(forum: Forum) -> bool:
        """Tell that there is a link, not which."""
        return bool(forum.remote_link)

    @staticmethod
    def resolve_name(forum: Forum) -> dict[str, str]:
        """Return plain texts."""
        return dict(forum.name)

    @staticmethod
    def resolve_about(forum: Forum) -> dict[str, str]:
        """Return plain texts."""
        return dict(forum.about)

    @staticmethod
    def resolve_place(forum: Forum) -> dict[str, str]:
        """Return plain texts."""
        return dict(forum.place)

    @staticmethod
    def resolve_accessibility(forum: Forum) -> dict[str, str]:
        """Return plain texts."""
        return dict(forum.accessibility)

    @staticmethod
    def resolve_programme(forum: Forum) -> dict[str, str]:
        """Return plain texts."""
        return dict(forum.programme)

    @staticmethod
    def resolve_outcome(forum: Forum) -> dict[str, str]:
        """Return plain texts."""
        return dict(forum.outcome)


def _visible(request: Request) -> Any:
    rows = Forum.objects.visible_to(request.actor).select_related("organiser", "area")
    return rows.prefetch_related(Prefetch("attachments", Attachment.objects.select_related("file")))


@router.get("/forums", response=list[ForumOut], summary="Open forums and association evenings")
@paginate(Pages)
def list_forums(request: Request, area: str = "", stage: Stage | None = None, q: str = "") -> Any:
    """List forums; of an area with what lies in it and around it."""
    return FilterForm({"area": area, "stage": stage.value if stage else "", "q": q}).narrow(_visible(request))


@router.get("/forums/{slug}", response=ForumOut, summary="One forum")
def get_forum(request: Request, slug: str) -> Forum:
    """Return a forum."""
    found: Forum = get_object_or_404(_visible(request), slug=slug)
    return found
