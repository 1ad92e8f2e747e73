"""Components: template tags with declared arguments, in one library that every template has.

The styleguide (/en/styleguide/) shows each of them with its signature.
"""

from kumppanuus.ui.components import controls, forms, frame, lists, marks, texts
from kumppanuus.ui.components.library import register

__all__ = ["controls", "forms", "frame", "lists", "marks", "register", "texts"]
