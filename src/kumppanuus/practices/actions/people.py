"""Who develops a practice with its owner, and how it goes over to another owner."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices import telling
from kumppanuus.practices.models import Developer, DeveloperState, Practice

OPEN = (DeveloperState.INVITED, DeveloperState.ASKED, DeveloperState.ACCEPTED)


def _asked(practice: Practice, organisation: Organisation) -> Developer:
    """Return the row of an organisation, made or made anew. Refused when it develops or has been asked already."""
    if organisation.pk == practice.owner_id:
        raise Refused(_("The owner writes it anyway. Choose another organisation."))
    rows = Developer.objects.select_for_update(of=("self",)).filter(practice=practice, organisation=organisation)
    found = rows.first()
    if found is not None and found.state in OPEN:
        raise Refused(_("The organisation develops it or has been asked already. Nothing was changed."))
    found = found or Developer(practice=practice, organisation=organisation)
    found.asked_at = timezone.now()
    return found


@action
def invite(
    actor: Actor, practice: Practice, *, organisation: Organisation, part: Text | None = None, message: str = ""
) -> Developer:
    """Invite an organisation to develop. It reads the draft at once, and writes once it has said yes."""
    made = _asked(practice, organisation)
    made.part, made.message, made.state = part or Text(), message.strip(), DeveloperState.INVITED
    made.save()
    telling.invited(made)
    note(made, practice, organisation, audience=made.audience())
    return made


@action
def request(actor: Actor, practice: Practice, *, message: str = "") -> Developer:
    """Ask the owner to be let in as a developer, in the name of one's organisation."""
    made = _asked(practice, Organisation.objects.get(pk=actor.organisation_id or 0))
    made.message, made.state = message.strip(), DeveloperState.ASKED
    made.save()
    telling.requested(made)
    note(made, practice, made.organisation, audience=made.audience())
    return made


def _answer(developer: Developer, state: str) -> Developer:
    fresh = Developer.objects.select_for_update(of=("self",)).select_related("practice", "organisation")
    held = fresh.get(pk=developer.pk)
    if held.state not in {DeveloperState.INVITED, DeveloperState.ASKED}:
        raise Refused(_("This was answered meanwhile. Nothing was changed; look again."))
    held.state = state
    if state == DeveloperState.ACCEPTED:
        held.start, held.end = held.start or timezone.localdate(), None
    held.save()
    note(held, held.practice, held.organisation, audience=held.audience())
    return held


@action
def accept(actor: Actor, developer: Developer) -> Developer:
    """Say yes to an invitation or a request: the organisation writes and is credited from today."""
    return _answer(developer, DeveloperState.ACCEPTED)


@action
def refuse(actor: Actor, developer: Developer) -> Developer:
    """Say no to an invitation or a request. Who developed it before stays credited for that time."""
    return _answer(developer, DeveloperState.ENDED if developer.end else DeveloperState.DECLINED)


@action
def end(actor: Actor, developer: Developer) -> Developer:
    """End developing; the organisation stays credited with its time. An open invitation or request is taken back."""
    fresh = Developer.objects.select_for_update(of=("self",)).select_related("practice", "organisation")
    held = fresh.get(pk=developer.pk)
    if held.state == DeveloperState.ACCEPTED:
        held.state, held.end = DeveloperState.ENDED, max(timezone.localdate(), held.start or dt.date.min)
    elif held.state in OPEN:
        held.state = DeveloperState.ENDED if held.end else DeveloperState.DECLINED
    else:
        raise Refused(_("This was answered meanwhile. Nothing was changed; look again."))
    held.save()
    note(held, held.practice, held.organisation, audience=held.audience())
    return held


@action
def offer(actor: Actor, practice: Practice, *, organisation: Organisation) -> Practice:
    """Hand a practice over to another organisation; it becomes its own once that says yes."""
    held = Practice.objects.select_for_update(of=("self",)).select_related("owner", "current").get(pk=practice.pk)
    if organisation.pk == held.owner_id:
        raise Refused(_("It is the owner's already. Choose another organisation."))
    if held.offered_to_id is not None and held.offered_to_id != organisation.pk:
        raise Refused(_("It has been offered to another already. Take that back first. Nothing was changed."))
    held.offered_to = organisation
    held.save(update_fields=["offered_to"])
    telling.offered(held, organisation)
    tokens = {f"organisation:{held.owner_id}", f"organisation:{organisation.pk}"}
    note(held, organisation, audience=tokens)
    return held


@action
def take_over(actor: Actor, practice: Practice) -> Practice:
    """Become the owner. The one before stays credited as a developer until today; its post answers no more."""
    held = Practice.objects.select_for_update(of=("self",)).select_related("owner", "current").get(pk=practice.pk)
    if held.offered_to_id is None or held.offered_to_id != actor.organisation_id:
        raise Refused(_("The offer was taken back meanwhile. Nothing was changed."))
    today, before = timezone.localdate(), held.owner
    Developer.objects.filter(practice=held, organisation=held.offered_to_id).delete()
    Developer.objects.update_or_create(
        practice=held,
        organisation=before,
        defaults={
            "state": DeveloperState.ENDED,
            "start": min(timezone.localdate(held.created_at), today),
            "end": today,
        },
    )
    held.owner_id, held.offered_to, held.post = held.offered_to_id, None, None
    held.save(update_fields=["owner", "offered_to", "post"])
    note(held, before)
    return held


@action
def decline_offer(actor: Actor, practice: Practice) -> Practice:
    """Say no to an offer, or take one's own offer back."""
    held = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    if held.offered_to_id is None:
        raise Refused(_("There is no offer any more. Nothing was changed."))
    tokens = {f"organisation:{held.owner_id}", f"organisation:{held.offered_to_id}"}
    held.offered_to = None
    held.save(update_fields=["offered_to"])
    note(held, audience=tokens)
    return held
