"""Public data about organisations: no personal name unless its bearer agreed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from ninja.pagination import paginate

from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import merged_in
from kumppanuus.core.paging import Pages
from kumppanuus.organisations.models import Holding, Organisation, Part, Post
from kumppanuus.places.models import Area

router = Router(tags=["organisations"])


class PostOut(Schema):
    """A post; `vacant` is public, `holder` is given where its bearer agreed."""

    kind: str
    title: dict[str, str]
    field: dict[str, str]
    unit: dict[str, str]
    areas: list[str]
    themes: list[str]
    languages: list[str]
    share: int | None
    email: str
    phone: str
    url: str
    vacant: bool
    holder: str | None
    deputy: str | None
    funding: dict[str, str]
    funding_end: dt.date | None


class OrganisationOut(Schema):
    slug: str
    kind: str
    name: dict[str, str]
    register_number: str
    business_id: str
    home: str | None
    url: str


class OrganisationDetail(OrganisationOut):
    description: dict[str, str]
    registered: bool
    website: str
    email: str
    areas: list[str]
    classes: list[str]
    posts: list[PostOut]
    formerly: list[str]


def _brief(row: Organisation) -> dict[str, Any]:
    return {
        "slug": row.slug,
        "kind": row.kind,
        "name": dict(row.name),
        "register_number": row.register_number,
        "business_id": row.business_id,
        "home": row.home.slug if row.home else None,
        "url": f"{settings.SITE_URL}{row.get_absolute_url()}",
    }


@router.get("/", response=list[OrganisationOut], summary="List organisations")
@paginate(Pages)
def organisations(
    request: HttpRequest, q: str = "", kind: str = "", area: str = ""
) -> list[dict[str, Any]] | QuerySet[Organisation]:
    """List organisations by name, with a part of a name or number, a kind, or the slug of an area."""
    rows = Organisation.objects.visible_to(Actor()).select_related("home").order_by("sort_name", "pk")
    for word in q.lower().split():
        rows = rows.filter(find_by__contains=word)
    if kind:
        rows = rows.filter(kind=kind)
    if area:
        rows = rows.active_in(get_object_or_404(Area, slug=area))
    return Rows(rows)  # type: ignore[return-value]


class Rows:
    """A list that turns only the rows of the asked page into output."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        return [self.out(row) for row in self.rows[part]]

    def out(self, row: Any) -> dict[str, Any]:
        """Return one row for the API."""
        return _brief(row)

    def __len__(self) -> int:
        return self.rows.count()

    def count(self) -> int:
        return self.rows.count()

    def all(self) -> Rows:
        return self


@router.get("/{slug}", response=OrganisationDetail, summary="An organisation with its posts")
def organisation(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Give one organisation with its areas, classes and posts."""
    row = get_object_or_404(Organisation.objects.visible_to(Actor()).select_related("home"), slug=slug)
    now = Holding.objects.current().select_related("person")
    posts = Post.objects.filter(organisation=row, ended=None).prefetch_related(
        *("areas", "themes"), Prefetch("holdings", now, to_attr="filled")
    )
    return _brief(row) | {
        "description": dict(row.description),
        "registered": row.registered,
        "website": row.website,
        "email": row.email,
        "areas": [area.slug for area in row.areas.order_by("sort_name")],
        "classes": [term.code for term in row.classes.all()],
        "posts": [post_out(post) for post in posts],
        "formerly": [code for one in merged_in(row) for code in (one.slug, str(one.uuid))],
    }


def post_out(post: Post) -> dict[str, Any]:
    """Return a post whose areas, themes and current holdings (`filled`) have been read, for the API."""
    filled: list[Holding] = post.filled  # type: ignore[attr-defined]
    names = {holding.part: str(holding.person) for holding in filled if holding.name_public}
    return {
        "kind": post.kind,
        "title": dict(post.title),
        "field": dict(post.field),
        "unit": dict(post.unit),
        "areas": [area.slug for area in post.areas.all()],
        "themes": [term.code for term in post.themes.all()],
        "languages": post.languages,
        "share": post.share,
        "email": post.email,
        "phone": post.phone,
        "url": f"{settings.SITE_URL}{post.get_absolute_url()}",
        "vacant": not post.has_holder,
        "holder": names.get(Part.HOLDER),
        "deputy": names.get(Part.DEPUTY),
        "funding": dict(post.funding),
        "funding_end": post.funding_end,
    }
