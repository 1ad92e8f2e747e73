"""Rounds, what is commented in them, and who is invited."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.texts import TextField
from kumppanuus.organisations.models import Holding, Organisation, Post, organisations_of
from kumppanuus.places.models import Area
from kumppanuus.spaces.models import Space

TITLE, INTRODUCTION, REMARK, QUOTE, REPLY, WHY = 200, 8000, 20_000, 600, 8000, 500
ANSWER = "consultations.answer"  # purpose of the invitation's link


class Openness(models.TextChoices):
    OPEN = "open", pgettext_lazy("comment round", "Anyone who signs in, and the invited")
    REGISTERED = (
        "registered",
        pgettext_lazy("comment round", "Organisations of the platform, and the invited"),
    )
    INVITED = "invited", pgettext_lazy("comment round", "Only the invited")


class State(models.TextChoices):
    """Where a round stands. It follows from the dates and is stored nowhere."""

    PREPARED = "prepared", pgettext_lazy("comment round", "Being prepared")
    PLANNED = "planned", pgettext_lazy("comment round", "Opens later")
    OPEN = "open", pgettext_lazy("comment round", "Open")
    CLOSED = "closed", pgettext_lazy("comment round", "Closed, answers are being prepared")
    CONCLUDED = "concluded", pgettext_lazy("comment round", "Answered")


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, actor: Actor) -> ConsultationQuerySet:
        """A round is public once it has been announced; before that its moderators' own."""
        if not actor.person_id:
            return self.filter(opens_at__isnull=False)
        return self.filter(Q(opens_at__isnull=False) | moderated(actor, ""))

    def in_state(self, state: str) -> ConsultationQuerySet:
        """Return those that stand there now."""
        now = timezone.now()
        over = Q(closed_at__isnull=False) | Q(closes_at__lte=now)
        begun = Q(opens_at__lte=now)
        found = {
            State.PREPARED: Q(opens_at=None),
            State.PLANNED: Q(opens_at__gt=now) & ~over,
            State.OPEN: begun & ~over,
            State.CLOSED: Q(opens_at__isnull=False) & over & Q(concluded_at=None),
            State.CONCLUDED: Q(concluded_at__isnull=False),
        }
        return self.filter(found[State(state)])


def held_posts(actor: Actor) -> list[int]:
    """Return the posts that the actor holds or stands in for today. One query per actor."""

    def load() -> list[int]:
        rows = Holding.objects.current().filter(person=actor.person_id, post__organisation__in=organisations_of(actor))
        return list(rows.values_list("post_id", flat=True))

    return actor.remember("consultations.posts", load) if actor.person_id else []


def moderated(actor: Actor, path: str) -> Q:
    """Return what holds for rows of rounds whose organisation is the actor's, or of which she holds a post."""
    key = f"{path}__" if path else ""
    own = Q(**{f"{key}organisation__in": organisations_of(actor)})
    posts = held_posts(actor)
    if not posts:
        return own
    through = Consultation.posts.through.objects.filter(post__in=posts).values("consultation")
    return own | Q(**{f"{key}pk__in": through})


