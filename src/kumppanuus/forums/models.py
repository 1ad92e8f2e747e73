"""Forums, and who comes to them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.files.models import File
from kumppanuus.organisations.models import Organisation, Role, roles_of
from kumppanuus.places.models import Area


class Stage(models.TextChoices):
    """Where a forum stands: follows from its hours."""

    COMING = "coming", pgettext_lazy("of a forum", "Coming")
    PAST = "past", pgettext_lazy("of a forum", "Held")
    CANCELLED = "cancelled", pgettext_lazy("of a forum", "Cancelled")


@dataclass(frozen=True)
class Line:
    """A line of a programme: when, what, and who."""

    time: str
    what: str
    who: str


class ForumQuerySet(models.QuerySet["Forum"]):
    def visible_to(self, actor: Actor) -> ForumQuerySet:
        """Forums are public."""
        return self.all()

    def at(self, stage: str) -> ForumQuerySet:
        """Return those at a stage: coming ones the next first, others the newest first."""
        now = timezone.now()
        match stage:
            case Stage.CANCELLED:
                return self.filter(cancelled_at__isnull=False)
            case Stage.PAST:
                return self.filter(cancelled_at=None, ends_at__lt=now)
            case _:
                return self.filter(cancelled_at=None, ends_at__gte=now).order_by("starts_at", "pk")

    def ahead(self) -> ForumQuerySet:
        """Return those whose time has not passed, the next first; also cancelled ones: somebody may be on her way."""
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def behind(self) -> ForumQuerySet:
        """Return those whose time has passed, the newest first."""
        return self.filter(ends_at__lt=timezone.now())


class Forum(models.Model):
    """An open forum or association evening that an organisation calls.

    programme    a line each: "18.00 What | Who"
    materials, outcome_links  [{"title", "url"}]
    remote_link  told only to those who come remotely
    places       how many fit into the room; None: as many as come. Who comes remotely needs no place
    sequence     of the calendar entry (RFC 5545): grows when time or place changes or it is cancelled
    reminded_at  when those who come were reminded
    """

    retention: ClassVar[Retention] = Retention.LASTING

    slug = models.SlugField(max_length=120, unique=True)
    name = TextField(_("Name"), max_length=160)
    find_by = models.CharField(max_length=600, blank=True)
    about = TextField(_("What it is about, and for whom"), max_length=4000, blank=True)
    organiser = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("Organiser"), related_name="forums")
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Area"), related_name="forums")
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends"))
    place = TextField(_("Place"), max_length=200, blank=True)
    address = models.CharField(_("Street address"), max_length=200, blank=True)
    accessibility = TextField(_("Accessibility of the place"), max_length=500, blank=True)
    remote_link = models.URLField(_("Remote link"), max_length=500, blank=True)
    languages = models.JSONField(_("Languages"), default=list)
    programme = TextField(_("Programme"), max_length=4000, blank=True)
    materials = models.JSONField(_("Materials"), default=list, blank=True)
    register_until = models.DateTimeField(_("Registration until"))
    places = models.PositiveIntegerField(_("Places"), null=True, blank=True)
    outcome = TextField(_("What came of it"), max_length=6000, blank=True)
    outcome_links = models.JSONField(_("Links"), default=list, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    attended = models.PositiveIntegerField(_("How many came"), null=True, blank=True)
    attended_others = models.PositiveIntegerField(default=0)  # of them, who had not registered
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(_("Why it was cancelled"), max_length=300, blank=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-pk")
        verbose_name = _("Forum")
        indexes = (models.Index(fields=("area", "starts_at"), name="forum_of_area"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="forum_ends_after_start",
                violation_error_message=_("The event cannot end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("forums:forum", args=[self.slug])

    @property
    def stage(self) -> Stage:
        """Where it stands now."""
        if self.cancelled_at is not None:
            return Stage.CANCELLED
        return Stage.PAST if self.ends_at < timezone.now() else Stage.COMING

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def takes_signups(self) -> bool:
        """Whether one can still register."""
        return self.cancelled_at is None and timezone.now() <= self.register_until

    @property
    def where(self) -> str:
        """The place with its street address, on one line."""
        return ", ".join(part for part in (str(self.place), self.address) if part)

    @property
    def lines(self) -> list[Line]:
        """The programme in the reader's language."""
        return [_line(line) for line in str(self.programme).splitlines() if line.strip()]

    def audience(self) -> set[str]:
        return {"public"}


