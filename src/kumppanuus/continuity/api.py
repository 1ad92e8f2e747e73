"""Public data about continuity: the posts to which one turns, and what nobody answers for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.pagination import paginate

from kumppanuus.continuity.providers import Sought
from kumppanuus.continuity.providers import ownerless as sought_for
from kumppanuus.core.actors import Actor
from kumppanuus.core.paging import Pages
from kumppanuus.organisations.api import PostOut, Rows, post_out
from kumppanuus.organisations.models import Holding, Post
from kumppanuus.places.models import Area

router = Router(tags=["continuity"])
MOST = 200  # of each kind


class ContactOut(PostOut):
    """A post with the organisation that it belongs to."""

    organisation: str
    organisation_name: dict[str, str]


class ThingOut(Schema):
    """Something open for which nobody answers now."""

    model: str
    id: int
    label: str
    due: dt.date | None
    url: str


class _Contacts(Rows):
    def out(self, row: Any) -> dict[str, Any]:
        own = row.organisation
        return post_out(row) | {"organisation": own.slug, "organisation_name": dict(own.name)}


@router.get("/contacts", response=list[ContactOut], summary="Contact persons: the posts to which one turns")
@paginate(Pages)
def list_contacts(request: HttpRequest, area: str = "", theme: str = "") -> list[dict[str, Any]] | QuerySet[Post]:
    """List the posts of public bodies and those that serve areas, by the slug of an area and the code of a theme."""
    rows = Post.objects.visible_to(Actor()).contacts().select_related("organisation")
    if area:
        rows = rows.serving(get_object_or_404(Area, slug=area))
    if theme:
        rows = rows.for_theme(theme)
    now = Prefetch("holdings", Holding.objects.current().select_related("person"), to_attr="filled")
    ordered = rows.order_by("organisation__sort_name", "pk").prefetch_related("areas", "themes", now)
    return _Contacts(ordered)  # type: ignore[return-value]


@router.get("/ownerless", response=list[ThingOut], summary="What nobody answers for now")
def list_ownerless(request: HttpRequest, area: str = "") -> list[dict[str, Any]]:
    """List vacant posts and what is open without anybody who answers for it, everywhere or in an area; at most 200 of
    each kind.
    """
    found = get_object_or_404(Area, slug=area) if area else None
    inside = frozenset(Area.objects.within(found).order_by().values_list("pk", flat=True)) if found else frozenset()
    things = sought_for(Sought(Actor(), found, MOST, inside))
    return [
        {"model": one.model, "id": one.pk, "label": one.label, "due": one.due, "url": f"{settings.SITE_URL}{one.url}"}
        for one in things
    ]
