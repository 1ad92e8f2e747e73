"""Goals and measures on their way into the agreement."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.negotiations import telling
from kumppanuus.negotiations.actions.holding import hold_open, reasoned, same, touch
from kumppanuus.negotiations.models import Answer, Negotiation, Proposal
from kumppanuus.negotiations.permissions import runs
from kumppanuus.organisations.models import Organisation, Post

MOST_PROPOSALS = 150


@action
def propose(
    actor: Actor,
    /,
    negotiation: Negotiation,
    *,
    owner: Organisation,
    due: dt.date,
    post: Post | None = None,
    **words: Any,
) -> Proposal:
    """Propose a goal with a measure, who answers for it, what shows it and by when; the convener is told."""
    hold_open(negotiation)
    _fits(negotiation, owner, due, post)
    if negotiation.proposals.count() >= MOST_PROPOSALS:
        raise Refused(_("%(most)d proposals fit. Nothing was added.") % {"most": MOST_PROPOSALS})
    own = runs(actor, negotiation)
    made = Proposal.objects.create(
        negotiation=negotiation,
        owner=owner,
        post=post,
        due=due,
        by_id=actor.organisation_id or negotiation.convener_id,
        answer=Answer.ACCEPTED if own else Answer.WAITING,
        **words,
    )
    if not own:
        telling.proposed(negotiation, str(made.title), f"proposal:{made.pk}")
    touch(negotiation)
    note(negotiation)
    return made


def _fits(negotiation: Negotiation, owner: Organisation, due: dt.date, post: Post | None) -> None:
    if due < timezone.localdate():
        raise Refused(_("The due date has passed. Choose a later one; the rest of the form is kept."))
    if not negotiation.parties.filter(organisation=owner, left_on=None).exists():
        raise Refused(_("Who answers for the measure must be a party. Choose a party, or invite it first."))
    if post is not None and post.organisation_id != owner.pk:
        raise Refused(_("The post belongs to another organisation than the owner. Choose one of the owner's posts."))
    if post is not None and post.ended is not None:
        raise Refused(_("The post has ended. Choose another of the owner's posts; the rest of the form is kept."))


@action
def rewrite(
    actor: Actor,
    /,
    proposal: Proposal,
    *,
    edition: int,
    owner: Organisation,
    due: dt.date,
    post: Post | None = None,
    **words: Any,
) -> Proposal:
    """Change a proposal. Refused when another has changed it since the form was opened, and when it is signed."""
    _hold(proposal)
    same(proposal, edition)
    _fits(proposal.negotiation, owner, due, post)
    proposal.owner, proposal.post, proposal.due = owner, post, due
    for name, value in words.items():
        setattr(proposal, name, value)
    proposal.edition += 1
    proposal.save()
    note(proposal.negotiation)
    return proposal


@action
def accept(actor: Actor, proposal: Proposal) -> Proposal:
    """Take a proposal into the text to be signed; who proposed it is told."""
    return _answer(proposal, Answer.ACCEPTED, "")


@action
def decline(actor: Actor, proposal: Proposal, *, reason: str) -> Proposal:
    """Leave a proposal out with a reason, which all read; who proposed it is told."""
    return _answer(proposal, Answer.DECLINED, reasoned(reason))


def _hold(proposal: Proposal) -> None:
    hold_open(proposal.negotiation)
    proposal.refresh_from_db()
    if proposal.measure_id is not None:
        raise Refused(_("It is agreed and signed. How it goes, and a new date, are told on the measure's own page."))


def _answer(proposal: Proposal, answer: Answer, reason: str) -> Proposal:
    _hold(proposal)
    if proposal.answer == answer:
        raise Refused(_("It has been answered so already. Nothing changed."))
    proposal.answer, proposal.reason = answer, reason
    proposal.edition += 1
    proposal.save()
    telling.answered(proposal.negotiation, proposal, f"proposal:{proposal.pk}:{proposal.edition}")
    touch(proposal.negotiation)
    note(proposal.negotiation)
    return proposal
