"""In what role somebody says that an entry, or a part of it, is right."""

from __future__ import annotations

from django.utils import timezone

from kumppanuus.core.actions import running
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import acts_for
from kumppanuus.services.models import FieldCheck, Service, VerifiedAs


def role_of(actor: Actor, service: Service) -> str:
    """Return in what role the actor says that something is right."""
    if actor.link_id:
        return VerifiedAs.LINK
    if actor.system or acts_for(actor, service.organisation_id):
        return VerifiedAs.MEMBER
    return VerifiedAs.SPACE


def look_at(actor: Actor, service: Service, field: str) -> None:
    """Write down that a part of the entry is right now, inside an action."""
    fresh = Service.objects.select_for_update().only("checked").get(pk=service.pk)
    looked = FieldCheck(timezone.now(), role_of(actor, service))
    Service.objects.filter(pk=service.pk).update(checked={**fresh.checked, field: looked.as_json()})


def typed(actor: Actor, service: Service, field: str) -> None:
    """As `look_at`, for who typed a part anew by itself; not for what makes, imports or merges whole entries."""
    act = running()
    if act is not None and act.name.startswith("services.set_"):
        look_at(actor, service, field)
