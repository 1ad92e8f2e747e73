"""What calls for seats bring into the annual clock: when each opens and closes, and by when it is decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.calendar import concerns
from kumppanuus.calendars.dates import Dated, Kind, Provider, State, Wanted, provide, stamp, with_changes
from kumppanuus.calls.models import Call

READ = (
    "opens_at",
    "closes_at",
    "decides_by",
    "cancelled_at",
    "cancelled_why",
    "created_at",
    "body__name",
    "body__slug",
)


def calls(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the calls of the wanted bodies."""
    rows = Call.objects.visible_to(wanted.actor).filter(concerns(wanted, "body__"))
    return with_changes(rows.select_related("body").only(*READ))


def told(call: Call) -> Iterable[Dated]:
    """Tell the days of a call; one that is cancelled says why."""
    own: dict[str, Any] = {
        "kind": Kind.CALL,
        "title": call.body.name,
        "address": call.get_absolute_url(),
        "state": State.CANCELLED if call.cancelled_at else State.CONFIRMED,
        "told": (call.cancelled_why,),
        **stamp(call),
    }
    days = [
        ("opens", _("Call for seats opens"), timezone.localdate(call.opens_at)),
        ("closes", _("Call for seats closes"), timezone.localdate(call.closes_at)),
        ("decided", _("Call for seats is decided by"), call.decides_by),
    ]
    for part, what, day in days:
        if day is not None:
            yield Dated(uid=f"call-{call.pk}-{part}", what=what, first=day, last=day, **own)


provide(Provider(frozenset({Kind.CALL}), calls, ("opens_at", "closes_at", "decides_by"), told))
