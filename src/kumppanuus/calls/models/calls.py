"""A call for some seats of a body, and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models import Body, Mandate, Seat, run_by
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.places.models import Area
from kumppanuus.taxonomy.models import Term


class Stage(models.TextChoices):
    """Where a call stands; it follows from its dates and from what was done."""

    COMING = "coming", _("Opens later")
    OPEN = "open", _("Open now")
    CLOSED = "closed", _("Waits for the decision")
    DECIDED = "decided", _("Decided")
    CANCELLED = "cancelled", _("Cancelled")


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, actor: Actor) -> CallQuerySet:
        """Calls are public from their announcement."""
        return self.all()

    def undecided(self) -> CallQuerySet:
        """Return the calls that are neither decided nor cancelled."""
        return self.filter(cancelled_at=None, decision=None)

    def open(self) -> CallQuerySet:
        """Return the calls that take nominations now."""
        now = timezone.now()
        return self.undecided().filter(opens_at__lte=now, closes_at__gt=now)

    def under_way_first(self) -> CallQuerySet:
        """Order: open ones, the one that closes first on top; to come; to decide; past ones, the latest first."""
        now, published = timezone.now(), Q(decision__published_at__isnull=False)
        rank = Case(
            When(Q(cancelled_at__isnull=False) | published, then=3),
            When(closes_at__lte=now, then=2),
            When(opens_at__gt=now, then=1),
            default=0,
        )
        soon = Case(When(rank__lt=3, then=F("closes_at")))
        return self.annotate(rank=rank).annotate(soon=soon).order_by("rank", "soon", "-closes_at", "-pk")


class Call(models.Model):
    """An open call for some seats of a body. It is public from its announcement and stays so.

    start, end  the term of those who are chosen; no end: until further notice
    kinds       kinds of organisations that may nominate
    area        they are at home or active there
    term        they are of this class, if one is named
    deputies    deputies are chosen, too
    decider     who decides, in words: the body itself seldom does
    told_to     up to which membership the call has been told by mail; `told_at` when that was done to the end
    """

    retention: ClassVar[Retention] = Retention.LASTING

    body = models.ForeignKey(Body, models.PROTECT, related_name="seat_calls")
    seats = models.ManyToManyField(Seat, through="CallSeat", related_name="+")
    announcement = TextField(_("Announcement"), max_length=4000)
    criteria = TextField(_("What the choice is based on"), max_length=2000, blank=True)
    start = models.DateField(_("Term of the seats begins"))
    end = models.DateField(_("Term of the seats ends"), null=True, blank=True)
    opens_at = models.DateTimeField(_("Opens"), default=timezone.now)
    closes_at = models.DateTimeField(_("Closes"))
    kinds = models.JSONField(_("Who may nominate"), default=list)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Area"), related_name="seat_calls")
    term = models.ForeignKey(Term, models.PROTECT, verbose_name=_("Class"), null=True, blank=True, related_name="+")
    deputies = models.BooleanField(_("Deputies are chosen, too"), default=False)
    decider = TextField(_("Who decides"), max_length=200)
    decides_by = models.DateField(_("Decides by"), null=True, blank=True)
    extended_why = models.CharField(_("Why there is more time"), max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(_("Why it was cancelled"), max_length=300, blank=True)
    told_to = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-closes_at", "-pk")
        verbose_name = _("Call for seats")
        indexes = (models.Index(fields=("body", "closes_at"), name="call_of_body"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_opening",
                violation_error_message=_("The call cannot close before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")),
                name="call_term_ends_after_start",
                violation_error_message=_("The term cannot end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return gettext("Call for seats: %(body)s") % {"body": self.body}

    def get_absolute_url(self) -> str:
        return reverse("calls:call", args=[self.pk])

    @property
    def decided(self) -> Decision | None:
        """Return the decision, or None; read the call with `select_related("decision")`."""
        return getattr(self, "decision", None)

    @property
    def stage(self) -> Stage:
        """Return where the call stands now. A decision shows once it is published."""
        now = timezone.now()
        if self.cancelled_at is not None:
            return Stage.CANCELLED
        if self.decided is not None and self.decided.published_at is not None:
            return Stage.DECIDED
        if self.opens_at > now:
            return Stage.COMING
        return Stage.OPEN if self.closes_at > now else Stage.CLOSED

    @property
    def is_over(self) -> bool:
        """Whether it is decided, published or not, or cancelled."""
        return self.cancelled_at is not None or self.decided is not None

    @property
    def is_open(self) -> bool:
        """Whether it takes nominations now."""
        return not self.is_over and self.stage == Stage.OPEN

    def audience(self) -> set[str]:
        return {"public"}


class CallSeat(models.Model):
    """A seat that a call fills, and who sat there when it was announced: another one since then has taken it."""

    retention: ClassVar[Retention] = Retention.LASTING

    call = models.ForeignKey(Call, models.CASCADE, related_name="places")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    sits = models.ForeignKey(Mandate, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("call", "seat__order", "seat")
        constraints = (models.UniqueConstraint(fields=("call", "seat"), name="call_seat_once"),)

    def __str__(self) -> str:
        return str(self.seat)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, actor: Actor) -> DecisionQuerySet:
        """Published ones are public; others are for who runs the body."""
        if actor.person_id is None:
            return self.exclude(published_at=None)
        return self.filter(~Q(published_at=None) | Q(call__body__in=Body.objects.filter(run_by(actor))))


class Decision(models.Model):
    """Who was chosen by whom and why: the chosen are nominations in that state."""

    retention: ClassVar[Retention] = Retention.LASTING

    call = models.OneToOneField(Call, models.CASCADE, related_name="decision")
    decided_on = models.DateField(_("Date of the decision"))
    decided_by = models.CharField(_("On whose decision"), max_length=200)
    reasons = TextField(_("Reasons"), max_length=4000)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "-pk")

    def __str__(self) -> str:
        return str(self.call)

    def get_absolute_url(self) -> str:
        return reverse("calls:result", args=[self.call_id])

    @property
    def words(self) -> str:
        """Return on whose decision and when: "county board § 246, 28.9.2026"."""
        return f"{self.decided_by}, {self.decided_on:%-d.%-m.%Y}"

    def audience(self) -> set[str]:
        return {"public"} if self.published_at else {f"organisation:{self.call.body.convener_id}"}