class Consultation(models.Model):
    """A comment round.

    target_model, _id  what is commented ("practices.practiceversion", 5); none: only questions are asked
    posts              that moderate it beside the editors of the organisation
    opens_at           from when it is announced; none while it is prepared
    closed_at          when it was closed, by the clock or by hand with `closed_why`
    late_allowed       what was being written when the period ended may still be sent, marked as late
    extended_why       why the period was made longer, the last time
    open_told_at, close_told_at  when those concerned were told
    """

    retention: ClassVar[Retention] = Retention.LASTING

    slug = models.SlugField(max_length=120, unique=True)
    space = models.ForeignKey(Space, models.PROTECT, null=True, blank=True, related_name="consultations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Who runs it"), related_name="consultations"
    )
    posts = models.ManyToManyField(Post, verbose_name=_("Posts that moderate it"), blank=True, related_name="+")
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("Area"), null=True, blank=True, related_name="consultations"
    )
    target_model = models.CharField(max_length=80, blank=True)
    target_id = models.BigIntegerField(null=True, blank=True)
    target_title = TextField(max_length=200, blank=True)
    target_path = models.CharField(max_length=300, blank=True)
    title = TextField(_("What is asked for comments"), max_length=TITLE)
    introduction = TextField(_("Introduction"), max_length=INTRODUCTION, blank=True)
    openness = models.CharField(_("Who may comment"), max_length=10, choices=Openness, default=Openness.OPEN)
    late_allowed = models.BooleanField(_("What was being written at the deadline may be sent as late"), default=True)
    created_at = models.DateTimeField(default=timezone.now)
    opens_at = models.DateTimeField(_("Opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("Comments by"))
    extended_why = models.CharField(_("Why the period was extended"), max_length=WHY, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(_("Why it was closed early"), max_length=WHY, blank=True)
    open_told_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    summary = TextField(_("Summary"), max_length=INTRODUCTION, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ("-closes_at", "-pk")
        verbose_name = _("Comment round")
        indexes = (
            models.Index(fields=("target_model", "target_id"), name="consultation_target"),
            models.Index(fields=("-closes_at", "-id"), name="consultation_by_deadline"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at__gt=models.F("opens_at")) | Q(closed_at__isnull=False),
                name="consultation_closes_after_opening",
                violation_error_message=_("The last day comes after the first."),
            ),
            models.CheckConstraint(
                condition=Q(concluded_at=None) | Q(closed_at__isnull=False), name="concluded_consultation_is_closed"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("consultations:round", args=[self.slug])

    @property
    def state(self) -> State:
        """Where it stands now."""
        now = timezone.now()
        if self.opens_at is None:
            return State.PREPARED
        if self.concluded_at:
            return State.CONCLUDED
        if self.closed_at or self.closes_at <= now:
            return State.CLOSED
        return State.OPEN if self.opens_at <= now else State.PLANNED

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_over(self) -> bool:
        return self.state in {State.CLOSED, State.CONCLUDED}

    def audience(self) -> set[str]:
        """Everybody once it is announced; before that who runs it."""
        return {"public"} if self.opens_at else {f"organisation:{self.organisation_id}"}


class PartQuerySet(models.QuerySet["Part"]):
    def visible_to(self, actor: Actor) -> PartQuerySet:
        """As the round."""
        if not actor.person_id:
            return self.filter(consultation__opens_at__isnull=False)
        return self.filter(Q(consultation__opens_at__isnull=False) | moderated(actor, "consultation"))


class Part(models.Model):
    """A section of the text as it was when the round was opened, or a question. Remarks are made on it.

    key  of the thing that is commented; a question has "q1", "q2", …
    """

    retention: ClassVar[Retention] = Retention.LASTING

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="parts")
    key = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    is_question = models.BooleanField(default=False)
    heading = TextField(max_length=500)
    body = TextField(blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ("consultation_id", "order")
        constraints = (models.UniqueConstraint(fields=("consultation", "key"), name="part_of_round_once"),)

    def __str__(self) -> str:
        return str(self.heading)

    def audience(self) -> set[str]:
        return self.consultation.audience()


class Why(models.TextChoices):
    NAMED = "named", pgettext_lazy("why invited", "By name")
    CIRCLE = "circle", pgettext_lazy("why invited", "As a member of a body")
    AREA = "area", pgettext_lazy("why invited", "As an NGO of the area")


class Response(models.TextChoices):
    SILENT = "silent", pgettext_lazy("invited to comment", "Has not answered")
    NOTHING = "nothing", pgettext_lazy("invited to comment", "Nothing to state")
    ANSWERED = "answered", pgettext_lazy("invited to comment", "Has commented")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, actor: Actor) -> InvitationQuerySet:
        """As the round; that somebody was invited by address only, her moderators see and she herself."""
        public = Q(consultation__opens_at__isnull=False, organisation__isnull=False)
        if actor.link_id:
            return self.filter(public | Q(pk=invited_by_link(actor) or 0))
        return self.filter(public | moderated(actor, "consultation")) if actor.person_id else self.filter(public)

    def standing(self) -> InvitationQuerySet:
        """Return those that ask somebody: not an organisation that has become part of another that was invited, too."""
        return self.filter(organisation__merged_into=None)

    def silent(self) -> InvitationQuerySet:
        return self.standing().filter(answered_at=None, nothing_at=None)


def invited_by_link(actor: Actor) -> int | None:
    """Return the invitation whose link the actor followed. One query per actor."""
    from kumppanuus.links.models import Link

    def load() -> int | None:
        rows = Link.objects.filter(pk=actor.link_id or 0, purpose=ANSWER, target_model="consultations.invitation")
        return rows.values_list("target_id", flat=True).first()

    return actor.remember("consultations.invitation", load) if actor.link_id else None


class Invitation(models.Model):
    """Whom a round asks by name: an organisation of the platform, or an address.

    answered_at  of its first remark that stands; nothing_at of its word that it has nothing to state
    """

    retention: ClassVar[Retention] = Retention.LASTING

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="consultation_invitations"
    )
    email = models.EmailField(_("E-mail address"), blank=True)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    language = models.CharField(max_length=8, default="fi")
    why = models.CharField(max_length=6, choices=Why, default=Why.NAMED)
    invited_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    nothing_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("consultation_id", "pk")
        verbose_name = _("Invitation to comment")
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "organisation"),
                condition=Q(organisation__isnull=False),
                name="organisation_invited_once",
            ),
            models.UniqueConstraint(
                fields=("consultation", "email"), condition=Q(organisation=None), name="address_invited_once"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(email=""), name="invitation_goes_somewhere"
            ),
        )

    def __str__(self) -> str:
        return str(self.organisation.name) if self.organisation else self.name or self.email

    def get_absolute_url(self) -> str:
        return self.consultation.get_absolute_url()

    @property
    def response(self) -> Response:
        if self.answered_at:
            return Response.ANSWERED
        return Response.NOTHING if self.nothing_at else Response.SILENT

    def audience(self) -> set[str]:
        if self.organisation_id:
            return self.consultation.audience()
        return {f"organisation:{self.consultation.organisation_id}"}
