"""What waits for a person in the directory, for the page of her work."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from kumppanuus.core.actors import Actor
from kumppanuus.services.models import Claim, ClaimState, Suggestion, cared_for_by, spaces_edited_by
from kumppanuus.services.needing import looked_after_by, needing


def waiting_for(actor: Actor) -> list[tuple[str, str]]:
    """Return (what waits, its address): entries to confirm, suggestions and claims to decide on. One query."""
    scope = looked_after_by(actor)
    if scope is None:
        return []
    found = []
    entries = needing(scope).filter(due_on__lt=timezone.localdate())
    suggestions = Suggestion.objects.waiting().filter(cared_for_by(actor))
    claims = Claim.objects.none()
    if spaces_edited_by(actor):
        claims = Claim.objects.visible_to(actor).filter(state=ClaimState.WAITING).exclude(person=actor.person_id)
    late, suggested, claimed = _counted(entries, suggestions, claims)
    if late:
        said = ngettext(
            "%(n)d entry has not been confirmed in time", "%(n)d entries have not been confirmed in time", late
        )
        found.append((said % {"n": late}, reverse("services:needs")))
    if suggested:
        said = ngettext("%(n)d suggestion waits for an answer", "%(n)d suggestions wait for an answer", suggested)
        found.append((said % {"n": suggested}, reverse("services:suggestions")))
    if claimed:
        said = ngettext("%(n)d person asks to keep a page", "%(n)d persons ask to keep a page", claimed)
        found.append((said % {"n": claimed}, reverse("services:claims")))
    return found


def _counted(*rows: QuerySet[Any]) -> list[int]:
    """Return how many rows each has. One query for all."""
    counts = [
        one.order_by()
        .annotate(what=Value(number))
        .values("what")
        .annotate(n=Count("pk", distinct=True))
        .values_list("what", "n")
        for number, one in enumerate(rows)
        if not one.query.is_empty()
    ]
    found = dict(counts[0].union(*counts[1:], all=True)) if counts else {}
    return [found.get(number, 0) for number in range(len(rows))]
