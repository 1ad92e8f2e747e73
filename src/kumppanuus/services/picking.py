"""The button of an entry that puts it on a client's sheet or takes it off, for lists of many."""

from __future__ import annotations

from functools import lru_cache
from html import escape  # plain: whoever puts it in marks it safe; Django's costs twice as much

from django.template.loader import render_to_string


def pick_button(pk: int, slug: str, name: str, *, on: bool, language: str) -> str:
    """Return the button's HTML as services/pick.html writes it, escaped."""
    before, between, rest, after = _shape(on, language)
    return f"{before}{pk}{between}{escape(slug)}{rest}{escape(name)}{after}"


@lru_cache(maxsize=8)
def _shape(on: bool, language: str) -> tuple[str, str, str, str]:
    """Return what stands around an entry's number, slug and name in its button; made once for all rows."""
    shape = render_to_string("services/pick.html", {"entry": _Any(), "on": on}).strip()
    before, rest = shape.split(_Any.pk)
    between, rest = rest.split(_Any.slug)
    rest, after = rest.split(_Any.name)
    return before, between, rest, after


class _Any:
    """Stands for an entry while a button's shape is made."""

    pk, slug, name = "ANY-PK", "ANY-SLUG", "ANY-NAME"
