"""Public addresses of rounds and mirrors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.assessments.models import Assessment, Round


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "assessments:rounds", []
    for pk in Round.objects.filter(opened_at__isnull=False).values_list("pk", flat=True):
        yield "assessments:round", [pk]
    rows = Assessment.objects.filter(round__released_at__isnull=False)
    for pk, slug in rows.values_list("round", "area__slug"):
        yield "assessments:mirror", [pk, slug]
    for slug in rows.values_list("area__slug", flat=True).distinct():
        yield "assessments:compare", [slug]
