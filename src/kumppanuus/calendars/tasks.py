"""Who may have words of an entry removed for good."""

from kumppanuus.activity.permissions import moderates_place, removable_by
from kumppanuus.calendars.models import CalendarEntry
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Role, acts_for


@removable_by(CalendarEntry)
def of_entry(actor: Actor, obj: CalendarEntry) -> bool:
    """Administrators of the organisation, and the editors and moderators of a space in whose area it lies."""
    near = obj.area_id is not None and moderates_place(actor, obj.area_id)
    return near or acts_for(actor, obj.organisation_id, Role.ADMIN)
