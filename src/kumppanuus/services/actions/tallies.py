"""Counting the whole directory anew."""

from __future__ import annotations

from kumppanuus.core.actions import quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.services.filters import count
from kumppanuus.services.models import Service, Tally


@quiet_action
def recount(actor: Actor, target: None) -> int:
    """Count what each choice of the filter would leave of the whole directory; return how many choices there are."""
    counted = count(Service.objects.listed())
    Tally.objects.exclude(key__in=counted).delete()
    Tally.objects.bulk_create(
        [Tally(key=key, number=number) for key, number in counted.items()],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["number", "at"],
    )
    return len(counted)
