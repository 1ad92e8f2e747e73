"""What the clock does: telling of calls that opened, reminding of missing consents, forgetting names."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from kumppanuus.calls import letters
from kumppanuus.calls.models import Call, Nomination, NominationState
from kumppanuus.calls.reading import may_nominate
from kumppanuus.core.actions import quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Membership, Role

AT_ONCE = 100  # so that whoever else wants to write gets a turn
REMIND = dt.timedelta(days=3)
KEPT = dt.timedelta(days=365)
KEPT_UNDECIDED = dt.timedelta(days=730)


@quiet_action
def tell(actor: Actor, call: Call) -> bool:
    """Tell the next hundred editors of organisations that may nominate that the call is open; say whether more wait.

    Each is told once, however often this runs, and for however many organisations she edits.
    """
    call.refresh_from_db(from_queryset=Call.objects.select_for_update(of=("self",)))
    if call.told_at is not None or not call.is_open:
        return False
    rows = Membership.objects.current().filter(role__in=(Role.ADMIN, Role.EDITOR), pk__gt=call.told_to)
    rows = rows.filter(organisation__in=may_nominate(call).values("pk")).select_related("person", "organisation")
    found = list(rows.order_by("pk")[:AT_ONCE])
    for row in found:
        letters.of_opening(call, row)
    more = len(found) == AT_ONCE
    call.told_to = found[-1].pk if found else call.told_to
    call.told_at = None if more else timezone.now()
    call.save(update_fields=["told_to", "told_at"])
    return more


@quiet_action
def remind(actor: Actor, _obj: None = None) -> int:
    """Ask once more where the consent is missing three days before a call closes; return how many."""
    soon = Call.objects.open().filter(closes_at__lte=timezone.now() + REMIND)
    rows = Nomination.objects.filter(call__in=soon, state=NominationState.WAITING)
    found = list(rows.select_related(*letters.READ))
    for row in found:
        stamp = f"{row.call.closes_at:%Y%m%d}"
        letters.ask_consent(row, again=f"last:{stamp}")
        letters.to_nominator(row, "missing", f"missing:{stamp}")
    return len(found)


@quiet_action
def forget(actor: Actor, _obj: None = None) -> int:
    """Take the names of those who were not chosen off, a year after the decision; return how many.

    Of calls that were never decided, two years after they closed. That the organisation nominated stays.
    """
    now = timezone.now()
    ended = Q(call__decision__decided_on__lt=timezone.localdate() - KEPT) | Q(call__cancelled_at__lt=now - KEPT)
    ended |= Q(call__decision=None, call__closes_at__lt=now - KEPT_UNDECIDED)
    named = ~Q(name="") | ~Q(email="") | ~Q(why="") | Q(person__isnull=False) | Q(nominated_by__isnull=False)
    rows = Nomination.objects.filter(ended & named).exclude(state=NominationState.CHOSEN)
    pks = list(rows.values_list("pk", flat=True))
    return Nomination.objects.filter(pk__in=pks).update(**blank())


def blank() -> dict[str, object]:
    """Return what a nomination holds when its persons are forgotten."""
    return {"name": "", "email": "", "why": "", "person": None, "nominated_by": None, "link_id": None}
