"""Who writes, publishes and keeps practices; who cares for collections; who says that a practice is used."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Organisation, Role, acts_for, organisations_of
from kumppanuus.practices.models import (
    CARING,
    CREDITED,
    INSIDE,
    STILL,
    Adoption,
    Attachment,
    Collection,
    Developer,
    DeveloperState,
    Inclusion,
    InclusionState,
    Practice,
    PracticeVersion,
    Section,
    caring_spaces,
    held_posts,
)
from kumppanuus.spaces.models import Space, has_space_role


def keeps(actor: Actor, practice: Practice) -> bool:
    """Say whether the actor is an editor who acts for the owner."""
    return bool(actor.system) or acts_for(actor, practice.owner_id, Role.EDITOR)


def develops(actor: Actor, practice: Practice) -> bool:
    """Say whether the actor is an editor who acts for the owner or for an organisation that develops it."""
    if keeps(actor, practice):
        return True
    if not acts_for(actor, actor.organisation_id, Role.EDITOR):
        return False
    return (practice.pk, actor.organisation_id) in _developed(actor)


def _developed(actor: Actor) -> set[tuple[int, int]]:
    """Return (practice, organisation) of what the organisation one acts for develops. One query per actor."""

    def load() -> set[tuple[int, int]]:
        rows = Developer.objects.filter(organisation=actor.organisation_id, state=DeveloperState.ACCEPTED)
        return set(rows.values_list("practice_id", "organisation_id"))

    return actor.remember("practices.develops", load)


def _inside(actor: Actor, practice: Practice) -> bool:
    """Say whether the actor reads drafts: a member of the owner, of a developer, or of who was asked."""
    own = organisations_of(actor) if actor.person_id else []
    if {practice.owner_id, practice.offered_to_id} & set(own):
        return True
    return bool(own) and practice.developers.filter(organisation__in=own, state__in=INSIDE).exists()


@permission
def view_practice(actor: Actor, obj: Practice) -> bool:
    """Anyone once it is published; before that those who write it or are asked to."""
    return obj.is_public or _inside(actor, obj)


@permission
def view_practiceversion(actor: Actor, obj: PracticeVersion) -> bool:
    """Anyone once published; a draft those who write it."""
    return not obj.is_draft or _inside(actor, obj.practice)


@permission
def view_section(actor: Actor, obj: Section) -> bool:
    """As the version."""
    return view_practiceversion(actor, obj.version)


@permission
def view_developer(actor: Actor, obj: Developer) -> bool:
    """Anyone once it develops what is published; else the two sides."""
    if obj.state in CREDITED and obj.practice.is_public:
        return True
    return bool({obj.organisation_id, obj.practice.owner_id} & set(organisations_of(actor)))


@permission
def view_collection(actor: Actor, obj: Collection) -> bool:
    """Anyone."""
    return True


@permission
def view_inclusion(actor: Actor, obj: Inclusion) -> bool:
    """Anyone, of a published practice; what was not taken the practice's owner and the curators."""
    if obj.practice.is_public and obj.state != InclusionState.DECLINED:
        return True
    return bool(actor.person_id) and (obj.practice.owner_id in organisations_of(actor) or judges(actor, obj))


@permission
def view_adoption(actor: Actor, obj: Adoption) -> bool:
    """Anyone, of a published practice."""
    return obj.practice.is_public or obj.organisation_id in organisations_of(actor)


# --- writing ---


@permission
def create(actor: Actor, obj: Organisation) -> bool:
    """Editors who act for the organisation that owns it."""
    return bool(actor.system) or acts_for(actor, obj.pk, Role.EDITOR)


@permission
def describe(actor: Actor, obj: Practice) -> bool:
    """Editors of the owner and of those who develop it."""
    return develops(actor, obj)


@permission
def write_head(actor: Actor, obj: PracticeVersion) -> bool:
    """As for describing, while it is a draft."""
    return obj.is_draft and develops(actor, obj.practice)


@permission
def write(actor: Actor, obj: PracticeVersion) -> bool:
    """As for describing, while it is a draft."""
    return write_head(actor, obj)


@permission
def be_here(actor: Actor, obj: PracticeVersion) -> bool:
    """As for writing."""
    return write_head(actor, obj)


@permission
def bring_in(actor: Actor, obj: PracticeVersion) -> bool:
    """As for writing."""
    return write_head(actor, obj)


@permission
def keep_leftover(actor: Actor, obj: PracticeVersion) -> bool:
    """As for writing."""
    return write_head(actor, obj)


@permission
def attach(actor: Actor, obj: PracticeVersion) -> bool:
    """As for writing."""
    return write_head(actor, obj)


@permission
def detach(actor: Actor, obj: Attachment) -> bool:
    """As for writing."""
    return write_head(actor, obj.version)


@permission
def draft(actor: Actor, obj: Practice) -> bool:
    """As for describing, once it has been published and is not withdrawn."""
    return obj.is_public and obj.withdrawn_at is None and develops(actor, obj)


@permission
def publish(actor: Actor, obj: PracticeVersion) -> bool:
    """Editors of the owner."""
    return obj.is_draft and keeps(actor, obj.practice)


@permission
def consult(actor: Actor, obj: PracticeVersion) -> bool:
    """Editors of the owner, on a draft too: its text then lies open in the round."""
    return keeps(actor, obj.practice)


@permission
def discard(actor: Actor, obj: PracticeVersion) -> bool:
    """Editors of the owner."""
    return publish(actor, obj)


