"""Circles to invite to a comment round: the organisations that sit in a body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models import Body, Seat
from kumppanuus.consultations.audiences import audience
from kumppanuus.core.actors import Actor

MOST = 200


def choices(actor: Actor) -> Iterable[tuple[int, Any]]:
    """Return the bodies that the actor sees."""
    return [(body.pk, body) for body in Body.objects.visible_to(actor).order_by("pk")[:MOST]]


def members(pk: int) -> list[int]:
    """Return the organisations that have a seat in a body today."""
    today = timezone.localdate()
    rows = Seat.objects.filter(body=pk, organisation__isnull=False).filter(Q(end=None) | Q(end__gte=today))
    return list(rows.order_by().values_list("organisation", flat=True).distinct())


audience("body", label=_("Members of a body"), choices=choices, members=members)
