"""Bulletins, and how far each has gone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.files.models import File
from kumppanuus.organisations.models import Organisation, organisations_of
from kumppanuus.places.models import Area


class Stage(models.TextChoices):
    """Where a bulletin stands: follows from its moments."""

    DRAFT = "draft", pgettext_lazy("of a bulletin", "Draft")
    SCHEDULED = "scheduled", pgettext_lazy("of a bulletin", "Goes out later")
    SENT = "sent", pgettext_lazy("of a bulletin", "Sent")


class BulletinQuerySet(models.QuerySet["Bulletin"]):
    def visible_to(self, actor: Actor) -> BulletinQuerySet:
        """Sent bulletins are public; one that is being written is seen by members of the sender."""
        if actor.system:
            return self.all()
        sent = Q(sent_at__isnull=False)
        return self.filter(sent | Q(sender__in=organisations_of(actor))) if actor.person_id else self.filter(sent)

    def sent(self) -> BulletinQuerySet:
        """Return the archive, the newest first."""
        return self.filter(sent_at__isnull=False).order_by("-sent_at", "-pk")

    def unsent(self) -> BulletinQuerySet:
        """Return drafts and those that go out later."""
        return self.filter(sent_at=None).order_by("-changed_at", "-pk")


class Bulletin(models.Model):
    """A bulletin of an organisation to NGOs of an area. Once sent it is frozen; a correction is a new one.

    kinds, classes, target_groups  codes that narrow who gets it; empty: all NGOs of the area
    links      [{"title", "url"}]
    send_at    when it goes out, if not at once
    corrects   the sent one that this one puts right
    """

    retention: ClassVar[Retention] = Retention.LASTING

    slug = models.SlugField(max_length=120, unique=True)
    title = TextField(_("Heading"), max_length=160)
    body = TextField(_("Text"), max_length=8000)
    links = models.JSONField(_("Links"), default=list, blank=True)
    find_by = models.CharField(max_length=600, blank=True)
    sender = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("Sender"), related_name="bulletins")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Area"), related_name="bulletins")
    kinds = models.JSONField(default=list, blank=True)
    classes = models.JSONField(default=list, blank=True)
    target_groups = models.JSONField(default=list, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    send_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-pk")
        verbose_name = _("Bulletin")
        indexes = (
            models.Index(fields=("area", "sent_at"), name="bulletin_of_area"),
            models.Index(fields=("send_at",), condition=Q(sent_at=None), name="bulletin_due"),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("bulletins:bulletin", args=[self.slug])

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        if self.sent_at is not None:
            return Stage.SENT
        return Stage.SCHEDULED if self.send_at is not None else Stage.DRAFT

    def audience(self) -> set[str]:
        """Who may see events about it: everybody once it is sent."""
        return {"public"} if self.sent_at is not None else {f"organisation:{self.sender_id}"}


class Attachment(models.Model):
    """A file of a bulletin. While the bulletin is a draft only the sender's members open it."""

    retention: ClassVar[Retention] = Retention.LASTING

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    title = TextField(_("Heading"), max_length=200)

    class Meta:
        ordering = ("bulletin", "pk")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return self.bulletin.get_absolute_url()

    def audience(self) -> set[str]:
        return self.bulletin.audience()


class Sending(models.Model):
    """How far a bulletin has gone, so that it goes on after a crash; then how many organisations it went to.

    told_to    up to which organisation (by id) mail has been put into the outbox
    reached    organisations that have an address; `unreached` those without one
    languages  how many organisations by the language they were written to in
    """

    retention: ClassVar[Retention] = Retention.LASTING

    bulletin = models.OneToOneField(Bulletin, models.CASCADE, related_name="sending")
    told_to = models.BigIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    unreached = models.PositiveIntegerField(default=0)
    languages = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("done_at",), condition=Q(done_at=None), name="sending_under_way"),)
