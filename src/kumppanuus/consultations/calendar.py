"""What rounds bring into the annual clock: until when comments are taken."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.calendars.dates import Dated, Kind, Provider, Wanted, provide, stamp, with_changes
from kumppanuus.consultations.models import Consultation
from kumppanuus.organisations.models import organisations_of


def rounds(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted rounds; none of a body."""
    if wanted.body:
        return None
    rows = Consultation.objects.filter(opens_at__isnull=False)  # announced: everybody sees them
    if wanted.areas is not None:
        rows = rows.filter(Q(area__in=wanted.areas) | Q(organisation__home__in=wanted.areas))
    if wanted.organisation:
        rows = rows.filter(_of([wanted.organisation]))
    if wanted.mine:
        rows = rows.filter(_of(organisations_of(wanted.actor)))
    return with_changes(rows.select_related("organisation"))


def _of(organisations: list[int]) -> Q:
    invited = Q(invitations__organisation__in=organisations)
    return Q(organisation__in=organisations) | Q(pk__in=Consultation.objects.filter(invited).order_by().values("pk"))


def told(consultation: Consultation) -> Iterable[Dated]:
    """Tell the last day for comments."""
    day = timezone.localdate(consultation.closes_at)
    yield Dated(
        uid=f"consultation-{consultation.pk}-ends",
        kind=Kind.OTHER,
        what=_("Comments by"),
        first=day,
        last=day,
        title=consultation.title,
        whose=consultation.organisation.name,
        address=consultation.get_absolute_url(),
        **stamp(consultation),
    )


provide(Provider(frozenset({Kind.OTHER}), rounds, ("closes_at",), told))
