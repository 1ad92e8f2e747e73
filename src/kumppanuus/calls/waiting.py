"""What waits for a person about calls for seats, for her own work list."""

from __future__ import annotations

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Body, run_by
from kumppanuus.calls.models import Call, Nomination, NominationState
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Role, acts_for

MOST = 20


def waiting_for(actor: Actor) -> list[tuple[str, str]]:
    """Return what waits in words, with its address: consents to give, consents that one's organisation misses, calls
    to decide, results to publish. One query.
    """
    if actor.person_id is None:
        return []
    own = Q(person=actor.person_id)
    if acts_for(actor, actor.organisation_id, Role.EDITOR):
        own |= Q(organisation=actor.organisation_id)
    waiting = Nomination.objects.filter(own, call=OuterRef("pk"), state=NominationState.WAITING).order_by("pk")
    now = timezone.now()
    missing = Q(closes_at__gt=now, decision=None, nomination__isnull=False)
    open_ends = Q(closes_at__lte=now, decision=None) | Q(decision__isnull=False, decision__published_at__isnull=True)
    rows = Call.objects.filter(cancelled_at=None).annotate(
        nomination=Subquery(waiting.values("pk")[:1]), nominee=Subquery(waiting.values("person")[:1])
    )
    rows = rows.filter(missing | (open_ends & Q(body__in=Body.objects.filter(run_by(actor)))))
    return [_said(row, actor) for row in rows.select_related("body", "decision").order_by("closes_at", "pk")[:MOST]]


def _said(row: Call, actor: Actor) -> tuple[str, str]:
    told = {"body": row.body, "day": date_format(timezone.localtime(row.closes_at), "SHORT_DATE_FORMAT")}
    if row.decided is not None:
        return _("The result of a call for seats to publish: %(body)s") % told, row.decided.get_absolute_url()
    if row.closes_at <= timezone.now():
        return _("A call for seats to decide: %(body)s") % told, reverse("calls:compare", args=[row.pk])
    address = reverse("calls:nomination", args=[row.nomination])  # type: ignore[attr-defined]
    if row.nominee == actor.person_id:  # type: ignore[attr-defined]
        return _("You are nominated, answer until %(day)s: %(body)s") % told, address
    return _("The consent of whom you nominated is missing, until %(day)s: %(body)s") % told, address
