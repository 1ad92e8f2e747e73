"""Persons. Other apps keep ids of persons, never copies of their names."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> PersonQuerySet:
        """Return the persons whose account details the actor may see: herself (others see roles, not accounts)."""
        return self.filter(pk=actor.person_id, erased_at=None) if actor.person_id else self.none()


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def visible_to(self, actor: Actor) -> PersonQuerySet:
        """Return the persons whose account details the actor may see."""
        return self.get_queryset().visible_to(actor)

    def create_user(self, email: str, **fields: Any) -> Person:
        """Make a person who signs in by code or passkey. There are no passwords."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """One person with one sign-in; what she may do follows from memberships and roles elsewhere."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=150, blank=True)
    language = models.CharField(_("Language"), max_length=8, default="fi")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    terms_version = models.CharField(max_length=20, blank=True)
    terms_accepted_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    last_login = None  # nobody needs to know when a person was last here

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        """Return the name; a person without one is shown as such, never by e-mail address."""
        if self.erased_at:
            return str(_("Erased person"))
        return self.name or str(_("Name not given"))

    def get_full_name(self) -> str:
        return str(self)

    def as_actor(self, organisation_id: int | None = None) -> Actor:
        """Return this person as an actor, for herself or for an organisation."""
        return Actor(person_id=self.pk, organisation_id=organisation_id)


class PersonViewQuerySet(models.QuerySet["PersonView"]):
    def visible_to(self, actor: Actor) -> PersonViewQuerySet:
        """A person sees who looked at her data."""
        return self.filter(subject=actor.person_id) if actor.person_id else self.none()


class PersonView(models.Model):
    """Somebody looked at a person's own data; shown to that person."""

    retention: ClassVar[Retention] = Retention.LOG

    subject = models.ForeignKey(Person, models.CASCADE, related_name="views_of")
    viewer = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    what = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    objects = PersonViewQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    @property
    def is_members(self) -> bool:
        """Whether what was seen is a list of an organisation's members."""
        return self.what.startswith("organisations.members:")

    @property
    def is_roles(self) -> bool:
        """Whether what was seen is a list of people with a role in a space."""
        return self.what.startswith("spaces.roles:")
