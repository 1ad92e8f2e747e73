"""Negotiations with their parties, programme and proposals; the signed texts and signatures never change."""

from __future__ import annotations

import datetime as dt
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
from kumppanuus.core.texts import Text, TextField
from kumppanuus.files.models import File
from kumppanuus.measures.models import Measure
from kumppanuus.organisations.models import Organisation, Post, organisations_of
from kumppanuus.places.models import Area, AreaKind

LONGEST_TEXT, LONGEST_REASON = 6000, 1000
HELSINKI, ALAND = "90", "91"  # codes among the counties: the city with both duties, and where the Act is not in force


class Phase(models.TextChoices):
    PREPARING = "preparing", pgettext_lazy("a negotiation", "Being prepared")
    NEGOTIATING = "negotiating", pgettext_lazy("a negotiation", "Under negotiation")
    TO_SIGN = "to_sign", pgettext_lazy("a negotiation", "To be signed")
    AGREED = "agreed", pgettext_lazy("a negotiation", "Agreed")
    FOLLOWED = "followed", pgettext_lazy("a negotiation", "Followed up")
    CLOSED = "closed", pgettext_lazy("a negotiation", "Closed")


class Answer(models.TextChoices):
    """What the convener said of what a party proposed."""

    WAITING = "waiting", pgettext_lazy("a proposal to a negotiation", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("a proposal to a negotiation", "In the agreement")
    DECLINED = "declined", pgettext_lazy("a proposal to a negotiation", "Declined")


def takes_place_in(area: Area) -> bool:
    """Say whether the Act obliges to negotiate there: counties and Helsinki, not Åland."""
    return area.kind == AreaKind.COUNTY and area.code != ALAND


class NegotiationQuerySet(models.QuerySet["Negotiation"]):
    def visible_to(self, actor: Actor) -> NegotiationQuerySet:
        """Published ones are everybody's; before, the convener's and the parties'."""
        found = Q(published_at__isnull=False)
        own = organisations_of(actor) if actor.person_id else []
        if own:
            parties = Party.objects.filter(organisation__in=own, left_on=None).values("negotiation")
            found |= Q(convener__in=own) | Q(pk__in=parties)
        return self.filter(found)

    def in_phase(self, phase: str) -> NegotiationQuerySet:
        """Return those that stand in the phase now."""
        begun = Q(meets_on__lte=timezone.localdate())
        conditions = {
            Phase.CLOSED: Q(closed_at__isnull=False),
            Phase.FOLLOWED: Q(closed_at=None, followed_at__isnull=False),
            Phase.AGREED: Q(closed_at=None, followed_at=None, agreed_at__isnull=False),
            Phase.TO_SIGN: Q(closed_at=None, followed_at=None, agreed_at=None, offered_at__isnull=False),
            Phase.NEGOTIATING: Q(closed_at=None, followed_at=None, agreed_at=None, offered_at=None) & begun,
            Phase.PREPARING: Q(closed_at=None, followed_at=None, agreed_at=None, offered_at=None) & ~begun,
        }
        return self.filter(conditions[Phase(phase)])


class Negotiation(models.Model):
    """The negotiation of a year. Its phase follows from its days and from what has happened.

    area      a county; of Helsinki the county's part of the city, which negotiates with its services and NGOs
    how       what and how is negotiated: agreed first
    text      goals and words common to all, signed with the measures
    edition   rises at each change, so that nobody overwrites another's words
    """

    retention: ClassVar[Retention] = Retention.LASTING

    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Area"), related_name="negotiations")
    convener = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("Convener"), related_name="negotiations")
    year = models.PositiveSmallIntegerField(_("Year"))
    title = TextField(_("Heading"), max_length=200)
    how = TextField(_("What and how we negotiate"), max_length=LONGEST_TEXT, blank=True)
    text = TextField(_("Common goals"), max_length=LONGEST_TEXT, blank=True)
    meets_on = models.DateField(_("Day of the negotiation"))
    place = models.CharField(_("Place or remote link"), max_length=300, blank=True)
    first_follow_up = models.DateField(_("First follow-up"))
    second_follow_up = models.DateField(_("Second follow-up"))
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="following")
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    followed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = NegotiationQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "area__sort_name", "pk")
        verbose_name = _("Negotiation")
        verbose_name_plural = _("Negotiations")
        constraints = (
            models.UniqueConstraint(fields=("area", "year"), name="one_negotiation_a_year"),
            models.CheckConstraint(
                condition=Q(first_follow_up__gt=models.F("meets_on"))
                & Q(second_follow_up__gt=models.F("first_follow_up")),
                name="follow_ups_come_after_it",
                violation_error_message=_("The follow-ups come after the negotiation, one after the other."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("negotiations:negotiation", args=[self.pk])

    @property
    def phase(self) -> Phase:
        """Return where it stands."""
        if self.closed_at:
            return Phase.CLOSED
        if self.followed_at:
            return Phase.FOLLOWED
        if self.agreed_at:
            return Phase.AGREED
        if self.offered_at:
            return Phase.TO_SIGN
        return Phase.NEGOTIATING if self.meets_on <= timezone.localdate() else Phase.PREPARING

    @property
    def is_open(self) -> bool:
        """Whether its words may still change."""
        return self.phase in {Phase.PREPARING, Phase.NEGOTIATING}

    @property
    def is_of_city(self) -> bool:
        """Whether it is Helsinki's, which has both duties."""
        return self.area.code == HELSINKI

    def audience(self) -> set[str]:
        """Everybody once it is published, before the convener and the parties."""
        if self.published_at:
            return {"public"}
        parties = self.parties.filter(left_on=None).values_list("organisation", flat=True)
        return {f"organisation:{pk}" for pk in (self.convener_id, *parties)}


class Group(models.Model):
    """A group of municipalities, or a theme, that negotiates at its own table."""

    retention: ClassVar[Retention] = Retention.LASTING

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="groups")
    name = TextField(_("Group or theme"), max_length=120)

    class Meta:
        ordering = ("negotiation", "pk")

    def __str__(self) -> str:
        return str(self.name)

    def audience(self) -> set[str]:
        return self.negotiation.audience()


class Party(models.Model):
    """An organisation that negotiates and signs. One that left stays readable with its day and reason."""

    retention: ClassVar[Retention] = Retention.LASTING

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="parties")
    invited_at = models.DateTimeField(default=timezone.now)
    left_on = models.DateField(null=True, blank=True)
    left_why = models.TextField(_("Why"), max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ("negotiation", "pk")
        constraints = (
            models.UniqueConstraint(fields=("negotiation", "organisation"), name="party_once"),
            models.CheckConstraint(condition=Q(left_on=None) | ~Q(left_why=""), name="party_that_left_says_why"),
        )

    def __str__(self) -> str:
        return str(self.organisation)

    def audience(self) -> set[str]:
        return self.negotiation.audience()


class Point(models.Model):
    """A point of the programme. A standing one goes over into next year's."""

    retention: ClassVar[Retention] = Retention.LASTING

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="points")
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    title = TextField(_("Heading"), max_length=200)
    starts = models.TimeField(_("Begins"), null=True, blank=True)
    presenters = models.CharField(_("Who presents it"), max_length=300, blank=True)
    standing = models.BooleanField(_("Comes every year"), default=False)
    by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)

    class Meta:
        ordering = ("negotiation", models.F("starts").asc(nulls_last=True), "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(answer=Answer.DECLINED) | ~Q(reason=""), name="point_left_out_has_reason"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def audience(self) -> set[str]:
        return self.negotiation.audience()


class Presentation(models.Model):
    """What one party, or several together, show to the others: a file or an address."""

    retention: ClassVar[Retention] = Retention.LASTING

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="presentations")
    title = TextField(_("Heading"), max_length=200)
    parties = models.ManyToManyField(Party, related_name="presentations")
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("Address"), max_length=500, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("negotiation", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(file__isnull=False) & Q(url="")) | (Q(file__isnull=True) & ~Q(url="")),
                name="presentation_is_file_or_address",
                violation_error_message=_("Give a file or an address, one of them."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def audience(self) -> set[str]:
        return self.negotiation.audience()


class Proposal(models.Model):
    """A measure on its way into the agreement. Once its owner and the convener have signed it is a `Measure`."""

    retention: ClassVar[Retention] = Retention.LASTING

    negotiation = models.ForeignKey(Negotiation, models.CASCADE, related_name="proposals")
    goal = TextField(_("Goal"), max_length=300)
    title = TextField(_("Measure: what will be done"), max_length=200)
    owner = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("Who answers for it"), related_name="+")
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("Post that answers for it"), null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey(Area, models.PROTECT, verbose_name=_("Where"), related_name="+")
    indicator = TextField(_("What shows it (indicator)"), max_length=300, blank=True)
    target = models.CharField(_("Target"), max_length=120, blank=True)
    due = models.DateField(_("Due"))
    by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    edition = models.PositiveIntegerField(default=1)
    measure = models.OneToOneField(Measure, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("negotiation", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(answer=Answer.DECLINED) | ~Q(reason=""), name="measure_left_out_has_reason"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_agreed(self) -> bool:
        return self.measure_id is not None

    def audience(self) -> set[str]:
        return self.negotiation.audience()


class Agreement(models.Model):
    """The words that are signed, as they stood when they were offered: frozen. A later version takes their place."""

    retention: ClassVar[Retention] = Retention.LASTING

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="agreements")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    offered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("negotiation", "-number")
        constraints = (models.UniqueConstraint(fields=("negotiation", "number"), name="agreement_number_once"),)

    @property
    def title(self) -> Text:
        return Text(self.content["title"])

    @property
    def how(self) -> Text:
        return Text(self.content["how"])

    @property
    def text(self) -> Text:
        return Text(self.content["text"])

    def audience(self) -> set[str]:
        return self.negotiation.audience()


class Signature(models.Model):
    """A party's signature by one of its signatories, with the decision it rests on."""

    retention: ClassVar[Retention] = Retention.LASTING

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, models.PROTECT, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("Date of the decision"))
    decided_by = models.CharField(_("Who decided, and section (§)"), max_length=200)
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("agreement", "pk")
        constraints = (
            models.UniqueConstraint(fields=("agreement", "party", "person"), name="agreement_signed_once_each"),
        )

    @property
    def signed_on(self) -> dt.date:
        return timezone.localdate(self.signed_at)

    def audience(self) -> set[str]:
        return self.agreement.audience()


class FollowUp(models.Model):
    """A party was asked by an e-mail link how its measures go; its answers are reports of the measures.

    link_id  of the newest link: one sent anew takes the place of the one before
    """

    retention: ClassVar[Retention] = Retention.LASTING

    party = models.ForeignKey(Party, models.CASCADE, related_name="follow_ups")
    number = models.PositiveSmallIntegerField()
    link_id = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("party", "number")
        constraints = (models.UniqueConstraint(fields=("party", "number"), name="asked_once"),)

    def audience(self) -> set[str]:
        return self.party.audience()
