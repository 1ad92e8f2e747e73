"""What bodies bring into the annual clock: terms that end, and seats whose days end at another time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models import Body, Mandate, bodies_of
from kumppanuus.calendars.dates import Bodies, Dated, Kind, Provider, Wanted, bodies, provide, stamp, with_changes
from kumppanuus.organisations.models import organisations_of

MOST_OFFERED = 200


def concerns(wanted: Wanted, prefix: str = "") -> Q:
    """Return which bodies the wanted clock is about, as a condition; `prefix` leads from the row to the body.

    An organisation's are those that it convenes or sits in, a person's those in which she or an organisation of hers
    sits, and those that it convenes. Who may see the row is asked besides.
    """
    found = Q()
    if wanted.body:
        found &= Q(**{f"{prefix}slug": wanted.body})
    if wanted.areas is not None:
        found &= Q(**{f"{prefix}area__in": wanted.areas})
    if wanted.organisation:
        found &= _of([wanted.organisation], prefix)
    if wanted.mine:
        sits = Q(**{f"{prefix}pk__in": bodies_of(wanted.actor)})
        found &= sits | _of(organisations_of(wanted.actor), prefix)
    return found


def _of(organisations: list[int], prefix: str) -> Q:
    sits = Mandate.objects.current().filter(organisation__in=organisations).values("seat__body")
    return Q(**{f"{prefix}convener__in": organisations}) | Q(**{f"{prefix}pk__in": sits})


def terms(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted bodies whose term has a last day."""
    rows = Body.objects.visible_to(wanted.actor).filter(concerns(wanted), ends__isnull=False)
    return with_changes(rows.select_related("convener").only("slug", "name", "ends", "created_at", "convener__name"))


def term_told(body: Body) -> Iterable[Dated]:
    """Tell when the term of a body ends."""
    if body.ends is not None:
        yield Dated(
            kind=Kind.TERM,
            uid=f"body-{body.pk}-term",
            what=_("Term ends"),
            title=body.name,
            whose=body.convener.name,
            first=body.ends,
            last=body.ends,
            address=body.get_absolute_url(),
            **stamp(body),
        )


def mandates(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted mandates that were given until a day, other than the last day of the body's term."""
    rows = Mandate.objects.visible_to(wanted.actor).filter(concerns(wanted, "seat__body__"), end__gte=F("start"))
    if wanted.mine:
        own = Q(person=wanted.actor.person_id) | Q(organisation__in=organisations_of(wanted.actor))
        rows = rows.filter(own)
    elif wanted.organisation:
        rows = rows.filter(organisation=wanted.organisation)
    # Of the seat only what it stands for: who sits in it is told on the body's page, to those who may read it.
    rows = rows.filter(Q(seat__body__ends=None) | ~Q(seat__body__ends=F("end")), part="holder", seat__end=None)
    told = ("stands_for", "role", "organisation__name", "term__name", "body__name", "body__slug")
    rows = rows.select_related("seat__body", "seat__organisation", "seat__term")
    return with_changes(rows.only("end", *(f"seat__{name}" for name in told)))


def mandate_told(mandate: Mandate) -> Iterable[Dated]:
    """Tell when the days of a seat end."""
    if mandate.end is not None:
        yield Dated(
            kind=Kind.TERM,
            uid=f"mandate-{mandate.pk}-end",
            what=_("The days of a seat end"),
            title=mandate.seat.stands_for or str(mandate.seat),
            whose=mandate.seat.body.name,
            first=mandate.end,
            last=mandate.end,
            address=mandate.seat.body.get_absolute_url(),
            **stamp(mandate),
        )


def found(slug: str) -> Body | None:
    """Return the body of a slug."""
    return Body.objects.only("slug", "name").filter(slug=slug).first()


def offered(areas: frozenset[int] | None, organisation: int | None) -> Iterable[tuple[str, str]]:
    """Return the bodies of an area or organisation to choose from. One query."""
    rows = Body.objects.in_force().filter(concerns(Wanted(areas=areas, organisation=organisation)))
    return [(slug, str(name)) for slug, name in rows.values_list("slug", "name")[:MOST_OFFERED]]


bodies[:] = [Bodies(found, offered)]
provide(Provider(frozenset({Kind.TERM}), terms, ("ends",), term_told))
provide(Provider(frozenset({Kind.TERM}), mandates, ("end",), mandate_told))
