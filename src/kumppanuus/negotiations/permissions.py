"""Who may do what in a negotiation: the convener runs it, parties propose, signatories sign."""

from __future__ import annotations

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.negotiations.models import (
    HELSINKI,
    FollowUp,
    Negotiation,
    Party,
    Phase,
    Point,
    Proposal,
    takes_place_in,
)
from kumppanuus.organisations.models import Organisation, Role, acts_for, organisations_of
from kumppanuus.places.models import Area


@permission
def view_negotiation(actor: Actor, obj: Negotiation) -> bool:
    """Anyone once it is published; before, members of the convener and of the parties."""
    if obj.published_at is not None:
        return True
    own = organisations_of(actor) if actor.person_id else []
    return obj.convener_id in own or obj.parties.filter(organisation__in=own, left_on=None).exists()


def convener_of(area: Area) -> Organisation | None:
    """Return who convenes in an area: the county, or the city of Helsinki; None where nobody has to."""
    if not takes_place_in(area):
        return None
    if area.code == HELSINKI:
        return Organisation.objects.filter(governs__county=area, governs__code="091").first()
    return Organisation.objects.filter(governs=area).first()


def runs(actor: Actor, obj: Negotiation) -> bool:
    """Say whether the actor acts for the convener as an editor."""
    return acts_for(actor, obj.convener_id, Role.EDITOR)


def own_party(actor: Actor, obj: Negotiation) -> Party | None:
    """Return the party for which the actor acts, if it has not left. Asked once per negotiation."""
    if actor.organisation_id is None or actor.person_id is None:
        return None
    rows = obj.parties.filter(organisation=actor.organisation_id, left_on=None)
    return actor.remember(f"negotiations.party:{obj.pk}", rows.first)


def takes_part(actor: Actor, obj: Negotiation) -> bool:
    """Say whether the actor is an editor of the convener or of a party."""
    if runs(actor, obj):
        return True
    return acts_for(actor, actor.organisation_id, Role.EDITOR) and own_party(actor, obj) is not None


@permission
def convene(actor: Actor, obj: Area) -> bool:
    """Editors of the county, in Helsinki of the city; not in Åland."""
    own = convener_of(obj)
    return own is not None and acts_for(actor, own.pk, Role.EDITOR)


@permission
def change(actor: Actor, obj: Negotiation) -> bool:
    """The convener, until the text is offered for signing."""
    return obj.is_open and runs(actor, obj)


@permission
def publish(actor: Actor, obj: Negotiation) -> bool:
    """The convener, once."""
    return obj.published_at is None and obj.closed_at is None and runs(actor, obj)


@permission
def invite(actor: Actor, obj: Negotiation) -> bool:
    """As changing it."""
    return obj.is_open and runs(actor, obj)


@permission
def add_group(actor: Actor, obj: Negotiation) -> bool:
    """As changing it."""
    return obj.is_open and runs(actor, obj)


@permission
def leave(actor: Actor, obj: Party) -> bool:
    """Editors of the party itself, and the convener for it; the convener's own party stays."""
    here = obj.negotiation
    if obj.left_on is not None or here.closed_at is not None or obj.organisation_id == here.convener_id:
        return False
    return acts_for(actor, obj.organisation_id, Role.EDITOR) or runs(actor, here)


@permission
def add_point(actor: Actor, obj: Negotiation) -> bool:
    """The convener and the parties, while the text is open."""
    return obj.is_open and takes_part(actor, obj)


@permission
def answer_point(actor: Actor, obj: Point) -> bool:
    """The convener, of what waits for an answer."""
    return obj.answer == "waiting" and obj.negotiation.is_open and runs(actor, obj.negotiation)


@permission
def present(actor: Actor, obj: Negotiation) -> bool:
    """The convener and the parties, until it is closed."""
    return obj.closed_at is None and takes_part(actor, obj)


@permission
def propose(actor: Actor, obj: Negotiation) -> bool:
    """The convener and the parties, while the text is open."""
    return obj.is_open and takes_part(actor, obj)


@permission
def rewrite(actor: Actor, obj: Proposal) -> bool:
    """Who proposed it while it waits, and the convener; not what has been signed."""
    here = obj.negotiation
    if obj.measure_id is not None or not here.is_open:
        return False
    mine = obj.answer == "waiting" and acts_for(actor, obj.by_id, Role.EDITOR) and takes_part(actor, here)
    return mine or runs(actor, here)


@permission
def accept(actor: Actor, obj: Proposal) -> bool:
    """The convener, also of what it declined before."""
    return obj.answer != "accepted" and obj.negotiation.is_open and runs(actor, obj.negotiation)


@permission
def decline(actor: Actor, obj: Proposal) -> bool:
    """The convener, also of what it accepted before; its owner too: none answers for what it did not take."""
    here = obj.negotiation
    if obj.answer == "declined" or obj.measure_id is not None or not here.is_open:
        return False
    own = acts_for(actor, obj.owner_id, Role.EDITOR) and takes_part(actor, here)
    return own or runs(actor, here)


@permission
def offer(actor: Actor, obj: Negotiation) -> bool:
    """The convener, from the day of the negotiation on."""
    return obj.phase == Phase.NEGOTIATING and runs(actor, obj)


@permission
def sign(actor: Actor, obj: Negotiation) -> bool:
    """Signatories of the convener and of the parties, once the text is offered and until it is closed."""
    if obj.offered_at is None or obj.closed_at is not None:
        return False
    return acts_for(actor, actor.organisation_id, Role.SIGNATORY) and own_party(actor, obj) is not None


@permission
def reopen(actor: Actor, obj: Negotiation) -> bool:
    """The convener, of a text that was offered or signed: a new version is signed anew."""
    return obj.offered_at is not None and obj.closed_at is None and runs(actor, obj)


@permission
def ask(actor: Actor, _obj: None) -> bool:
    """The clock."""
    return actor.system == "clock"


@permission
def report(actor: Actor, obj: FollowUp) -> bool:
    """Who holds the link that was mailed to the party; editors and answerers of the party when signed in."""
    if obj.party.left_on is not None:
        return False
    if actor.link_id is not None:
        return obj.link_id == actor.link_id
    return acts_for(actor, obj.party.organisation_id, Role.EDITOR, Role.ANSWERER)


@permission
def withdraw_link(actor: Actor, obj: FollowUp) -> bool:
    """The convener and the party, while there is a link: it tells more also after an answer."""
    return obj.link_id is not None and _keeps(actor, obj)


@permission
def send_again(actor: Actor, obj: FollowUp) -> bool:
    """The convener and the party, until the party leaves or the year is closed."""
    return obj.party.left_on is None and obj.party.negotiation.closed_at is None and _keeps(actor, obj)


def _keeps(actor: Actor, obj: FollowUp) -> bool:
    return acts_for(actor, obj.party.organisation_id, Role.EDITOR) or runs(actor, obj.party.negotiation)


@permission
def close(actor: Actor, obj: Negotiation) -> bool:
    """The convener, once the text was agreed."""
    return obj.closed_at is None and obj.agreed_at is not None and runs(actor, obj)


@permission
def begin_next(actor: Actor, obj: Negotiation) -> bool:
    """The convener, once."""
    return runs(actor, obj) and not Negotiation.objects.filter(area=obj.area_id, year=obj.year + 1).exists()
