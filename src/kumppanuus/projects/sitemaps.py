"""Public addresses of projects."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.projects.models import Project


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "projects:projects", []
    for slug in Project.objects.order_by("pk").values_list("slug", flat=True):
        yield "projects:project", [slug]
