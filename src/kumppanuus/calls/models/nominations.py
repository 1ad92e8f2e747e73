"""A nomination: a person for a seat, in the name of an organisation."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models import Body, Mandate, MandatePart, Seat, run_by
from kumppanuus.calls.models.calls import Call
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.organisations.models import Organisation, organisations_of


class NominationState(models.TextChoices):
    WAITING = "waiting", _("Waits for the person's consent")
    COMPLETE = "complete", _("Complete")
    REFUSED = "refused", _("The person refused")
    INELIGIBLE = "ineligible", _("Not eligible")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CHOSEN = "chosen", _("Chosen")
    NOT_CHOSEN = "not_chosen", _("Not chosen")


LIVE = (NominationState.WAITING, NominationState.COMPLETE)
COUNTED = (*LIVE, NominationState.INELIGIBLE, NominationState.CHOSEN, NominationState.NOT_CHOSEN)


class NominationQuerySet(models.QuerySet["Nomination"]):
    def visible_to(self, actor: Actor) -> NominationQuerySet:
        """The organisation that nominates, the person herself by her account or link, and who runs the body."""
        if actor.link_id is not None:
            return self.filter(link_id=actor.link_id)
        if actor.person_id is None:
            return self.none()
        runs = Q(call__body__in=Body.objects.filter(run_by(actor)))
        return self.filter(Q(person=actor.person_id) | Q(organisation__in=organisations_of(actor)) | runs)


class Nomination(models.Model):
    """A person nominated for a seat of a call.

    seat             the wished one; none: any of the call's
    name, email      the nominee, who needs no account; both are personal and go a year after the decision unless chosen
    person           the nominee where she has an account
    mandate_by       who decided on it in the organisation, and when: `mandate_on`
    consent_at       when the nominee consented; none: she has not
    show_name        the nominee agreed to her name being shown to everybody, if she is chosen
    link_id          of the link by which she answers
    part, given_seat where she was chosen to; `mandate` is what came of it in the body
    reason           why she was chosen, or why the nomination is not eligible
    """

    retention: ClassVar[Retention] = Retention.PERSONAL

    call = models.ForeignKey(Call, models.CASCADE, related_name="nominations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("In whose name"), related_name="nominations"
    )
    seat = models.ForeignKey(Seat, models.PROTECT, verbose_name=_("Seat"), null=True, blank=True, related_name="+")
    name = models.CharField(_("Name of the person"), max_length=120, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    nominated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    why = models.CharField(_("Why"), max_length=1500, blank=True)
    languages = models.JSONField(_("Languages"), default=list, blank=True)
    mandate_by = models.CharField(_("Who decided in your organisation"), max_length=200)
    mandate_on = models.DateField(_("Date of that decision"))
    show_name = models.BooleanField(_("The name may be shown"), default=False)
    state = models.CharField(_("State"), max_length=10, choices=NominationState, default=NominationState.WAITING)
    reason = models.CharField(_("Reason"), max_length=1000, blank=True)
    link_id = models.BigIntegerField(null=True, blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    consent_at = models.DateTimeField(null=True, blank=True)
    part = models.CharField(_("Part"), max_length=8, choices=MandatePart, blank=True)
    given_seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    mandate = models.ForeignKey(Mandate, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ("call", "given_at", "pk")
        verbose_name = _("Nomination")
        indexes = (
            models.Index(fields=("person",), name="nomination_of_person"),
            models.Index(fields=("link_id",), name="nomination_of_link"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("call", "organisation"),
                condition=Q(state__in=("waiting", "complete")),
                name="one_live_nomination",
                violation_error_message=_("The organisation has a nomination in this call already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.call}"

    def get_absolute_url(self) -> str:
        return reverse("calls:nomination", args=[self.pk])

    @property
    def is_live(self) -> bool:
        """Whether it waits for consent or for the decision."""
        return self.state in LIVE

    @property
    def shown_state(self) -> NominationState:
        """Return the state as it is told: what was decided shows when the decision is published."""
        decision = self.call.decided
        if self.state in {NominationState.CHOSEN, NominationState.NOT_CHOSEN} and not (
            decision and decision.published_at
        ):
            return NominationState.COMPLETE if self.consent_at else NominationState.WAITING
        return NominationState(self.state)

    @property
    def full_name(self) -> str:
        """Return the nominee's name for those who may read it."""
        return self.name or (self.person.name if self.person else "")

    @property
    def address(self) -> str:
        """Return where the nominee gets mail."""
        return self.person.email if self.person else self.email

    @property
    def mail_language(self) -> str:
        """Return the nominee's language, without an account that of her organisation."""
        return self.person.language if self.person else self.organisation.mail_language

    def audience(self) -> set[str]:
        """Who may see events about it: the organisation and the person."""
        own = {f"person:{self.person_id}"} if self.person_id else set()
        return {f"organisation:{self.organisation_id}"} | own
