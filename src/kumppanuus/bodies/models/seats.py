"""Seats of a body and mandates: organisation, seat and person are kept apart."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models.bodies import Body
from kumppanuus.core import asking
from kumppanuus.core.actors import Actor, token_source
from kumppanuus.core.models import Retention
from kumppanuus.core.stamped import Changing, ChangingQuerySet, Stamped
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation, Role, acts_for
from kumppanuus.organisations.models.organisations import current
from kumppanuus.taxonomy.models import Term


class SeatRole(models.TextChoices):
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice chair")
    SECRETARY = "secretary", _("Secretary")
    MEMBER = "member", _("Member")
    EXPERT = "expert", _("Permanent expert")


RUNNING = (SeatRole.CHAIR, SeatRole.VICE_CHAIR, SeatRole.SECRETARY)  # who convene, set the agenda and keep minutes
ORDER = {role: place for place, role in enumerate(SeatRole.values)}


class SeatQuerySet(ChangingQuerySet["Seat"]):
    def visible_to(self, actor: Actor) -> SeatQuerySet:
        """Seats are public, and that they are vacant."""
        return self.all()

    def standing(self, on: dt.date | None = None) -> SeatQuerySet:
        """Return the seats that there are on the day."""
        return self.filter(current(on=on))


class Seat(Changing):
    """A place in a body. It stands for a theme, a sector, a class of associations or an organisation."""

    retention: ClassVar[Retention] = Retention.LASTING

    body = models.ForeignKey(Body, models.CASCADE, related_name="seats")
    role = models.CharField(_("Role"), max_length=10, choices=SeatRole, default=SeatRole.MEMBER)
    stands_for = TextField(_("What the seat stands for"), max_length=160, blank=True)
    term = models.ForeignKey(Term, models.PROTECT, verbose_name=_("Class"), null=True, blank=True, related_name="seats")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Organisation"), null=True, blank=True, related_name="seats"
    )
    order = models.PositiveSmallIntegerField(default=0)
    start = models.DateField(_("From"), default=timezone.localdate)
    end = models.DateField(_("Until"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("body", "order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start") - dt.timedelta(days=1)),
                name="seat_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
        )

    def __str__(self) -> str:
        return str(self.stands_for or self.organisation or self.term or self.get_role_display())

    def audience(self) -> set[str]:
        return {"public"}


class MandatePart(models.TextChoices):
    HOLDER = "holder", _("Member in the seat")
    DEPUTY = "deputy", _("Deputy")


class MandateQuerySet(ChangingQuerySet["Mandate"]):
    def visible_to(self, actor: Actor) -> MandateQuerySet:
        """Which organisation sits where is public; the person's name is shown by `Mandate.name_for`."""
        return self.all()

    def current(self, on: dt.date | None = None) -> MandateQuerySet:
        """Return the mandates in force on the day."""
        return self.filter(current(on=on))


class Mandate(Stamped):
    """Who sits in a seat, or deputises, in whose name, from one day to another (OParl: membership).

    person       who it is, where she has an account
    name, email  who it is where not, or under which name; both are personal
    name_hidden_at  when a name that was shown was last hidden: copies of it have to be forgotten
    decision     on whose decision: "county board 28.9.2026 § 246"
    """

    retention: ClassVar[Retention] = Retention.PERSONAL

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="mandates")
    part = models.CharField(_("Part"), max_length=8, choices=MandatePart, default=MandatePart.HOLDER)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("In whose name"), null=True, blank=True, related_name="mandates"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="mandates")
    name = models.CharField(_("Name"), max_length=120, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    name_public = models.BooleanField(_("The name may be shown"), default=False)
    name_hidden_at = models.DateTimeField(null=True, blank=True, editable=False)
    decision = models.CharField(_("On whose decision"), max_length=200, blank=True)
    start = models.DateField(_("From"), default=timezone.localdate)
    end = models.DateField(_("Until"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("seat", "part", "start", "pk")
        # Most mandates name nobody: SQLite, told so by its statistics, would read them all rather than a whole index.
        indexes = (models.Index(fields=("person", "end"), condition=Q(person__isnull=False), name="mandate_of_person"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start") - dt.timedelta(days=1)),
                name="mandate_ends_after_start",
                violation_error_message=_("The last day cannot be before the first day."),
            ),
            models.UniqueConstraint(fields=("seat", "part"), condition=Q(end=None), name="one_open_mandate_per_part"),
        )

    def __str__(self) -> str:
        return f"{self.seat}: {self.organisation or self.get_part_display()}"

    @property
    def is_over(self) -> bool:
        """Say whether its last day has passed, or it was ended before it began."""
        return self.end is not None and self.end < max(timezone.localdate(), self.start)

    @property
    def full_name(self) -> str:
        """Return the person's name for those who may read it."""
        return self.name or (self.person.name if self.person else "")

    @property
    def address(self) -> str:
        """Return where the person gets mail."""
        return self.person.email if self.person else self.email

    @property
    def mail_language(self) -> str:
        """Return the person's language, else her organisation's, else the body's first."""
        if self.person is not None:
            return self.person.language
        if self.organisation is not None:
            return self.organisation.mail_language
        return next(iter(self.seat.body.languages), "fi")

    def audience(self) -> set[str]:
        """Who may see events about the mandate: everybody, since they name no person."""
        return {"public"}


# As `Mandate.objects.current()` of a person, asked in every request of a signed-in reader that needs it.
SITS = """SELECT s.body_id, s.role, m.organisation_id FROM bodies_mandate m JOIN bodies_seat s ON s.id = m.seat_id
WHERE m.person_id = %s AND m.start <= %s AND (m."end" IS NULL OR m."end" >= %s) ORDER BY s.body_id"""


def _sittings(actor: Actor) -> list[tuple[int, str, int | None]]:
    """Return (body, role, organisation in whose name) of the actor's mandates in force; one query per actor."""

    def load() -> list[tuple[int, str, int | None]]:
        if not actor.person_id:
            return []
        day = timezone.localdate().isoformat()
        return [tuple(row) for row in asking.rows(SITS, actor.person_id, day, day)]

    return actor.remember("bodies.sittings", load)


def sits_in(actor: Actor, body_id: int, *roles: str) -> bool:
    """Say whether the actor sits in the body today in one of the roles (any if none named), as member or deputy.

    Who acts now for another organisation than the one in whose name she sits, does not.
    """
    return any(
        found == body_id and (not roles or role in roles) and actor.organisation_id in {None, organisation}
        for found, role, organisation in _sittings(actor)
    )


def bodies_of(actor: Actor) -> list[int]:
    """Return the bodies in which the actor sits today, as member or deputy."""
    return list(dict.fromkeys(body for body, _role, _organisation in _sittings(actor)))


def run_by(actor: Actor) -> Q:
    """Return which bodies the actor runs, as a condition on them: as `bodies.run` says of one."""
    own = actor.organisation_id
    found = Q(convener=own) if acts_for(actor, own, Role.EDITOR) else Q(pk=None)
    ran = [body for body, role, whose in _sittings(actor) if role in RUNNING and actor.organisation_id in {None, whose}]
    return found | Q(pk__in=ran)


@token_source
def body_tokens(actor: Actor) -> set[str]:
    """Audience tokens of the bodies in which the actor sits: she reads them for whomever she acts."""
    return {f"body:{body}" for body in bodies_of(actor)}
