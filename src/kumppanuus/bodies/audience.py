"""Circles to invite to a comment round: the organisations that sit in a body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models import Body, Mandate, Seat
from kumppanuus.consultations.audiences import audience
from kumppanuus.core.actors import Actor

MOST = 200


def choices(actor: Actor) -> Iterable[tuple[int, Any]]:
    """Return the bodies that the actor sees."""
    return [(body.pk, body) for body in Body.objects.visible_to(actor).order_by("pk")[:MOST]]


def members(pk: int) -> list[int]:
    """Return the organisations whose seats a body has today, and those in whose name somebody sits there."""
    seats = Seat.objects.standing().filter(body=pk, organisation__isnull=False).order_by()
    sits = Mandate.objects.current().filter(seat__body=pk, organisation__isnull=False).order_by()
    return sorted({*seats.values_list("organisation", flat=True), *sits.values_list("organisation", flat=True)})


audience("body", label=_("Members of a body"), choices=choices, members=members)
