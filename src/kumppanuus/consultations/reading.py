"""Reading a round: its parts with the words that were commented, its figures, what became of each remark."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q

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
    found = consultation.invitations.aggregate(
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


def find(words: str, text: str, at: int) -> tuple[int, int] | None:
    """Return where the words stand in the text: the occurrence `at`, or the last one if there are fewer.

    Spaces and line breaks count as one, as what is copied from a page has others than its source.
    """
    spots = occurrences(words, text)
    return spots[min(at, len(spots) - 1)] if spots else None


def occurrences(words: str, text: str) -> list[tuple[int, int]]:
    """Return every place of the words in the text, as (from, to)."""
    wanted = " ".join(words.split()).casefold()
    if not wanted:
        return []
    plain, places = _plain(text)
    found, start = [], 0
    while (at := plain.find(wanted, start)) >= 0:
        found.append((places[at], places[at + len(wanted) - 1] + 1))
        start = at + len(wanted)
    return found


MARKS = frozenset("*_`#")


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text as it is read (no Markdown stars, white space as one) and where each letter is from."""
    letters: list[str] = []
    places: list[int] = []
    for number, char in enumerate(text):
        if char in MARKS:
            continue
        if char.isspace():
            if letters and letters[-1] == " ":
                continue
            char = " "  # noqa: PLW2901 - every white space is read as a space
        for one in char.casefold():  # ß is two letters of one place
            letters.append(one)
            places.append(number)
    return "".join(letters), places


@dataclass
class Shown:
    """A part with the remarks on it that the reader may see."""

    part: Part
    remarks: list[Remark] = field(default_factory=list)
    count: int = 0
    agree: int = 0
    disagree: int = 0

    @property
    def marked(self) -> list[tuple[str, int]]:
        """Return the words that were chosen in it, with how many remarks, in the order of the text."""
        text = str(self.part.body)
        found: dict[tuple[int, int], list[Remark]] = {}
        for one in self.remarks:
            if one.quote and (spot := find(one.quote, text, one.quote_at)):
                found.setdefault(spot, []).append(one)
        return [(text[a:b], len(rows)) for (a, b), rows in sorted(found.items())]


IN_PART = 20  # remarks shown under a part on the page of the round; the list has the rest


def shown_parts(consultation: Consultation, actor: Actor) -> list[Shown]:
    """Return the parts with counts and the first remarks on each. Three queries, however many remarks there are."""
    shown = {part.pk: Shown(part) for part in consultation.parts.all()}
    rows = consultation.remarks.visible_to(actor).given()
    counts = (
        rows.order_by()
        .values("part")
        .annotate(n=Count("pk"), yes=Count("pk", filter=Q(stance="agree")), no=Count("pk", filter=Q(stance="disagree")))
    )
    for one in counts:
        if (part := shown.get(one["part"])) is not None:
            part.count, part.agree, part.disagree = one["n"], one["yes"], one["no"]
    for remark in rows.exclude(quote="").select_related("organisation").order_by("part", "pk")[:400]:
        if remark.part_id in shown:
            shown[remark.part_id].remarks.append(remark)
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
