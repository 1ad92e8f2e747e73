"""Who acts in this request: `request.actor`, read lazily so that public pages ask nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from kumppanuus.core.actors import Actor

SESSION_KEY = "acting_for"


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor of a request: the person, and the organisation chosen in this session if she still may."""
    if not request.user.is_authenticated:
        return Actor()
    from kumppanuus.organisations.models import merged_of, roles_of

    actor = Actor(person_id=request.user.pk)
    own = list(roles_of(actor))
    chosen = request.session.get(SESSION_KEY)
    chosen = merged_of(actor).get(chosen or 0, chosen)  # the organisation was merged into another meanwhile
    if chosen in own:
        actor.organisation_id = chosen
    elif chosen is None and len(own) == 1:
        actor.organisation_id = own[0]
    return actor


def acting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that sets `request.actor`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware
