"""Bodies as receivers of matters: which are near, who runs them, who is written to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from kumppanuus.bodies.models import Body, Mandate, SeatRole
from kumppanuus.bodies.models.seats import RUNNING
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.matters.receivers import Bodies, Recipient, To, provide
from kumppanuus.meetings.waiting import ran_by
from kumppanuus.places.models import Area

BODY = Body._meta.label_lower
CHAIRS = (SeatRole.CHAIR, SeatRole.VICE_CHAIR)


def as_receiver(body: Body) -> To:
    """Return a body as who can be sent a matter."""
    return To(Text(body.name), body.convener, BODY, body.pk, body.email)


def _near(area: Area) -> Iterable[To]:
    wider = [pk for pk in (area.pk, area.region_id, area.county_id) if pk]
    around = Q(area__in=wider) | Q(area__region=area.pk) | Q(area__county=area.pk)
    rows = Body.objects.in_force().filter(around).select_related("convener")
    return [as_receiver(body) for body in rows.distinct().order_by("area__kind", "pk")]


def _run_by(actor: Actor) -> list[int]:
    return ran_by(actor) if actor.person_id else []


def _runs(actor: Actor, pk: int) -> bool:
    """As `bodies.run` says; what a person runs is read once, parts of the system run nothing here."""
    return pk in _run_by(actor)


def _people(pk: int, chairs: bool) -> list[Recipient]:
    body = Body.objects.filter(pk=pk).select_related("convener").first()
    if body is None:
        return []
    language = str((body.languages or ["fi"])[0])
    rows = Mandate.objects.current().filter(seat__body=pk, seat__role__in=CHAIRS if chairs else RUNNING)
    found = [
        Recipient(row.person, "" if row.person else row.email, row.person.language if row.person else language)
        for row in rows.select_related("person").order_by("pk")
        if row.person or row.email
    ]
    if body.email and not chairs:
        found.append(Recipient(None, body.email, language))
    return found


def _pages(pks: list[int]) -> dict[int, str]:
    rows = Body.objects.filter(pk__in=pks).values_list("pk", "slug")
    return {pk: reverse("bodies:body", args=[slug]) for pk, slug in rows}


def _agenda(matter: int) -> str:
    return reverse("meetings:take_matter", args=[matter])


provide(BODY, Bodies(near=_near, runs=_runs, run_by=_run_by, people=_people, pages=_pages, agenda=_agenda))
