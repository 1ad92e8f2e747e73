"""Public data about spaces."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from kumppanuus.core.actors import Actor
from kumppanuus.spaces.models import Space

router = Router(tags=["spaces"])


class SpaceOut(Schema):
    slug: str
    name: dict[str, str]
    operator: str
    area: str
    languages: list[str]
    intro: dict[str, str]
    theme: str | None
    logo: str | None
    logo_alternative_text: dict[str, str]


def _out(space: Space) -> dict[str, Any]:
    marks = space.marks
    logo = marks.picture if marks else None
    return {
        "slug": space.slug,
        "name": dict(space.name),
        "operator": space.operator.slug,
        "area": space.area.slug,
        "languages": space.languages,
        "intro": dict(space.intro),
        "theme": marks.theme if marks else None,
        "logo": settings.SITE_URL + logo.get_absolute_url() if logo else None,
        "logo_alternative_text": dict(marks.alternative_text) if marks and logo else {},
    }


@router.get("/", response=list[SpaceOut], summary="List spaces")
def spaces(request: HttpRequest) -> list[dict[str, Any]]:
    """List the spaces: who runs them, for which area, in which languages."""
    return [
        _out(space) for space in Space.objects.visible_to(Actor()).select_related("operator", "area", "marks__logo")
    ]


@router.get("/{slug}", response=SpaceOut, summary="A space")
def space(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Give one space."""
    rows = Space.objects.visible_to(Actor()).select_related("operator", "area", "marks__logo")
    return _out(get_object_or_404(rows, slug=slug))
