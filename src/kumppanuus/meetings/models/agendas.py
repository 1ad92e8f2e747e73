"""What stands on an agenda, its papers, and what is proposed for it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kumppanuus.assessments.models import Release
from kumppanuus.bodies.models import Body, bodies_of
from kumppanuus.core.actors import Actor
from kumppanuus.core.models import Retention
from kumppanuus.core.stamped import ChangingQuerySet, Stamped
from kumppanuus.core.texts import TextField
from kumppanuus.files.models import File
from kumppanuus.matters.models import Matter
from kumppanuus.measures.models import Measure
from kumppanuus.meetings.models.meetings import Meeting, inside
from kumppanuus.organisations.models import Organisation, organisations_of


class ItemKind(models.TextChoices):
    INFORMATION = "information", _("Information")
    DISCUSSION = "discussion", _("Preparatory discussion")
    DECISION = "decision", _("Decision")
    STATEMENT = "statement", pgettext_lazy("given by a body", "Statement")
    INITIATIVE = "initiative", _("Initiative")
    CHOICE = "choice", _("Choice of persons")


class ItemState(models.TextChoices):
    OPEN = "open", _("On the agenda")
    DEALT = "dealt", _("Dealt with")
    NOT_REACHED = "not_reached", _("Not reached")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class AgendaItemQuerySet(ChangingQuerySet["AgendaItem"]):
    def visible_to(self, actor: Actor) -> AgendaItemQuerySet:
        """As the meeting."""
        return self.filter(inside(actor, "meeting__body__"))


class AgendaItem(Stamped):
    """One item of an agenda (OParl: agenda item).

    minutes      how long it is to take
    presenter    who brings it, as a role: "coordinator of Koski Tl"
    carried_from the item of an earlier meeting that was not reached
    measure      the task whose state is looked at: it comes back on every agenda until it is done
    matter       the matter that came to the body, or whose answer came back
    """

    retention: ClassVar[Retention] = Retention.LASTING

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    title = TextField(_("Heading"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=12, choices=ItemKind, default=ItemKind.DISCUSSION)
    minutes = models.PositiveSmallIntegerField(_("Length in minutes"), null=True, blank=True)
    presenter = models.CharField(_("Who presents it"), max_length=200, blank=True)
    background = TextField(_("Background"), max_length=5000, blank=True)
    proposed_by = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("Proposed by"), null=True, blank=True, related_name="+"
    )
    carried_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="carried_to")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    # The result of an assessment that the item is about: the body can approve it.
    release = models.ForeignKey(
        Release, models.PROTECT, verbose_name=_("Result"), null=True, blank=True, related_name="agenda_items"
    )
    state = models.CharField(_("State"), max_length=11, choices=ItemState, default=ItemState.OPEN)
    why = models.CharField(_("Why"), max_length=300, blank=True)

    objects = AgendaItemQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("meeting", "order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "measure"), condition=Q(measure__isnull=False), name="task_once_on_an_agenda"
            ),
            models.UniqueConstraint(
                fields=("meeting", "matter"), condition=Q(matter__isnull=False), name="matter_once_on_an_agenda"
            ),
            models.UniqueConstraint(
                fields=("meeting", "carried_from"), condition=Q(carried_from__isnull=False), name="item_carried_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#item-{self.pk}"

    def audience(self) -> set[str]:
        return self.meeting.audience()


class PaperQuerySet(ChangingQuerySet["Paper"]):
    def visible_to(self, actor: Actor) -> PaperQuerySet:
        """As the meeting."""
        return self.filter(inside(actor, "item__meeting__body__"))


class Paper(Stamped):
    """A paper of an item (OParl: paper): a file or an address. A withdrawn one says that it was, and why."""

    retention: ClassVar[Retention] = Retention.LASTING

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers")
    title = TextField(_("Heading"), max_length=200)
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(_("Address"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(_("Why it was withdrawn"), max_length=300, blank=True)

    objects = PaperQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("item", "pk")
        constraints = (
            models.CheckConstraint(
                condition=(Q(file__isnull=False) & Q(url="")) | (Q(file__isnull=True) & ~Q(url="")),
                name="paper_is_file_or_address",
                violation_error_message=_("Give a file or an address, one of them."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("meetings:paper", args=[self.pk])

    def audience(self) -> set[str]:
        return self.item.audience()


class ProposalState(models.TextChoices):
    WAITING = "waiting", _("Waits for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, actor: Actor) -> ProposalQuerySet:
        """Answered proposals of open bodies are public; waiting ones are read by who made them and inside the body."""
        answered = Q(state__in=(ProposalState.ACCEPTED, ProposalState.DECLINED))
        found = answered & inside(actor, "body__")
        if actor.person_id:
            bodies = bodies_of(actor)
            own = organisations_of(actor)
            found |= Q(person=actor.person_id) | Q(organisation__in=own)
            found |= Q(body__in=bodies) | Q(body__convener__in=own)
        return self.filter(found)


class Proposal(models.Model):
    """An item proposed for the agenda of a body, by a member or by any NGO of the area; it ends in an answer."""

    retention: ClassVar[Retention] = Retention.LASTING

    body = models.ForeignKey(Body, models.CASCADE, related_name="proposals")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("In whose name"), null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    title = TextField(_("What it is about"), max_length=200)
    why = TextField(_("What you want and why"), max_length=3000, blank=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=ItemKind, default=ItemKind.DISCUSSION)
    given_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("State"), max_length=9, choices=ProposalState, default=ProposalState.WAITING)
    reason = models.CharField(_("Why it was declined"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    item = models.OneToOneField(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="proposal")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ("-given_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED) | ~Q(reason=""),
                name="declined_proposal_has_reason",
                violation_error_message=_("Say why the proposal is declined."),
            ),
        )

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("meetings:proposal", args=[self.pk])

    def audience(self) -> set[str]:
        """Who made it and who is inside the body; everybody when an open body has answered it."""
        found = self.body.members_audience()
        if self.person_id:
            found |= {f"person:{self.person_id}"}
        if self.organisation_id:
            found |= {f"organisation:{self.organisation_id}"}
        answered = self.state in {ProposalState.ACCEPTED, ProposalState.DECLINED}
        return found | ({"public"} if answered and self.body.open_to == "all" else set())
