"""Public addresses of checklists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kumppanuus.core.versions import VersionStatus
from kumppanuus.questionnaires.models import QuestionnaireVersion


def addresses() -> Iterable[tuple[str, list[Any]]]:
    """Give (URL name, arguments) of every public page."""
    yield "questionnaires:list", []
    yield "questionnaires:bank", []
    public = QuestionnaireVersion.objects.exclude(status=VersionStatus.DRAFT)
    for slug in public.order_by("questionnaire").values_list("questionnaire__slug", flat=True).distinct():
        yield "questionnaires:questionnaire", [slug]
    for slug, number in public.values_list("questionnaire__slug", "number"):
        yield "questionnaires:version", [slug, number]
