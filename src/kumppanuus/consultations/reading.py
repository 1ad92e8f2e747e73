"""Reading a round: its parts with the words that were commented, its figures, what became of each remark."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from kumppanuus.consultations.marking import Chosen, find, in_text
from kumppanuus.consultations.models import Consultation, Invitation, Part, Remark, RemarkQuerySet, Reply
from kumppanuus.core.actors import Actor


@dataclass(frozen=True)
class Figures:
    """Who was invited and what they did."""

    invited: int = 0
    answered: int = 0
    nothing: int = 0

    @property
    def silent(self) -> int:
        return self.invited - self.answered - self.nothing


def figures(consultation: Consultation) -> Figures:
    """Count the invited. One query."""
    found = consultation.invitations.standing().aggregate(
        invited=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        nothing=Count("pk", filter=Q(answered_at=None, nothing_at__isnull=False)),
    )
    return Figures(**found)


def unanswered(rows: RemarkQuerySet) -> RemarkQuerySet:
    """Return given remarks that nobody has answered, alone or in a theme."""
    return rows.filter(given_at__isnull=False, own_reply=None).filter(Q(theme=None) | Q(theme__reply=None))


def reply_of(remark: Remark) -> Reply | None:
    """Return what became of a remark: its own answer, else that of its theme."""
    own: Reply | None = getattr(remark, "own_reply", None)
    if own is not None:
        return own
    return getattr(remark.theme, "reply", None) if remark.theme else None


WITH_REPLY = ("organisation", "person", "part", "theme__reply", "own_reply")
LEFT_OUT = ("part__body", "organisation__description")  # long, and nothing of a list of comments


def with_reply(rows: RemarkQuerySet) -> RemarkQuerySet:
    """Return remarks with all that a list shows of each. No query more."""
    found: RemarkQuerySet = rows.select_related(*WITH_REPLY).defer(*LEFT_OUT)
    return found


@dataclass
class Shown:
    """A part with how many comments on it the reader may see, and the words that were chosen in it.

    chosen  (words, which place of them) → how many comments
    """

    part: Part
    count: int = 0
    agree: int = 0
    disagree: int = 0
    chosen: dict[Chosen, int] = field(default_factory=dict)

    @property
    def html(self) -> SafeString:
        """Return the text with a mark around the chosen words."""
        return in_text(self.part.body, self.chosen)

    @property
    def marked(self) -> list[tuple[str, int]]:
        """Return the chosen words with how many comments, in the order of the text; none that it does not show."""
        body = str(self.part.body)
        spots = [(find(words, body, at), words, number) for (words, at), number in self.chosen.items()]
        return [(words, number) for spot, words, number in sorted(one for one in spots if one[0])]


MOST_CHOSEN = 400  # different words on the page of a round; the list of comments has all


def shown_parts(consultation: Consultation, actor: Actor) -> list[Shown]:
    """Return the parts with counts and chosen words. Three queries, however many comments there are."""
    shown = {part.pk: Shown(part) for part in consultation.parts.all()}
    rows = consultation.remarks.visible_to(actor).given().order_by()
    counts = rows.values("part").annotate(
        n=Count("pk"), yes=Count("pk", filter=Q(stance="agree")), no=Count("pk", filter=Q(stance="disagree"))
    )
    for one in counts:
        if (part := shown.get(one["part"])) is not None:
            part.count, part.agree, part.disagree = one["n"], one["yes"], one["no"]
    chosen = rows.exclude(quote="").values_list("part", "quote", "quote_at").annotate(n=Count("pk"))
    for pk, quote, at, number in chosen.order_by("part", "quote", "quote_at")[:MOST_CHOSEN]:
        if pk in shown:
            shown[pk].chosen[quote, at] = number
    return list(shown.values())


def own_invitation(actor: Actor, consultation: Consultation) -> Invitation | None:
    """Return the invitation of the reader's organisation. One query when she acts for one."""
    if actor.organisation_id is None or not actor.person_id:
        return None
    return consultation.invitations.filter(organisation=actor.organisation_id).first()


@dataclass
class Group:
    """Comments that stand under one answer in the summary: a theme's, or one by itself."""

    title: str
    anchor: str
    reply: Reply | None
    remarks: list[Remark] = field(default_factory=list)
    number: int = 0
    theme_id: int | None = None


def summed(consultation: Consultation) -> list[Group]:
    """Return every given remark under what became of it: themes in their order, then those answered alone. Two queries.

    A remark of a theme with an answer of its own stands alone: its own answer is what holds.
    """
    groups = {
        theme.pk: Group(str(theme.title), f"theme-{theme.pk}", getattr(theme, "reply", None))
        for theme in consultation.themes.select_related("reply")
    }
    alone = []
    for one in (
        consultation.remarks.given().select_related("organisation", "person", "part", "own_reply").order_by("pk")
    ):
        own = getattr(one, "own_reply", None)
        if own is None and one.theme_id in groups:
            groups[one.theme_id].remarks.append(one)
        else:
            alone.append(Group("", f"remark-{one.pk}", own, [one]))
    return [one for one in groups.values() if one.remarks] + alone


FIRST = 5  # remarks of a group that its place in the summary shows; the list of comments has the rest


class Outcomes:
    """The groups of a round's summary page by page, each with its first remarks. Five queries at most."""

    def __init__(self, consultation: Consultation) -> None:
        own = consultation.remarks.given()
        self.grouped = own.filter(theme__isnull=False, own_reply=None)
        self.alone = own.filter(Q(theme=None) | Q(own_reply__isnull=False)).order_by("pk")
        number = Count("remarks", filter=Q(remarks__given_at__isnull=False, remarks__own_reply=None))
        rows: Any = consultation.themes.select_related("reply").annotate(number=number).filter(number__gt=0)
        self.themes = [
            Group(str(theme.title), f"theme-{theme.pk}", getattr(theme, "reply", None), [], theme.number, theme.pk)
            for theme in rows.order_by("order", "pk")
        ]

    def count(self) -> int:
        """Return how many groups there are, those of one remark with them."""
        return len(self.themes) + self.alone.count()

    def __getitem__(self, wanted: slice) -> list[Group]:
        themes, before = self.themes[wanted], len(self.themes)
        place = Window(RowNumber(), partition_by="theme", order_by="pk")
        shown = {one.theme_id: one for one in themes}
        if shown:
            first = self.grouped.filter(theme__in=shown).annotate(place=place).filter(place__lte=FIRST)
            for remark in with_reply(first).order_by("theme", "pk"):
                shown[remark.theme_id].remarks.append(remark)
        rows = self.alone[max(wanted.start - before, 0) : max(wanted.stop - before, 0)]
        return themes + [Group("", f"remark-{one.pk}", reply_of(one), [one], 1) for one in with_reply(rows)]
