"""What of matters can be followed: each step of the path."""

from __future__ import annotations

from collections.abc import Iterator

from kumppanuus.following.below import AREA
from kumppanuus.following.things import Key, followed, stands_under, tells
from kumppanuus.matters.models import Matter

followed(Matter, Matter._meta.verbose_name)
tells(
    *("matters.start", "matters.confirm", "matters.send_on", "matters.record_delivery", "matters.record_number"),
    *("matters.take_up", "matters.record_handling", "matters.answer", "matters.give_back", "matters.close"),
    *("matters.withdraw", "matters.correct"),
)


@stands_under(Matter)
def of_matter(matter: Matter) -> Iterator[Key]:
    """Give its area, in whose name it was given, and the body that has it now."""
    yield AREA, matter.area_id
    if matter.organisation_id:
        yield "organisations.organisation", matter.organisation_id
    if matter.held_model and matter.held_id:
        yield matter.held_model, matter.held_id
