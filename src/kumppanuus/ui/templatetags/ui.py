"""The tag library `ui`, built into every template; the components live in `kumppanuus.ui.components`."""

from kumppanuus.ui.components import register

__all__ = ["register"]
