"""Where things happen."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.services.models.entries import Service
from kumppanuus.taxonomy.models import Term


class LocationQuerySet(models.QuerySet["Location"]):
    def visible_to(self, actor: Actor) -> LocationQuerySet:
        """Places are public."""
        return self.all()


class Location(models.Model):
    """A place (HSDS: location) that an organisation uses; several entries can be at one."""

    retention: ClassVar[Retention] = Retention.LASTING

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="locations")
    # Whose rooms these are when they are another's: what NGOs do in a health centre, what comes to NGOs' rooms.
    host = models.ForeignKey(
        Organisation, models.SET_NULL, verbose_name=_("Whose rooms these are"), null=True, blank=True, related_name="+"
    )
    name = TextField(_("Name of the place"), max_length=100, blank=True)
    address = models.CharField(_("Street address"), max_length=120, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=5, blank=True)
    city = models.CharField(_("Post office"), max_length=60, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Municipality"), related_name="+")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    features = models.ManyToManyField(Term, blank=True, verbose_name=_("Accessibility"), related_name="+")
    accessibility = TextField(_("More about accessibility"), max_length=1000, blank=True)
    arriving = TextField(_("How to get there"), max_length=500, blank=True)

    objects = LocationQuerySet.as_manager()

    class Meta:
        ordering = ("organisation", "pk")
        indexes = (models.Index("area", name="location_in_whose_room", condition=models.Q(host__isnull=False)),)

    def __str__(self) -> str:
        return str(self.name) or self.line

    @property
    def line(self) -> str:
        """The postal address on one line, as far as it is known."""
        post = " ".join(part for part in (self.postal_code, self.city or str(self.area.name)) if part)
        return ", ".join(part for part in (self.address, post) if part)

    def audience(self) -> set[str]:
        return {"public"}


class ServiceLocation(models.Model):
    """An entry at a place (HSDS: service_at_location)."""

    retention: ClassVar[Retention] = Retention.LASTING

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="places")
    location = models.ForeignKey(Location, models.CASCADE, related_name="services")
    note = TextField(_("What is different here"), max_length=500, blank=True)

    class Meta:
        ordering = ("service", "pk")
        constraints = (models.UniqueConstraint(fields=("service", "location"), name="service_at_location_once"),)
