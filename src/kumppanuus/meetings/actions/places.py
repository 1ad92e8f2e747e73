"""Answering whether one comes."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import MandatePart
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.meetings.actions.letters import Letters, places_of
from kumppanuus.meetings.models import Coming, MeetingState, Place


@action
def answer(actor: Actor, place: Place, *, coming: str) -> Place:
    """Say whether one comes to a meeting; it can be changed until the meeting begins. A deputy who is to come is told.

    Refused once the meeting has begun or does not take place, for one who does not sit there any more on its day, and
    for "the deputy comes" where there is none.
    """
    meeting = place.meeting
    place.refresh_from_db(fields=["coming", "answered_at"], from_queryset=Place.objects.select_for_update())
    meeting.refresh_from_db(fields=["state", "starts_at", "ends_at", "sequence"])
    if meeting.state != MeetingState.CALLED:
        raise Refused(_("The meeting does not take place as called. Your answer is not needed; nothing was changed."))
    if meeting.starts_at <= timezone.now():
        raise Refused(_("The meeting has begun. Tell the chair or the secretary there; nothing was changed."))
    mandate = place.mandate
    if mandate.end is not None and mandate.end < meeting.day:
        raise Refused(_("The seat is not held on that day by whom the call was sent to. Nothing was changed."))
    if coming not in Coming.values:
        raise Refused(_("Choose one of the answers. Nothing was changed."))
    if coming == Coming.DEPUTY:
        _ask_deputies(place)
    place.coming, place.answered_at = coming, timezone.now()
    place.save(update_fields=["coming", "answered_at"])
    note(place, coming=str(coming))
    return place


def deputies_of(place: Place) -> list[Place]:
    """Return the places of those who deputise in the same seat at the same meeting."""
    if place.mandate.part == MandatePart.DEPUTY:
        return []
    same = {"mandate__seat": place.mandate.seat_id, "mandate__part": MandatePart.DEPUTY}
    return list(places_of(place.meeting, **same))


def _ask_deputies(place: Place) -> None:
    found = deputies_of(place)
    if not found:
        raise Refused(_("Nobody was called as a deputy for this seat. Choose another answer; nothing was changed."))
    letters = Letters(place.meeting)
    for one in found:
        letters.post(one, "deputy", f"meeting:{place.meeting_id}:deputy:{place.meeting.sequence}:{one.pk}")
