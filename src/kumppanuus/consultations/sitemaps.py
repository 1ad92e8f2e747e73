"""Public addresses of comment rounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.consultations.models import Consultation


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "consultations:rounds", []
    rows = Consultation.objects.filter(opens_at__isnull=False).order_by("pk")
    for slug, concluded in rows.values_list("slug", "concluded_at"):
        yield "consultations:round", [slug]
        if concluded:
            yield "consultations:summary", [slug]
