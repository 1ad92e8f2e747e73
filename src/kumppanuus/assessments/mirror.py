"""The mirror: what was released of one assessment, put together once for page, print, documents, exports and API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kumppanuus.assessments.approvals import Approved, approved
from kumppanuus.assessments.models import Assessment, Cell, ItemMeasure, Release, ReleasedComment, Signature
from kumppanuus.assessments.records import changed_since
from kumppanuus.core.actors import Actor
from kumppanuus.questionnaires.helping import Help, counts, help_of
from kumppanuus.questionnaires.models import Answer, Evidence, Item, Level, Theme

LICENCE = "CC BY 4.0"
TOP = 4  # the highest level of a scale


@dataclass
class Row:
    """One item of the mirror."""

    item: Item
    cell: Cell
    explanation: Answer | None = None
    evidence: list[Evidence] = field(default_factory=list)
    comments: list[ReleasedComment] = field(default_factory=list)
    measures: list[ItemMeasure] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)  # evidence whose record changed after the answer was given
    before: Cell | None = None
    before_year: int | None = None

    @property
    def help(self) -> list[Help]:
        """What helps with the item, if it is weak."""
        return help_of(self.cell, self.item.bank.slug) if self.is_weak and self.item.bank is not None else []

    @property
    def municipal(self) -> int | None:
        return self.cell.municipal_value

    @property
    def ngo(self) -> float | None:
        return self.cell.ngo_value

    @property
    def gap(self) -> float | None:
        return self.cell.gap

    def label_of(self, value: float | None) -> str:
        """Return the label of the level nearest to the value, in the reader's language."""
        if value is None:
            return ""
        nearest = min(self.item.levels.all(), key=lambda level: (abs(level.value - value), level.value), default=None)
        return str(nearest.label) if nearest else ""

    @property
    def municipal_label(self) -> str:
        return self.label_of(self.municipal)

    @property
    def lowest(self) -> float:
        """The weaker of the two sides; what counts as weak when sorting."""
        values = [value for value in (self.municipal, self.ngo) if value is not None]
        return min(values) if values else TOP + 1

    @property
    def is_weak(self) -> bool:
        return self.lowest < 2

    @property
    def finding(self) -> str:
        """Say in one sentence how the two sides see the item."""
        if self.cell.municipal_cannot_say:
            municipal = _("The municipality cannot say.")
        elif self.municipal is None:
            municipal = _("The municipality has not answered.")
        else:
            municipal = ""
        if self.ngo is None:
            return " ".join(filter(None, [municipal, _("Fewer than five NGOs answered, so their view is not shown.")]))
        if municipal:
            return municipal
        return gap_in_words(self.gap or 0.0)


def levels_in_words(distance: float) -> str:
    """Return a distance in words: half a level, one level, one and a half levels, two levels …"""
    whole, half = int(distance), distance % 1
    if not whole:
        return _("half a level")
    if half:
        return ngettext("one and a half levels", "%(number)d and a half levels", whole) % {"number": whole}
    return ngettext("one level", "%(number)d levels", whole) % {"number": whole}


def gap_in_words(gap: float) -> str:
    """Say what a gap (municipality minus NGOs) means."""
    if gap == 0:
        return _("Both sides see this alike.")
    words = levels_in_words(abs(gap))
    if gap > 0:
        return _("NGOs see this %(distance)s lower than the municipality.") % {"distance": words}
    return _("NGOs see this %(distance)s higher than the municipality.") % {"distance": words}


@dataclass
class Group:
    """A theme with its rows; its means are computed from released figures only."""

    theme: Theme
    rows: list[Row]

    @property
    def municipal(self) -> float | None:
        return mean([row.municipal for row in self.rows])

    @property
    def ngo(self) -> float | None:
        return mean([row.ngo for row in self.rows])


def mean(values: list[float | int | None]) -> float | None:
    """Return the mean of what is there to one decimal, None if nothing is."""
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 1) if known else None


@dataclass
class Mirror:
    """All that is shown of one release."""

    assessment: Assessment
    release: Release
    rows: list[Row]
    signature: Signature | None
    releases: list[Release]
    approvals: list[Approved] = field(default_factory=list)

    @cached_property
    def groups(self) -> list[Group]:
        found: dict[int, Group] = {}
        for row in self.rows:
            found.setdefault(row.item.theme_id, Group(row.item.theme, [])).rows.append(row)
        return list(found.values())

    def sorted_rows(self, order: str) -> list[Row]:
        """Return the rows by "gap" (largest first) or "weakest" (lowest first); items without figures come last."""
        if order == "gap":
            return sorted(self.rows, key=lambda row: -abs(row.gap) if row.gap is not None else 1)
        return sorted(self.rows, key=lambda row: row.lowest)

    @property
    def municipal(self) -> float | None:
        return mean([row.municipal for row in self.rows])

    @property
    def ngo(self) -> float | None:
        return mean([row.ngo for row in self.rows])

    @property
    def finding(self) -> str:
        """The result in a sentence: the largest gap, or that both sides agree, or what is missing."""
        gaps = [row for row in self.rows if row.gap is not None]
        if not gaps:
            if self.municipal is None and self.ngo is None:
                return _(
                    "There is not enough to show yet: fewer than five NGOs answered, and the municipality did not."
                )
            if self.ngo is None:
                return _("Fewer than five NGOs answered, so only the municipality's own view is shown.")
            return _("The municipality has not answered; only the NGOs' view is shown.")
        widest = max(gaps, key=lambda row: abs(row.gap or 0))
        if abs(widest.gap or 0) < 1:
            return _("Both sides see the co-operation much alike: nowhere do the views differ by a whole level.")
        words = {"item": widest.item.name, "distance": levels_in_words(abs(widest.gap or 0))}
        if (widest.gap or 0) > 0:
            return _("The widest gap is in “%(item)s”: NGOs see it %(distance)s lower than the municipality.") % words
        return _("The widest gap is in “%(item)s”: NGOs see it %(distance)s higher than the municipality.") % words

    @property
    def weakest(self) -> list[Row]:
        """Up to three items that the weaker side puts lowest."""
        return [row for row in self.sorted_rows("weakest") if row.is_weak][:3]

    @property
    def measures(self) -> list[ItemMeasure]:
        return [link for row in self.rows for link in row.measures]