def _line(said: str) -> Line:
    rest, _bar, who = said.partition("|")
    time, _blank, what = rest.strip().partition(" ")
    if not time[:1].isdigit():
        time, what = "", rest.strip()
    return Line(time, what.strip(), who.strip())


class Part(models.TextChoices):
    """Where a file hangs."""

    MATERIAL = "material", _("Materials")
    OUTCOME = "outcome", _("What came of it")


class Attachment(models.Model):
    """A file of a forum: among its materials, or of what came of it."""

    retention: ClassVar[Retention] = Retention.LASTING

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="attachments")
    part = models.CharField(_("Where"), max_length=8, choices=Part, default=Part.MATERIAL)
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    title = TextField(_("Heading"), max_length=200)

    class Meta:
        ordering = ("forum", "pk")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return self.forum.get_absolute_url()

    def audience(self) -> set[str]:
        return self.forum.audience()


class Way(models.TextChoices):
    ON_SITE = "on_site", pgettext_lazy("to a forum", "I come")
    REMOTE = "remote", pgettext_lazy("to a forum", "I take part remotely")


class SignupState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("of a signup", "Not confirmed yet")
    COMING = "coming", pgettext_lazy("of a signup", "Comes")
    WAITING = "waiting", pgettext_lazy("of a signup", "Waits for a place")
    WITHDRAWN = "withdrawn", pgettext_lazy("of a signup", "Does not come")


def edited_by(actor: Actor) -> list[int]:
    """Return the organisations of which the actor is an editor and for which she acts now."""
    own = roles_of(actor).get(actor.organisation_id or 0, set())
    return [actor.organisation_id] if actor.organisation_id and own & {Role.ADMIN, Role.EDITOR} else []


class SignupQuerySet(models.QuerySet["Signup"]):
    def visible_to(self, actor: Actor) -> SignupQuerySet:
        """Who comes is known to the organiser's editors and to each herself."""
        if actor.system:
            return self.all()
        found = Q(forum__organiser__in=edited_by(actor))
        if actor.person_id:
            found |= Q(person=actor.person_id)
        if actor.link_id:
            found |= Q(link_id=actor.link_id)
        return self.filter(found)


class Signup(models.Model):
    """Somebody who registered. Needs are erased a week after the event, name and address half a year after it.

    name               of one without an account: others are called as in theirs
    organisation_name  in her own words, or of the organisation for which a signed-in person registered
    since              when she confirmed: the order in the waiting list
    """

    retention: ClassVar[Retention] = Retention.SHORT

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="signups")
    name = models.CharField(_("Name"), max_length=120, blank=True)
    organisation_name = models.CharField(_("Organisation"), max_length=200, blank=True)
    email = models.EmailField(_("E-mail address"), blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="signups")
    language = models.CharField(max_length=8, default="fi")
    way = models.CharField(_("How you come"), max_length=8, choices=Way, default=Way.ON_SITE)
    needs = models.CharField(_("What we should know"), max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=SignupState, default=SignupState.ASKED)
    since = models.DateTimeField(null=True, blank=True)
    link_id = models.BigIntegerField(null=True, blank=True)
    came = models.BooleanField(_("Came"), null=True, blank=True)  # as the organiser marked it
    times = models.PositiveSmallIntegerField(default=0)  # letters sent to her: each has a key of its own
    created_at = models.DateTimeField(default=timezone.now)

    objects = SignupQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        indexes = (models.Index(fields=("forum", "state", "since"), name="signup_in_order"),)
        constraints = (
            models.UniqueConstraint(fields=("forum", "email"), condition=~Q(email=""), name="signup_once_per_address"),
        )

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return self.forum.get_absolute_url()

    @property
    def full_name(self) -> str:
        """Her name: of her account where she has one, else as she gave it."""
        return str(self.person.get_full_name()) if self.person else self.name

    @property
    def is_in(self) -> bool:
        """Whether she comes or waits for a place."""
        return self.state in {SignupState.COMING, SignupState.WAITING}

    def audience(self) -> set[str]:
        own = {f"organisation:{self.forum.organiser_id}"}
        return own | ({f"person:{self.person_id}"} if self.person_id else set())
