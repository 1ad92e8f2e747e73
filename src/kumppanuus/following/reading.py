"""What a person follows, as she may see it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from kumppanuus.core.actors import Actor
from kumppanuus.following.models import AddressFollow, Follow
from kumppanuus.following.things import kind_of, rows_of, visible_rows


@dataclass(frozen=True)
class Row:
    """One line of the list. `thing` is None for what is gone or cannot be seen now: only its kind is told."""

    follow: Follow | AddressFollow
    kind: Any
    thing: models.Model | None


def mine(actor: Actor) -> list[Row]:
    """Return what the actor follows, newest first: one query and two for each kind of thing."""
    return _lines(actor, list(Follow.objects.visible_to(actor)))


def of_address(address: str) -> list[Row]:
    """Return what an address without an account follows, as everybody may see it."""
    return _lines(Actor(), list(AddressFollow.objects.filter(address=address, confirmed_at__isnull=False)))


def _lines(actor: Actor, follows: Sequence[Follow | AddressFollow]) -> list[Row]:
    things = visible_rows(actor, {(row.model, row.object_id) for row in follows})
    return [
        Row(row, kind.label if (kind := kind_of(row.model)) else "", things.get((row.model, row.object_id)))
        for row in follows
    ]


def follow_of(actor: Actor, thing: models.Model) -> Follow | None:
    """Return by what she follows the thing, or None. One query."""
    rows = Follow.objects.visible_to(actor)
    return rows.filter(model=thing._meta.label_lower, object_id=thing.pk).first()


def label_of(follow: Follow | AddressFollow) -> str:
    """Return what a followed thing is called, for the page behind the link of its mails: it told it by name."""
    row = rows_of([(follow.model, follow.object_id)]).get((follow.model, follow.object_id))
    return str(row or "")
