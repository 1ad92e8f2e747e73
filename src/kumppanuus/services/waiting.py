"""What waits for a person in the directory, for the page of her work."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from kumppanuus.core.actors import Actor
from kumppanuus.services.models import Claim, ClaimState, Suggestion, cared_for_by, spaces_edited_by
from kumppanuus.services.needing import looked_after_by, needing


def waiting_for(actor: Actor) -> list[tuple[str, str]]:
    """Return (what waits, its address): entries to confirm, suggestions and claims to decide on. Five queries."""
    scope = looked_after_by(actor)
    if scope is None:
        return []
    found = []
    late = needing(scope).filter(due_on__lt=timezone.localdate()).count()
    if late:
        said = ngettext(
            "%(n)d entry has not been confirmed in time", "%(n)d entries have not been confirmed in time", late
        )
        found.append((said % {"n": late}, reverse("services:needs")))
    if number := Suggestion.objects.waiting().filter(cared_for_by(actor)).count():
        said = ngettext("%(n)d suggestion waits for an answer", "%(n)d suggestions wait for an answer", number)
        found.append((said % {"n": number}, reverse("services:suggestions")))
    if spaces_edited_by(actor):
        claims = Claim.objects.visible_to(actor).filter(state=ClaimState.WAITING).exclude(person=actor.person_id)
        if number := claims.count():
            said = ngettext("%(n)d person asks to keep a page", "%(n)d persons ask to keep a page", number)
            found.append((said % {"n": number}, reverse("services:claims")))
    return found
