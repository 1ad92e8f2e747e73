"""Who may put dates into the annual clock, and who has a feed of her own."""

from __future__ import annotations

from kumppanuus.accounts.models import Person
from kumppanuus.calendars.models import CalendarEntry
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission
from kumppanuus.organisations.models import Organisation, Role, acts_for, organisations_of


@permission
def view_calendarentry(actor: Actor, obj: CalendarEntry) -> bool:
    """Anyone public ones; those for members only the organisation's members."""
    if not obj.members_only:
        return True
    return actor.person_id is not None and obj.organisation_id in organisations_of(actor)


@permission
def add(actor: Actor, obj: Organisation) -> bool:
    """Editors who act for the organisation."""
    return acts_for(actor, obj.pk, Role.EDITOR)


@permission
def change(actor: Actor, obj: CalendarEntry) -> bool:
    """Editors of the organisation, unless it is cancelled."""
    return not obj.is_cancelled and acts_for(actor, obj.organisation_id, Role.EDITOR)


@permission
def cancel(actor: Actor, obj: CalendarEntry) -> bool:
    """As changing it."""
    return change(actor, obj)


@permission
def open_feed(actor: Actor, obj: Person) -> bool:
    """A person for herself."""
    return actor.person_id is not None and actor.person_id == obj.pk


@permission
def close_feed(actor: Actor, obj: Person) -> bool:
    """A person for herself."""
    return open_feed(actor, obj)