@permission
def withdraw(actor: Actor, obj: Practice) -> bool:
    """Editors of the owner, while it stands."""
    return obj.is_public and obj.withdrawn_at is None and keeps(actor, obj)


@permission
def reopen(actor: Actor, obj: Practice) -> bool:
    """Editors of the owner, once it was withdrawn."""
    return obj.withdrawn_at is not None and keeps(actor, obj)


# --- people ---


@permission
def invite(actor: Actor, obj: Practice) -> bool:
    """Editors of the owner."""
    return keeps(actor, obj)


@permission
def request(actor: Actor, obj: Practice) -> bool:
    """Editors of any other organisation, of what is published."""
    own = actor.organisation_id
    return obj.is_public and own != obj.owner_id and acts_for(actor, own, Role.EDITOR)


@permission
def accept(actor: Actor, obj: Developer) -> bool:
    """Editors of the side that was asked."""
    if obj.state == DeveloperState.INVITED:
        return acts_for(actor, obj.organisation_id, Role.EDITOR)
    return obj.state == DeveloperState.ASKED and keeps(actor, obj.practice)


@permission
def refuse(actor: Actor, obj: Developer) -> bool:
    """As for accepting."""
    return accept(actor, obj)


@permission
def end(actor: Actor, obj: Developer) -> bool:
    """Editors of either side, while it develops; whoever invited or asked takes it back."""
    if obj.state not in {DeveloperState.ACCEPTED, DeveloperState.INVITED, DeveloperState.ASKED}:
        return False
    return keeps(actor, obj.practice) or acts_for(actor, obj.organisation_id, Role.EDITOR)


@permission
def offer(actor: Actor, obj: Practice) -> bool:
    """Editors of the owner."""
    return keeps(actor, obj)


@permission
def take_over(actor: Actor, obj: Practice) -> bool:
    """Editors of the organisation to which it is offered."""
    return obj.offered_to_id is not None and acts_for(actor, obj.offered_to_id, Role.EDITOR)


@permission
def decline_offer(actor: Actor, obj: Practice) -> bool:
    """As for taking over; the owner takes the offer back."""
    return obj.offered_to_id is not None and (take_over(actor, obj) or keeps(actor, obj))


# --- collections ---


def cares(actor: Actor, collection: Collection) -> bool:
    """Say whether the actor is a curator or an editor of its space, or holds one of its posts now."""
    if actor.system:
        return True
    if collection.space_id and has_space_role(actor, collection.space_id, *CARING):
        return True
    held = held_posts(actor)
    return bool(held) and collection.curators.filter(pk__in=held).exists()


def judges(actor: Actor, inclusion: Inclusion) -> bool:
    """Say whether the actor decides on a practice in a collection."""
    collection = inclusion.collection
    if cares(actor, collection):
        return True
    if collection.space_id is not None:
        return False
    space = inclusion.practice.space_id
    return bool(caring_spaces(actor)) if space is None else space in caring_spaces(actor)


@permission
def make_collection(actor: Actor, obj: Space) -> bool:
    """Curators and editors of the space."""
    return bool(actor.system) or has_space_role(actor, obj.pk, *CARING)


@permission
def change_collection(actor: Actor, obj: Collection) -> bool:
    """Who cares for it. Those that ship with the product are changed by a release."""
    return obj.space_id is not None and cares(actor, obj)


@permission
def order(actor: Actor, obj: Collection) -> bool:
    """Who cares for it; for those that ship with the product curators and editors of any space."""
    return cares(actor, obj) or (obj.space_id is None and bool(caring_spaces(actor)))


@permission
def include(actor: Actor, obj: Practice) -> bool:
    """Those who write it, once it is published; curators and editors of a space."""
    return obj.is_public and obj.withdrawn_at is None and (develops(actor, obj) or bool(caring_spaces(actor)))


@permission
def approve(actor: Actor, obj: Inclusion) -> bool:
    """Who cares for the collection; where it has no space, who does in the practice's space."""
    return obj.state != InclusionState.APPROVED and judges(actor, obj)


@permission
def decline(actor: Actor, obj: Inclusion) -> bool:
    """As for approving."""
    return obj.state != InclusionState.DECLINED and judges(actor, obj)


@permission
def remove(actor: Actor, obj: Inclusion) -> bool:
    """Editors of the practice's owner."""
    return keeps(actor, obj.practice)


# --- adoption ---


@permission
def adopt(actor: Actor, obj: Practice) -> bool:
    """Editors of any organisation, of what is published, in its own name."""
    return obj.is_public and acts_for(actor, actor.organisation_id, Role.EDITOR)


@permission
def change_adoption(actor: Actor, obj: Adoption) -> bool:
    """Editors of the organisation that uses it."""
    return acts_for(actor, obj.organisation_id, Role.EDITOR)


@permission
def confirm(actor: Actor, obj: Adoption) -> bool:
    """Editors of the organisation that uses it, and who holds the link that it was sent."""
    return change_adoption(actor, obj) or holds_link(actor, obj)


@permission
def drop(actor: Actor, obj: Adoption) -> bool:
    """As for confirming."""
    return confirm(actor, obj)


@permission
def ask_adopters(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return actor.system in {"clock", "command"}


def holds_link(actor: Actor, adoption: Adoption) -> bool:
    """Say whether the actor came by the link that asks whether the adoption still holds."""
    from kumppanuus.links.models import Link

    if not actor.link_id:
        return False
    label = Adoption._meta.label_lower
    return Link.objects.filter(pk=actor.link_id, purpose=STILL, target_model=label, target_id=adoption.pk).exists()
