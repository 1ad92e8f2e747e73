"""What following does by the clock."""

from kumppanuus.core.actors import system
from kumppanuus.core.clock import every
from kumppanuus.following import actions


@every("day")
def tidy() -> int:
    """Forget follows of what is gone, and lead those of what was merged on."""
    return actions.tidy(system("clock"), None)
