"""What others say about an organisation's entries, and what its contact corrected from an e-mail link."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.organisations.models import Membership, Organisation, Role, acts_for
from kumppanuus.services.models.entries import Service
from kumppanuus.spaces.models import Space, SpaceRoleKind, space_roles_of


def spaces_edited_by(actor: Actor) -> list[Space]:
    """Return the spaces of which the actor is an editor today. One query, none for others; once per actor."""

    def load() -> list[Space]:
        mine = [pk for pk, roles in space_roles_of(actor).items() if SpaceRoleKind.EDITOR in roles]
        return list(Space.objects.filter(pk__in=mine).select_related("area")) if mine else []

    return actor.remember("services.spaces", load)


def unkept(prefix: str = "organisation") -> Q:
    """Return the condition that the organisation has no administrator of its own today."""
    admins = Membership.objects.current().filter(organisation=OuterRef(prefix), role=Role.ADMIN)
    return ~Q(Exists(admins))


def cared_for_by(actor: Actor, prefix: str = "organisation") -> Q:
    """Return the condition for rows of organisations whose entries the actor edits, as `permissions.edits` says."""
    own = Q(pk=None)
    if acts_for(actor, actor.organisation_id, Role.EDITOR):
        own = Q(**{prefix: actor.organisation_id})
    for space in spaces_edited_by(actor):
        around = Organisation.objects.active_in(space.area).values("pk")
        own |= Q(**{f"{prefix}__in": around}) & unkept(prefix)
    return own


class SuggestionKind(models.TextChoices):
    LINE = "line", _("A line is corrected")
    WORDS = "words", _("Something is said in words")
    ENTRY = "entry", _("A new entry")


class SuggestionState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    UNDONE = "undone", _("Undone")


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def visible_to(self, actor: Actor) -> SuggestionQuerySet:
        """Who made it, by account or link, and whoever edits the organisation's entries."""
        if actor.system:
            return self.all()
        if actor.link_id:
            return self.filter(link_id=actor.link_id)
        if not actor.person_id:
            return self.none()
        return self.filter(Q(person=actor.person_id) | cared_for_by(actor))

    def waiting(self) -> SuggestionQuerySet:
        """Return those on which nobody has decided."""
        return self.filter(state=SuggestionState.WAITING)


class Suggestion(models.Model):
    """A correction of one line, a remark, or a whole new entry; what stood before is kept, so that it can be undone.

    line            which line ("summary", "phone:12"), see services.lines
    before, after   the line's values then and as suggested; for a new entry its fields
    at_once         it came from the organisation's contact by an e-mail link and was shown without waiting
    """

    retention: ClassVar[Retention] = Retention.LASTING
    when_removed: ClassVar[str] = "–"  # a declined one has a reason, also when its words are removed

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="suggestions")
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True, related_name="suggestions")
    kind = models.CharField(max_length=6, choices=SuggestionKind)
    line = models.CharField(max_length=40, blank=True)
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
    words = models.TextField(_("What is wrong"), max_length=2000, blank=True)
    from_contact = models.BooleanField(default=False)
    at_once = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=SuggestionState, default=SuggestionState.WAITING)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    email = models.EmailField(_("Your e-mail address"), blank=True)
    language = models.CharField(max_length=8, default="fi")
    link_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("organisation", "state"), name="suggestion_of_organisation"),)
        constraints = (
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_suggestion_says_why"),
        )

    def audience(self) -> set[str]:
        found = {f"organisation:{self.organisation_id}"}
        if self.person_id:
            found.add(f"person:{self.person_id}")
        return found | ({f"link:{self.link_id}"} if self.link_id else set())
