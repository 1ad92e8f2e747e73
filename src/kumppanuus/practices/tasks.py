"""What is done with practices by the clock, and who may remove personal data that was written into them."""

from __future__ import annotations

from typing import Any

from kumppanuus.activity.permissions import moderates, removable_by
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.clock import every
from kumppanuus.practices import actions
from kumppanuus.practices.models import Adoption, Collection, Practice, PracticeVersion, Section
from kumppanuus.practices.permissions import cares, keeps


@every("day")
def ask_adopters() -> int:
    """Ask once a year whether those who use a practice still do."""
    return actions.ask_adopters(system("clock"), None)


@removable_by(Practice)
def of_practice(actor: Actor, obj: Practice) -> bool:
    """Editors of the owner, and moderators of its space."""
    return keeps(actor, obj) or moderates(actor, obj.space_id)


@removable_by(PracticeVersion)
def of_version(actor: Actor, obj: PracticeVersion) -> bool:
    """As of the practice."""
    return of_practice(actor, obj.practice)


@removable_by(Section)
def of_section(actor: Actor, obj: Section) -> bool:
    """As of the practice."""
    return of_practice(actor, obj.version.practice)


@removable_by(Adoption)
def of_adoption(actor: Actor, obj: Any) -> bool:
    """As of the practice, and editors of the organisation that uses it."""
    return actor.may("practices.change_adoption", obj) or of_practice(actor, obj.practice)


@removable_by(Collection)
def of_collection(actor: Actor, obj: Collection) -> bool:
    """Who cares for it."""
    return cares(actor, obj)
