"""How to reach an organisation or an entry, and how the organisation wants it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.models.entries import Rhythm, Service


class Audience(models.TextChoices):
    """Who should use a contact."""

    EVERYBODY = "everybody", _("Everybody")
    RESIDENTS = "residents", _("Residents")
    PROFESSIONALS = "professionals", _("Professionals")
    MUNICIPALITIES = "municipalities", _("Municipalities and counties")


class Contact(models.Model):
    """A contact by role (HSDS: contact with phone), of an entry or of the organisation as a whole.

    `name` is a person's and is published by consent only: the role is what matters.
    """

    retention: ClassVar[Retention] = Retention.LASTING

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, related_name="contacts")
    audience_kind = models.CharField(_("For whom"), max_length=14, choices=Audience, default=Audience.EVERYBODY)
    role = TextField(_("Role"), max_length=100, blank=True)
    name = models.CharField(_("Name"), max_length=100, blank=True)
    name_consented = models.BooleanField(_("The person has agreed that the name is shown"), default=False)
    email = models.EmailField(_("E-mail address"), blank=True)
    phone = models.CharField(_("Telephone"), max_length=30, blank=True)
    hours = TextField(_("When to call"), max_length=150, blank=True)

    class Meta:
        ordering = ("service", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(name="") | Q(name_consented=True),
                name="contact_name_by_consent",
                violation_error_message=_("A name is shown only if the person has agreed. Tick it or leave it empty."),
            ),
            models.CheckConstraint(
                condition=~Q(email="") | ~Q(phone=""),
                name="contact_reaches_somebody",
                violation_error_message=_("Give a telephone number or an e-mail address."),
            ),
        )


class ListingQuerySet(models.QuerySet["Listing"]):
    def visible_to(self, actor: Actor) -> ListingQuerySet:
        """How an organisation wants to be reached is public."""
        return self.all()


class Listing(models.Model):
    """How an organisation is listed: how it wants to be contacted, and what it lets others correct."""

    retention: ClassVar[Retention] = Retention.LASTING

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="listing")
    for_residents = TextField(_("How residents reach us best"), max_length=500, blank=True)
    for_professionals = TextField(_("How professionals reach us best"), max_length=500, blank=True)
    for_municipalities = TextField(_("How municipalities and counties reach us best"), max_length=500, blank=True)
    corrections_at_once = models.BooleanField(_("Corrections from e-mail links are shown at once"), default=True)
    rhythm = models.PositiveSmallIntegerField(
        _("How often new entries are confirmed"), choices=Rhythm, default=Rhythm.HALF_YEARLY
    )

    objects = ListingQuerySet.as_manager()

    class Meta:
        ordering = ("organisation",)

    def audience(self) -> set[str]:
        return {"public"}
