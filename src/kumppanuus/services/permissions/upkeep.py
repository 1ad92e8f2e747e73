"""Who may keep entries right from e-mail links, suggest, and claim pages that nobody keeps."""

from __future__ import annotations

from django.db.models import Q

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Organisation, Role, acts_for
from kumppanuus.services.models import Claim, ClaimState, Service, Status, Suggestion, SuggestionKind, SuggestionState
from kumppanuus.services.permissions.entries import change, edits, edits_around, holds, is_kept
from kumppanuus.spaces.models import Space, SpaceRoleKind, has_space_role


def looks_after(actor: Actor, organisation: Organisation) -> bool:
    """Say whether the actor is an editor of a space around the organisation, or edits for its home municipality."""
    if actor.system or (actor.person_id and edits_around(actor, organisation)):
        return True
    if not acts_for(actor, actor.organisation_id, Role.EDITOR):
        return False
    here = Q(governs=organisation.home_id) | Q(governs__in=organisation.areas.order_by().values("pk"))
    return Organisation.objects.filter(here, pk=actor.organisation_id or 0, governs__isnull=False).exists()


@permission
def view_suggestion(actor: Actor, obj: Suggestion) -> bool:
    """Who made it, by account or link, and whoever edits the organisation's entries."""
    if actor.link_id:
        return obj.link_id == actor.link_id
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return own or edits(actor, obj.organisation)


@permission
def view_claim(actor: Actor, obj: Claim) -> bool:
    """Who made it, and the editors of a space in whose area the organisation is."""
    own = actor.person_id is not None and obj.person_id == actor.person_id
    return own or bool(actor.system) or (actor.person_id is not None and edits_around(actor, obj.organisation))


@permission
def remind(actor: Actor, obj: Service) -> bool:
    """The clock; by hand its editors, a space's editors around and its municipality's, while it is listed."""
    listed = obj.status in {Status.PUBLISHED, Status.PAUSED}
    return listed and (edits(actor, obj.organisation) or looks_after(actor, obj.organisation))


@permission
def climb(actor: Actor, obj: None) -> bool:
    """The clock."""
    return bool(actor.system)


@permission
def correct(actor: Actor, obj: Service) -> bool:
    """Who holds a link that was mailed for correcting it, and who edits it, while it is public."""
    if obj.status not in {Status.PUBLISHED, Status.PAUSED}:
        return False
    return holds(actor, obj, "services.correct") or change(actor, obj)


@permission
def suggest(actor: Actor, obj: Service) -> bool:
    """Everybody, of what they see; no account is needed."""
    return obj.status != Status.DRAFT


@permission
def suggest_entry(actor: Actor, obj: Organisation) -> bool:
    """Everybody; no account is needed."""
    return True


@permission
def accept_suggestion(actor: Actor, obj: Suggestion) -> bool:
    """Who edits the organisation's entries, while it waits."""
    return obj.state == SuggestionState.WAITING and edits(actor, obj.organisation)


@permission
def decline_suggestion(actor: Actor, obj: Suggestion) -> bool:
    """As for accepting."""
    return accept_suggestion(actor, obj)


@permission
def undo_correction(actor: Actor, obj: Suggestion) -> bool:
    """Who edits the organisation's entries, while the correction of a line stands."""
    stands = obj.state == SuggestionState.ACCEPTED and obj.kind == SuggestionKind.LINE
    return stands and edits(actor, obj.organisation)


@permission
def send_claim_link(actor: Actor, obj: Organisation) -> bool:
    """Everybody: the mail goes only to the address that is known of the organisation."""
    return not is_kept(obj)


@permission
def claim(actor: Actor, obj: Organisation) -> bool:
    """Any signed-in person: the action asks for the link or the letter's code."""
    return actor.person_id is not None


@permission
def ask_claim(actor: Actor, obj: Organisation) -> bool:
    """Any signed-in person, while nobody keeps the page."""
    return actor.person_id is not None and not is_kept(obj)


@permission
def approve_claim(actor: Actor, obj: Claim) -> bool:
    """The editors of a space around the organisation, but not of her own claim."""
    own = actor.person_id == obj.person_id
    return obj.state == ClaimState.WAITING and not own and (bool(actor.system) or edits_around(actor, obj.organisation))


@permission
def decline_claim(actor: Actor, obj: Claim) -> bool:
    """As for approving."""
    return approve_claim(actor, obj)


@permission
def invite_keeper(actor: Actor, obj: Organisation) -> bool:
    """A space's editors around and its municipality's editors, while nobody keeps the page."""
    return looks_after(actor, obj) and not is_kept(obj)


@permission
def make_letters(actor: Actor, obj: Space | Organisation) -> bool:
    """A space's editors, and the editors who act for a municipality."""
    if isinstance(obj, Space):
        return bool(actor.system) or has_space_role(actor, obj.pk, SpaceRoleKind.EDITOR)
    return bool(actor.system) or (obj.governs_id is not None and acts_for(actor, obj.pk, Role.EDITOR))
