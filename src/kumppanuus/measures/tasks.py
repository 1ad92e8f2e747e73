"""What measures do by the clock."""

from kumppanuus.core.actors import system
from kumppanuus.core.clock import every
from kumppanuus.measures import actions


@every("day")
def remind() -> int:
    """Remind the owners of measures that are due soon or late."""
    return actions.remind(system("clock"), None)
