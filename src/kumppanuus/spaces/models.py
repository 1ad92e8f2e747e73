"""Spaces and roles in them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core import asking
from kumppanuus.core.actors import Actor, token_source
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.files.models import File
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.spaces.themes import Theme


class SpaceRoleKind(models.TextChoices):
    EDITOR = "editor", _("Editor")
    MODERATOR = "moderator", _("Moderator")
    KEEPER = "keeper", _("Keeper of rounds")
    CURATOR = "curator", _("Curator")


class SpaceQuerySet(models.QuerySet["Space"]):
    def visible_to(self, actor: Actor) -> SpaceQuerySet:
        """Spaces are public."""
        return self.all()


class Space(models.Model):
    """A co-operation network: operator, area, marks, languages and texts, all edited in the browser."""

    retention: ClassVar[Retention] = Retention.LASTING

    slug = models.SlugField(max_length=80, unique=True)
    name = TextField(_("Name"), max_length=120)
    operator = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Operator"), related_name="operated_spaces"
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Area"), related_name="spaces")
    languages = models.JSONField(_("Languages"), default=list)
    intro = TextField(_("Introduction"), max_length=1500, blank=True)
    contact_email = models.EmailField(_("Contact address"), blank=True)
    # What is known not to be accessible, and how else to get it: the space's part of the accessibility statement.
    accessibility_known = TextField(_("Known gaps in accessibility"), max_length=5000, blank=True)
    accessibility_reviewed = models.DateField(_("Accessibility last reviewed"), null=True, blank=True)
    privacy_extra = TextField(_("The space's own part of the privacy notice"), max_length=5000, blank=True)
    terms_extra = TextField(_("The space's own part of the terms"), max_length=5000, blank=True)
    marks = models.ForeignKey("Marks", models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SpaceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("dashboard:space", args=[self.slug])

    def audience(self) -> set[str]:
        return {"public"}


class SpaceRoleQuerySet(models.QuerySet["SpaceRole"]):
    def visible_to(self, actor: Actor) -> SpaceRoleQuerySet:
        """A person sees her own roles; people with a role in the space see each other."""
        if not actor.person_id:
            return self.none()
        return self.filter(Q(person=actor.person_id) | Q(space__in=list(space_roles_of(actor))))


class SpaceRole(models.Model):
    """A person's role in a space from one day to another."""

    retention: ClassVar[Retention] = Retention.PERSONAL

    space = models.ForeignKey(Space, models.CASCADE, related_name="roles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="space_roles")
    role = models.CharField(_("Role"), max_length=12, choices=SpaceRoleKind)
    start = models.DateField(_("From"), default=timezone.localdate)
    end = models.DateField(_("Until"), null=True, blank=True)

    objects = SpaceRoleQuerySet.as_manager()

    class Meta:
        ordering = ("space_id", "role", "start")
        constraints = (
            models.UniqueConstraint(
                fields=("space", "person", "role"), condition=Q(end=None), name="open_space_role_once"
            ),
        )

    def audience(self) -> set[str]:
        return {f"person:{self.person_id}", f"space:{self.space_id}:editor"}


# Roles in force, asked in every request of a signed-in reader.
ROLES = """SELECT space_id, role FROM spaces_spacerole
WHERE person_id = %s AND start <= %s AND ("end" IS NULL OR "end" >= %s) ORDER BY space_id"""


def space_roles_of(actor: Actor) -> dict[int, set[str]]:
    """Return {space id: roles in force today}; one query per actor."""

    def load() -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        if actor.person_id:
            day = timezone.localdate().isoformat()
            for space_id, role in asking.rows(ROLES, actor.person_id, day, day):
                found.setdefault(space_id, set()).add(role)
        return found

    return actor.remember("spaces.roles", load)


def has_space_role(actor: Actor, space_id: int | None, *roles: str) -> bool:
    """Say whether the actor has one of the roles in the space today."""
    return bool(space_id and space_roles_of(actor).get(space_id, set()) & set(roles))


@token_source
def space_tokens(actor: Actor) -> set[str]:
    """Audience tokens from space roles in force: "space:1:keeper"."""
    if not actor.person_id:
        return set()
    return {f"space:{pk}:{role}" for pk, roles in space_roles_of(actor).items() for role in roles}


class MarksQuerySet(models.QuerySet["Marks"]):
    def visible_to(self, actor: Actor) -> MarksQuerySet:
        """Marks that have been in use are public; a draft is seen by the space's editors."""
        spaces = [pk for pk, roles in space_roles_of(actor).items() if SpaceRoleKind.EDITOR in roles]
        return self.filter(Q(worn_at__isnull=False) | Q(space__in=spaces))


class Marks(models.Model):
    """A space's logo and colour: drawn, looked at, then worn. Earlier ones stay, so that one can go back."""

    retention: ClassVar[Retention] = Retention.LASTING

    space = models.ForeignKey(Space, models.CASCADE, related_name="drawn")
    logo = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")
    alternative_text = TextField(_("Alternative text"), max_length=200, blank=True)
    theme = models.CharField(_("Colour"), max_length=20, choices=Theme, default=Theme.BILBERRY)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    worn_at = models.DateTimeField(null=True, blank=True)

    objects = MarksQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")

    @property
    def picture(self) -> File | None:
        """The logo, unless its content was removed."""
        return self.logo if self.logo is not None and self.logo.removed_at is None else None

    def audience(self) -> set[str]:
        return {"public"} if self.worn_at else {f"space:{self.space_id}:{SpaceRoleKind.EDITOR}"}


class AccessibilityFeedbackQuerySet(models.QuerySet["AccessibilityFeedback"]):
    def visible_to(self, actor: Actor) -> AccessibilityFeedbackQuerySet:
        """The space's editors see feedback and answer it."""
        spaces = [pk for pk, roles in space_roles_of(actor).items() if SpaceRoleKind.EDITOR in roles]
        return self.filter(space__in=spaces) if actor.person_id else self.none()


class AccessibilityFeedback(models.Model):
    """Feedback on accessibility; an answer is due in 14 days (Act 306/2019)."""

    retention: ClassVar[Retention] = Retention.LOG
    DAYS_TO_ANSWER: ClassVar[int] = 14

    space = models.ForeignKey(Space, models.CASCADE, related_name="feedback")
    page = models.CharField(_("Page"), max_length=300, blank=True)
    message = models.TextField(_("What did not work"), max_length=5000)
    email = models.EmailField(_("E-mail address for the answer"), blank=True)
    language = models.CharField(max_length=8, default="fi")
    given_at = models.DateTimeField(default=timezone.now)
    due = models.DateField()
    answer = models.TextField(_("Answer"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AccessibilityFeedbackQuerySet.as_manager()

    class Meta:
        ordering = ("due", "pk")

    @property
    def is_overdue(self) -> bool:
        return self.answered_at is None and self.due < timezone.localdate()

    def audience(self) -> set[str]:
        return {f"space:{self.space_id}:editor"}
