"""What becomes of who develops, owns and is asked about models when two organisations become one."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kumppanuus.merging.moving import Trail, first
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices.models import CREDITED, INSIDE, Developer, DeveloperState, Practice


@first
def settle_developers(old: Any, new: Any, trail: Trail) -> None:
    """The one that stays goes on developing what the other developed, which stays credited by the name that it had.

    Where the one that stays develops or owns the same model, the other's part ends today.
    """
    if not isinstance(old, Organisation):
        return
    mine = {row.practice_id: row for row in Developer.objects.filter(organisation=new)}
    for row in Developer.objects.filter(organisation=old).select_related("practice"):
        other = mine.get(row.practice_id)
        if row.state in CREDITED and not row.was:
            trail.write([row], "was", old.name)
        if other is not None and other.state not in INSIDE and row.state == DeveloperState.ACCEPTED:
            _revive(trail, other, row)
        if other is not None or row.practice.owner_id == new.pk:
            _end(trail, row)
    for row in Developer.objects.filter(organisation=new, practice__owner=old):
        _end(trail, row)


@first
def settle_offers(old: Any, new: Any, trail: Trail) -> None:
    """A model that the one offers to the other is its own now."""
    if isinstance(old, Organisation):
        pair = (old.pk, new.pk)
        trail.write(Practice.objects.filter(owner__in=pair, offered_to__in=pair), "offered_to", None)


def _revive(trail: Trail, mine: Developer, theirs: Developer) -> None:
    """Let the part that has ended, or was never begun, go on: only one stands of an organisation and a model."""
    trail.write([mine], "start", mine.start or theirs.start)
    trail.write([mine], "end", None)
    trail.write([mine], "state", DeveloperState.ACCEPTED)


def _end(trail: Trail, row: Developer) -> None:
    if row.state == DeveloperState.ACCEPTED and row.start is not None:
        trail.write([row], "end", max(row.start, timezone.localdate()))
        trail.write([row], "state", DeveloperState.ENDED)
    elif row.state in {DeveloperState.INVITED, DeveloperState.ASKED}:
        trail.write([row], "state", DeveloperState.DECLINED)
