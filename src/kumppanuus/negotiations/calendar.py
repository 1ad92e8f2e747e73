"""What negotiations bring into the annual clock: their day and their follow-ups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kumppanuus.calendars.dates import Dated, Kind, Provider, State, Wanted, provide, stamp, with_changes
from kumppanuus.negotiations.models import Negotiation, Party
from kumppanuus.organisations.models import organisations_of

READ = ("title", "meets_on", "first_follow_up", "second_follow_up", "created_at", "place", "convener__name")


def negotiations(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted negotiations; a body has none."""
    if wanted.body:
        return None
    rows = Negotiation.objects.visible_to(wanted.actor)
    if wanted.areas is not None:
        rows = rows.filter(Q(area__in=wanted.areas) | Q(area__in=_counties(wanted.areas)))
    if wanted.organisation:
        rows = rows.filter(pk__in=_of([wanted.organisation]))
    if wanted.mine:
        rows = rows.filter(pk__in=_of(organisations_of(wanted.actor)))
    return with_changes(rows.select_related("convener").only(*READ))


def _of(organisations: list[int]) -> QuerySet[Any]:
    return Party.objects.filter(organisation__in=organisations, left_on=None).values("negotiation")


def _counties(areas: frozenset[int]) -> QuerySet[Any]:
    from kumppanuus.places.models import Area

    return Area.objects.filter(pk__in=areas).exclude(county=None).values("county")


def told(row: Negotiation) -> Iterable[Dated]:
    """Tell the day and the follow-ups."""
    own: dict[str, Any] = {
        "kind": Kind.NEGOTIATION,
        "title": row.title,
        "whose": row.convener.name,
        "address": row.get_absolute_url(),
        "state": State.CONFIRMED,
        "told": (row.place,),
        **stamp(row),
    }
    days = (
        ("day", _("Yearly negotiation"), row.meets_on),
        ("first", _("Follow-up of the negotiation"), row.first_follow_up),
        ("second", _("Follow-up of the negotiation"), row.second_follow_up),
    )
    for part, what, day in days:
        yield Dated(uid=f"negotiation-{row.pk}-{part}", what=what, first=day, last=day, **own)


provide(
    Provider(frozenset({Kind.NEGOTIATION}), negotiations, ("meets_on", "first_follow_up", "second_follow_up"), told)
)
