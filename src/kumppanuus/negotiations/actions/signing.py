"""Locking the text, signing it in organisations' names, and opening a new version. Signed measures become measures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.measures import actions as measures
from kumppanuus.measures.models import Measure
from kumppanuus.negotiations import telling
from kumppanuus.negotiations.actions.holding import hold, hold_open, reasoned, touch
from kumppanuus.negotiations.models import Agreement, Answer, Negotiation, Party, Proposal, Signature
from kumppanuus.negotiations.permissions import own_party


@action
def offer(actor: Actor, negotiation: Negotiation) -> Agreement:
    """Lock the text and ask each party to sign it. Refused while something waits, or is owned by who has left."""
    hold_open(negotiation)
    rows = list(negotiation.proposals.select_related("owner", "post", "area").exclude(answer=Answer.DECLINED))
    if any(row.answer == Answer.WAITING for row in rows):
        raise Refused(_("Proposals wait for your answer. Accept or decline each of them first."))
    if not rows:
        raise Refused(_("There is no measure to agree on. Take at least one proposal first."))
    left = set(negotiation.parties.exclude(left_on=None).values_list("organisation", flat=True))
    if any(row.owner_id in left and row.measure_id is None for row in rows):
        raise Refused(
            _("A measure belongs to a party that has left. Choose another who answers for it, or decline it.")
        )
    if any(row.due < timezone.localdate() and row.measure_id is None for row in rows):
        raise Refused(_("The due date of a measure has passed. Choose a later one."))
    if any(row.post and row.post.ended and row.measure_id is None for row in rows):
        raise Refused(_("The post that answers for a measure has ended. Choose another post, or none."))
    number = negotiation.agreements.count() + 1
    made = Agreement.objects.create(negotiation=negotiation, number=number, content=_content(negotiation, rows))
    negotiation.offered_at = timezone.now()
    touch(negotiation)
    telling.to_sign(made)
    note(negotiation)
    return made


def _content(negotiation: Negotiation, rows: list[Proposal]) -> dict[str, Any]:
    """Return the words that are signed, in all languages in which they are written."""
    return {
        "title": negotiation.title.as_json(),
        "how": negotiation.how.as_json(),
        "text": negotiation.text.as_json(),
        "measures": [
            {
                "proposal": row.pk,
                "goal": row.goal.as_json(),
                "title": row.title.as_json(),
                "owner": row.owner_id,
                "owner_name": row.owner.name.as_json(),
                "post": row.post_id,
                "post_name": row.post.title.as_json() if row.post else {},
                "area": row.area.name.as_json(),
                "indicator": row.indicator.as_json(),
                "target": row.target,
                "due": row.due.isoformat(),
            }
            for row in rows
        ],
    }


@action
def sign(actor: Actor, negotiation: Negotiation, *, number: int, decided_on: dt.date, decided_by: str) -> Signature:
    """Sign version `number` in the name of the party for which the actor acts, on a decision of a day.

    Where the party needs two signatories another completes it. Refused for a second signature of the same person,
    for a version that another has taken the place of, and for a decision that is still to come.
    """
    hold(negotiation)
    agreement = negotiation.agreements.first()
    party = own_party(actor, negotiation)
    if agreement is None or negotiation.offered_at is None or agreement.number != number or party is None:
        raise Refused(_("The text was changed meanwhile: you did not sign it. Open the page and read the new version."))
    if decided_on > timezone.localdate():
        raise Refused(_("The decision is still to come on that day. Sign when it has been made."))
    if not decided_by.strip():
        raise Refused(_("Say who decided, with the section."))
    given = list(agreement.signatures.filter(party=party).values_list("person", flat=True))
    if actor.person_id in given:
        raise Refused(_("You have signed it already. If two signatories are needed, another person completes it."))
    if len(given) >= party.organisation.signatures_needed:
        raise Refused(_("Your organisation has signed it already. Nothing changed."))
    made = Signature.objects.create(
        agreement=agreement,
        party=party,
        person_id=actor.person_id,
        decided_on=decided_on,
        decided_by=decided_by.strip(),
    )
    settle(negotiation)
    note(negotiation, decision=f"{decided_by.strip()} {decided_on:%-d.%-m.%Y}")
    return made


def signed(agreement: Agreement) -> set[int]:
    """Return the organisations whose signature is complete."""
    given: dict[int, int] = {}
    needed: dict[int, int] = {}
    for one in agreement.signatures.select_related("party__organisation"):
        own = one.party.organisation
        given[own.pk] = given.get(own.pk, 0) + 1
        needed[own.pk] = own.signatures_needed
    return {pk for pk, number in given.items() if number >= needed[pk]}


def settle(negotiation: Negotiation) -> None:
    """Make measures of what its owner and the convener have both signed; it is agreed when all parties have signed."""
    agreement = negotiation.agreements.first()
    if agreement is None or negotiation.offered_at is None:
        return
    done = signed(agreement)
    if negotiation.convener_id in done:
        in_text = {line["proposal"] for line in agreement.content["measures"]}
        rows = negotiation.proposals.filter(pk__in=in_text, measure=None, owner__in=done)
        for row in rows.select_related("owner", "post", "area"):
            row.measure = _measure(negotiation, row)
            row.save(update_fields=["measure"])
    asked = set(negotiation.parties.filter(left_on=None).values_list("organisation", flat=True))
    if asked <= done and negotiation.agreed_at is None:
        negotiation.agreed_at = timezone.now()
        touch(negotiation)
        telling.agreed(agreement)


def _measure(negotiation: Negotiation, row: Proposal) -> Measure:
    shows = {code: f"{words}: {row.target}" if row.target else words for code, words in row.indicator.items()}
    made = measures.propose(
        Actor(system="negotiations", organisation_id=row.owner_id),
        row.area,
        title=row.title,
        owner=row.owner,
        post=row.post,
        due=row.due,
        shows_done=type(row.indicator)(shows),
        agreed_model="negotiations.negotiation",
        agreed_id=negotiation.pk,
    )
    note(made)
    return made


@action
def reopen(actor: Actor, negotiation: Negotiation, *, reason: str) -> Negotiation:
    """Open a new version of the text; the offered one stays readable with its signatures, and all sign anew."""
    hold(negotiation)
    if negotiation.offered_at is None or negotiation.closed_at is not None:
        raise Refused(_("There is no locked text to open. Nothing changed."))
    told = reasoned(reason)
    negotiation.offered_at = negotiation.agreed_at = negotiation.followed_at = None
    negotiation.edition += 1
    touch(negotiation)
    telling.reopened(negotiation, told)
    note(negotiation, reason=told)
    return negotiation


def parties_to_sign(agreement: Agreement) -> list[Party]:
    """Return the parties whose signature is still missing."""
    done = signed(agreement)
    rows = agreement.negotiation.parties.filter(left_on=None).select_related("organisation")
    return [one for one in rows if one.organisation_id not in done]
