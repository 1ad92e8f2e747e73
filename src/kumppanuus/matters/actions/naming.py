"""In whose name a step is taken: of the body or the organisation for which the actor acts, or her own."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.matters import receivers
from kumppanuus.matters.models import Matter
from kumppanuus.organisations.models import Organisation, acts_for


def in_name_of(actor: Actor, matter: Matter) -> dict[str, Any]:
    """Return the fields of a step that say in whose name it is: of who has it, else of who sent it there."""
    if matter.held_model and (actor.system or receivers.runs(actor, matter.held_model, matter.held_id)):
        return _named(matter.holder, matter.held_model, matter.held_id, matter.waits_name)
    if matter.sent_model and receivers.runs(actor, matter.sent_model, matter.sent_id):
        body = matter.steps.filter(by_model=matter.sent_model, by_id=matter.sent_id).last()
        return _named(matter.sender, matter.sent_model, matter.sent_id, body.by_name if body else Text())
    own = actor.organisation_id
    if own is not None and acts_for(actor, own):
        organisation = Organisation.objects.get(pk=own)
        return _named(organisation, "", None, organisation.name)
    return {}


def of_giver(matter: Matter) -> dict[str, Any]:
    """Return the fields of a step that is taken by who gave the matter."""
    return _named(matter.organisation, matter.given_body_model, matter.given_body_id, matter.given_name)


def _named(organisation: Organisation | None, model: str, pk: int | None, name: Any) -> dict[str, Any]:
    return {"organisation": organisation, "by_model": model, "by_id": pk, "by_name": Text(name)}
