"""Public addresses of practices, their versions and collections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.practices.models import Collection, Practice, PracticeVersion, Template


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "practices:practices", []
    yield "practices:collections", []
    for code in Template.objects.filter(versions__status="published").values_list("code", flat=True):
        yield "practices:template", [code]
    for slug in Collection.objects.order_by("pk").values_list("slug", flat=True):
        yield "practices:collection", [slug]
    for slug in Practice.objects.listed().order_by("pk").values_list("slug", flat=True):
        yield "practices:practice", [slug]
    rows = PracticeVersion.objects.filter(status="published", practice__withdrawn_at=None).order_by("pk")
    for slug, number in rows.values_list("practice__slug", "number"):
        yield "practices:version", [slug, number]
