"""A negotiation as its page, files and API tell it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.negotiations.models import (
    Agreement,
    Answer,
    FollowUp,
    Negotiation,
    Party,
    Phase,
    Point,
    Proposal,
    Signature,
)


@dataclass
class Line:
    """A party with its signatures under the newest text."""

    party: Party
    signatures: list[Signature] = field(default_factory=list)

    @property
    def is_signed(self) -> bool:
        return len(self.signatures) >= self.party.organisation.signatures_needed


@dataclass
class Whole:
    """All of a negotiation that its page shows. Seven queries beside the negotiation's own."""

    negotiation: Negotiation
    lines: list[Line]
    points: list[Point]
    presentations: list[Any]
    proposals: list[Proposal]
    versions: list[Agreement]  # of the text, the newest first, each with its signatures

    @property
    def agreement(self) -> Agreement | None:
        return self.versions[0] if self.versions else None

    @property
    def here(self) -> list[Line]:
        return [one for one in self.lines if one.party.left_on is None]

    @property
    def left(self) -> list[Line]:
        return [one for one in self.lines if one.party.left_on is not None]

    @property
    def signed(self) -> int:
        return sum(one.is_signed for one in self.here)

    @property
    def accepted(self) -> list[Proposal]:
        return [one for one in self.proposals if one.answer == Answer.ACCEPTED]

    @property
    def waiting(self) -> list[Proposal]:
        return [one for one in self.proposals if one.answer == Answer.WAITING]

    @property
    def declined(self) -> list[Proposal]:
        return [one for one in self.proposals if one.answer == Answer.DECLINED]

    @property
    def programme(self) -> list[Point]:
        return [one for one in self.points if one.answer != Answer.DECLINED]


def whole(negotiation: Negotiation) -> Whole:
    """Read a negotiation with its parts."""
    signatures = Signature.objects.select_related("party__organisation")
    versions = list(negotiation.agreements.prefetch_related(Prefetch("signatures", signatures)))
    agreement = versions[0] if versions else None
    parties = list(negotiation.parties.select_related("organisation", "group"))
    lines = {one.pk: Line(one) for one in parties}
    if agreement is not None:
        for one in agreement.signatures.all():
            lines[one.party_id].signatures.append(one)
    proposals = list(negotiation.proposals.select_related("owner", "post", "area", "measure", "by"))
    for party in parties:
        party.negotiation = negotiation
    for proposal in proposals:
        proposal.negotiation = negotiation
    points = list(negotiation.points.select_related("by", "group"))
    for point in points:
        point.negotiation = negotiation
    by_pk = {one.pk: one for one in parties}
    presentations: list[Any] = list(negotiation.presentations.prefetch_related("parties"))
    for shown in presentations:
        shown.whose = [by_pk[one.pk] for one in shown.parties.all()]
    ordered = sorted(lines.values(), key=lambda one: (one.party.group_id or 0, one.party.organisation.sort_name))
    return Whole(negotiation, ordered, points, presentations, proposals, versions)


def unsigned(agreement: Agreement, signatures: list[Signature]) -> list[Line]:
    """Return the parties that have not signed a text, or not with as many as they need. One query."""
    parties = agreement.negotiation.parties.filter(left_on=None).select_related("organisation")
    lines = {one.pk: Line(one) for one in parties.order_by("organisation__sort_name", "pk")}
    for one in signatures:
        if one.party_id in lines:
            lines[one.party_id].signatures.append(one)
    return [one for one in lines.values() if not one.is_signed]


def follow_ups(negotiation: Negotiation, own: Party | None, all_of_them: bool) -> list[FollowUp]:
    """Return what was asked of the parties, or of one's own only, with whether its link works still. Two queries."""
    if negotiation.agreed_at is None or not (own or all_of_them):
        return []
    rows = FollowUp.objects.filter(party__negotiation=negotiation)
    if not all_of_them:
        rows = rows.filter(party=own)
    found = list(rows.select_related("party__organisation").order_by("number", "party__organisation__sort_name"))
    working = set(Link.objects.open().filter(pk__in=[one.link_id or 0 for one in found]).values_list("pk", flat=True))
    for one in found:
        one.party.negotiation = negotiation
        one.works = one.link_id in working  # type: ignore[attr-defined]
    return found


def next_in_words(whole: Whole) -> str:
    """Return what comes next, in a sentence."""
    here = whole.negotiation
    told = {
        "day": date_format(here.meets_on, "DATE_FORMAT"),
        "first": date_format(here.first_follow_up, "DATE_FORMAT"),
        "missing": len(whole.here) - whole.signed,
    }
    words = {
        Phase.PREPARING: _("Next: the negotiation on %(day)s. Until then parties propose points and measures."),
        Phase.NEGOTIATING: _("Next: the proposals are answered and the text is offered for signing."),
        Phase.TO_SIGN: _("Next: the parties decide and sign. Signatures still missing: %(missing)d."),
        Phase.AGREED: _("Next: the follow-up on %(first)s. Each party gets a link by e-mail."),
        Phase.FOLLOWED: _("Next: the second follow-up and the negotiation of the next year."),
        Phase.CLOSED: _("The year is closed. What is not done goes on to the next negotiation."),
    }
    return words[here.phase] % told


def signed_lines(agreement: Agreement) -> list[dict[str, Any]]:
    """Return the measures as they were offered, with texts and days to be shown."""
    names = ("goal", "title", "owner_name", "post_name", "area", "indicator")
    return [
        {
            **line,
            **{name: Text(line.get(name) or {}) for name in names},
            "due": dt.date.fromisoformat(line["due"]),
        }
        for line in agreement.content["measures"]
    ]
