"""Why two are alike, what a merge moves, and what an undo leaves, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from kumppanuus.merging.models import Merge

REASONS = {
    "number": _("the same number in a register"),
    "name": _("the names are alike"),
    "owner": _("of the same organisation"),
    "phone": _("the same telephone number"),
    "email": _("the same e-mail address"),
    "website": _("the same website"),
    "address": _("the same street address"),
    "place": _("the same municipality"),
    "said": _("somebody said that they are the same"),
}
ROWS = {
    "organisations.membership": _("Memberships"),
    "organisations.post": _("Posts"),
    "organisations.invitation": _("Invitations"),
    "organisations.joinrequest": _("Requests to join"),
    "organisations.organisationarea": _("Municipalities of activity"),
    "organisations.organisation_classes": _("Classes"),
    "organisations.organisation": _("Organisations merged earlier"),
    "services.service": _("Entries of the directory"),
    "services.location": _("Places"),
    "services.servicelocation": _("Places"),
    "services.contact": _("Contacts"),
    "services.listing": _("How it wants to be reached"),
    "services.schedule": _("Times"),
    "services.closure": _("Days when it is not there"),
    "services.servicearea": _("Municipalities"),
    "services.serviceterm": _("Classes"),
    "services.reminder": _("Reminders that were sent"),
    "services.suggestion": _("Corrections and suggestions"),
    "services.sourcerecord": _("Where it was imported from"),
    "measures.measure": _("Measures"),
    "matters.matter": _("Matters"),
    "matters.step": _("Steps of matters"),
    "questionnaires.response": _("Answers"),
    "assessments.participation": _("Part taken in rounds"),
    "assessments.assessment": _("Assessments"),
    "assessments.round": _("Rounds that it keeps"),
    "spaces.space": _("Spaces that it operates"),
    "links.link": _("Personal links"),
    "files.file": _("Files"),
    "merging.pair": _("Likely duplicates"),
}
WHY = {
    "gone": _("it has been removed since"),
    "changed": _("it has been changed since; what it is now was kept"),
    "taken": _("another has taken its place since"),
    "erased": _("the person's data has been erased since"),
}


def reasons(codes: Iterable[str]) -> list[Any]:
    """Return why two are alike."""
    return [REASONS.get(code, code) for code in codes]


def _named(label: str) -> Any:
    return ROWS.get(label) or apps.get_model(label)._meta.verbose_name_plural


def moved_lines(rows: Mapping[str, set[int]]) -> list[tuple[Any, int]]:
    """Return what moves, each kind with how many."""
    found: Counter[str] = Counter()
    for label, pks in rows.items():
        found[str(_named(label))] += len(pks)
    return [(name, number) for name, number in sorted(found.items()) if number]


def changed_lines(merge: Merge) -> list[tuple[Any, int]]:
    """Return what a merge changed, each kind of row with how many."""
    rows: dict[str, set[int]] = {}
    for label, pk in merge.steps.values_list("model", "object_id"):
        rows.setdefault(label, set()).add(pk)
    return moved_lines(rows)


def left_lines(left: Iterable[tuple[str, str, str]]) -> list[tuple[Any, Any, Any]]:
    """Return what an undo left: the kind of row, its field, and why."""
    found = []
    for label, field, why in left:
        column: Any = apps.get_model(label)._meta.get_field(field)
        found.append((_named(label), column.verbose_name, WHY[why]))
    return found
