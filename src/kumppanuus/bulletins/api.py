"""Bulletins for other systems: what was sent, by whom, to where, and to how many."""

# Annotations stay real objects here: @paginate hides this module's names from ninja.
import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from kumppanuus.bulletins.forms import FilterForm
from kumppanuus.bulletins.models import Attachment, Bulletin
from kumppanuus.core.paging import Pages
from kumppanuus.core.requests import Request

router = Router(tags=["bulletins"])


class LinkOut(Schema):
    """An address and what it leads to."""

    title: str
    url: str


class FileOut(Schema):
    """A file: what it is, and where it is got."""

    title: dict[str, str]
    url: str
    content_type: str
    size: int


class BulletinOut(Schema):
    """One sent bulletin."""

    slug: str
    title: dict[str, str] = Field(description="By language code")
    body: dict[str, str]
    links: list[LinkOut]
    files: list[FileOut]
    sender: str = Field(description="Slug of the organisation")
    area: str = Field(description="Slug of the area")
    kinds: list[str] = Field(description="Kinds of organisations; empty: all NGOs")
    classes: list[str] = Field(description="Codes of classes of associations; empty: all")
    target_groups: list[str] = Field(description="Codes of target groups; empty: all")
    sent_at: dt.datetime
    corrects: str | None = Field(description="Slug of the bulletin that this one corrects")
    reached: int = Field(description="How many organisations it went to")

    @staticmethod
    def resolve_title(bulletin: Bulletin) -> dict[str, str]:
        """Return plain texts."""
        return dict(bulletin.title)

    @staticmethod
    def resolve_body(bulletin: Bulletin) -> dict[str, str]:
        """Return plain texts."""
        return dict(bulletin.body)

    @staticmethod
    def resolve_files(bulletin: Bulletin) -> list[dict[str, Any]]:
        """Return those that were not removed since."""
        return [
            {
                "title": dict(one.title),
                "url": f"{settings.SITE_URL}{one.file.get_absolute_url()}",
                "content_type": one.file.content_type,
                "size": one.file.size,
            }
            for one in bulletin.attachments.all()
            if one.file.removed_at is None
        ]

    @staticmethod
    def resolve_sender(bulletin: Bulletin) -> str:
        """Return the sender's slug."""
        return bulletin.sender.slug

    @staticmethod
    def resolve_area(bulletin: Bulletin) -> str:
        """Return the area's slug."""
        return bulletin.area.slug

    @staticmethod
    def resolve_corrects(bulletin: Bulletin) -> str | None:
        """Return the slug."""
        return bulletin.corrects.slug if bulletin.corrects else None

    @staticmethod
    def resolve_reached(bulletin: Bulletin) -> int:
        """Return the number, so far."""
        return bulletin.sending.reached


def _sent(request: Request) -> Any:
    rows = Bulletin.objects.visible_to(request.actor).sent()
    rows = rows.select_related("sender", "area", "corrects", "sending")
    return rows.prefetch_related(Prefetch("attachments", Attachment.objects.select_related("file")))


@router.get("/bulletins", response=list[BulletinOut], summary="Bulletins to NGOs")
@paginate(Pages)
def list_bulletins(request: Request, area: str = "", sender: str = "", year: int | None = None, q: str = "") -> Any:
    """List sent bulletins, the newest first; of an area with what lies in it and around it."""
    asked = {"area": area, "sender": sender, "year": str(year or ""), "q": q}
    return FilterForm(asked).narrow(_sent(request))


@router.get("/bulletins/{slug}", response=BulletinOut, summary="One bulletin")
def get_bulletin(request: Request, slug: str) -> Bulletin:
    """Return a sent bulletin."""
    found: Bulletin = get_object_or_404(_sent(request), slug=slug)
    return found