def newest_release(assessment: Assessment) -> Release | None:
    """Return the newest release of the assessment."""
    return assessment.releases.order_by("-number").first()


def read_mirror(assessment: Assessment, number: int | None = None) -> Mirror | None:
    """Put the mirror of an assessment together; None if nothing (or not that number) has been released.

    A fixed number of queries, whatever the number of items, comments and measures.
    """
    releases = list(assessment.releases.select_related("municipal_response").order_by("-number"))
    chosen = next((r for r in releases if number is None or r.number == number), None)
    if chosen is None:
        return None
    chosen.assessment = assessment
    # What the mirror never shows of an item is not read: each text in several languages costs time to take apart.
    labels = Prefetch("item__levels", Level.objects.only("item", "value", "label"))
    cells = chosen.cells.select_related("item__theme", "item__bank").prefetch_related(labels)
    cells = cells.annotate(**counts("item__bank")).defer(
        "item__more", "item__evidence", "item__first_steps", "item__bank__name", "item__bank__definition"
    )
    rows = {cell.item_id: Row(cell.item, cell) for cell in cells.order_by("item__order")}
    for comment in chosen.comments.exclude(text="").order_by("order"):
        rows[comment.item_id].comments.append(comment)
    if chosen.municipal_response_id:
        answers = (
            Answer.objects.filter(response=chosen.municipal_response_id).order_by().prefetch_related("evidence__file")
        )
        for answer in answers:
            if answer.item_id in rows:
                rows[answer.item_id].explanation = answer
                rows[answer.item_id].evidence = list(answer.evidence.all())
        given = chosen.municipal_response.submitted_at if chosen.municipal_response else None
        changed = changed_since([piece for row in rows.values() for piece in row.evidence], given)
        for row in rows.values():
            row.changed = changed
    links = assessment.item_measures.select_related("measure__owner", "measure__post")
    for link in links.defer(
        *("measure__shows_done", "measure__owner__description"),
        *("measure__post__field", "measure__post__funding"),
    ):
        if link.item_id in rows:
            rows[link.item_id].measures.append(link)
    _add_before(assessment, list(rows.values()))
    signature = Signature.objects.filter(response=chosen.municipal_response_id).select_related("person").first()
    return Mirror(assessment, chosen, list(rows.values()), signature, releases, approved(chosen))


def _add_before(assessment: Assessment, rows: list[Row]) -> None:
    """Add the newest earlier round's cells of the same bank items, though the checklist may have been another."""
    earlier = (
        Release.objects.filter(
            assessment__area=assessment.area_id, assessment__round__closes__lt=assessment.round.closes
        )
        .select_related("assessment__round")
        .only("assessment__round__year")
        .order_by("-assessment__round__closes", "-number")
        .first()
    )
    if earlier is None:
        return
    only = ("release", "municipal_value", "municipal_cannot_say", "ngo_half_levels", "ngo_spread", "ngo_count")
    before = earlier.cells.select_related("item").only(*only, "item__bank_id").order_by()
    cells = {c.item.bank_id: c for c in before if c.item.bank_id}
    for row in rows:
        row.before = cells.get(row.item.bank_id or 0)
        row.before_year = earlier.assessment.round.year


def source_line(mirror: Mirror) -> str:
    """Return the line that every output carries: source, date, number of answers, licence."""
    release = mirror.release
    return _("Kumppanuuspöytä, %(round)s, %(area)s. Published %(date)s. %(answers)s. Licence %(licence)s.") % {
        "round": mirror.assessment.round.title,
        "area": mirror.assessment.area.name,
        "date": _date(release.at),
        "answers": answers_in_words(release.answered),
        "licence": LICENCE,
    }


def answers_in_words(number: int) -> str:
    """Return the number of answering NGOs in words; under five only that."""
    if number < 5:
        return _("Fewer than five NGOs answered")
    return ngettext("%(number)d NGO answered", "%(number)d NGOs answered", number) % {"number": number}


def _date(moment: Any) -> str:
    from django.utils import formats, timezone

    return formats.date_format(timezone.localdate(moment))


def may_agree(actor: Actor, assessment: Assessment) -> bool:
    """Say whether "agree on a measure" is offered to the reader."""
    return actor.may("assessments.agree", assessment)
