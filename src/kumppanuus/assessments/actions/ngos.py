"""The NGO's side: begin, answer, give, and change one's mind until closing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.assessments.actions.rounds import _send_link
from kumppanuus.assessments.models import Assessment, Participation, ParticipationState, Way
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.links.models import Link
from kumppanuus.questionnaires import actions as questionnaires
from kumppanuus.questionnaires.models import Answer, Item, Response


def lock(participation: Participation) -> None:
    """Hold the participation until the end of the action and read what others have saved meanwhile."""
    participation.refresh_from_db(
        fields=["state", "organisation", "draft", "response", "link_id", "verified_by", "reason", "answered_at"],
        from_queryset=Participation.objects.select_for_update(of=("self",)),
    )


def _must_be_open(participation: Participation) -> None:
    if participation.state == ParticipationState.REFUSED:
        raise Refused(_("The keeper of the round has not accepted this answer. Ask the keeper if this is a mistake."))
    if not participation.assessment.round.takes_answers:
        raise Refused(_("The round is closed. What was given before closing is kept and counts."))


@quiet_action
def begin(actor: Actor, participation: Participation) -> Response:
    """Return the draft to continue, making it if there is none. A given answer is not touched."""
    lock(participation)
    _must_be_open(participation)
    if participation.draft is not None:
        return participation.draft
    if participation.response is not None:
        raise Refused(_("An answer has been given already. Choose “Change the answer” to change it."))
    round_ = participation.assessment.round
    response = questionnaires.start(
        actor,
        Response(
            version_id=round_.version_id,
            organisation_id=participation.organisation_id,
            link_id=participation.link_id,
            reader_token=round_.reader_token,
            closes_at=round_.closes_at,
        ),
    )
    participation.draft = response
    participation.save(update_fields=["draft"])
    return response


@quiet_action
def answer(actor: Actor, /, participation: Participation, *, item: Item, **given: Any) -> Answer:
    """Save the answer to one item of the draft (see `questionnaires.save`)."""
    _must_be_open(participation)
    if participation.draft is None:
        raise Refused(_("The answer has been given. Choose “Change the answer” to change it."))
    return questionnaires.save(actor, participation.draft, item=item, **given)


@action
def give(actor: Actor, participation: Participation) -> Participation:
    """Give the draft: it counts (after the keeper's check, if it came by the open link or nobody
    has vouched for the organisation yet) and replaces an earlier one.
    """
    locked = Participation.objects.select_for_update().get(pk=participation.pk)
    _must_be_open(locked)
    if locked.draft is None:
        raise Refused(_("The answer has been given already."))
    locked.response = questionnaires.submit(actor, locked.draft)
    locked.draft = None
    known = locked.way == Way.INVITATION and locked.organisation is not None and locked.organisation.vouched
    verified = known or locked.verified_by_id is not None
    locked.state = ParticipationState.ANSWERED if verified else ParticipationState.PENDING
    locked.answered_at = timezone.now()
    locked.save()
    return locked


@quiet_action
def reopen(actor: Actor, participation: Participation) -> Response:
    """Begin to change a given answer. The given one counts until the new one is given."""
    lock(participation)
    _must_be_open(participation)
    if participation.draft is not None:
        return participation.draft
    if participation.response is None:
        raise Refused(_("Nothing has been given yet."))
    participation.draft = questionnaires.replace(
        actor, participation.response, closes_at=participation.assessment.round.closes_at
    )
    participation.save(update_fields=["draft"])
    return participation.draft


@action
def claim(
    actor: Actor, assessment: Assessment, *, name: str, number: str = "", address: str = ""
) -> tuple[Participation, str]:
    """Join by the open link in an organisation's name; the answer counts once the keeper has verified it.

    Returns the participation and the token to go on with; the same link is mailed to the address. One that has joined
    with the same name and address already is only mailed its link (the token is then empty), because whoever types a
    name need not be its owner.
    """
    earlier = assessment.participations.filter(way=Way.OPEN_LINK, claimed_name__iexact=name.strip(), address=address)
    found = earlier.exclude(state=ParticipationState.REFUSED).first()
    if found is not None:
        now = timezone.now()
        # A link mailed a moment ago still works; another one would only make that one fail.
        if not Link.objects.open().filter(pk=found.link_id or 0, created_at__gt=now - dt.timedelta(minutes=1)).exists():
            _send_link(found, "join", key=f"participation:{found.pk}:join:{now:%Y%m%d%H%M%S}")
        return found, ""
    participation = Participation.objects.create(
        assessment=assessment,
        way=Way.OPEN_LINK,
        claimed_name=name.strip(),
        claimed_number=number.strip(),
        address=address,
    )
    note(participation, audience=participation.audience())
    return participation, _send_link(participation, "join")
