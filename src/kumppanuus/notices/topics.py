"""The topics of notices: each app registers its own; persons choose a rhythm per topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """A kind of notice. A required one always goes at once: without it something could not be done."""

    key: str
    label: Any
    required: bool = False


known: dict[str, Topic] = {}


def register(key: str, label: Any, required: bool = False) -> Topic:
    """Register a topic; registering it again replaces its label."""
    known[key] = Topic(key, label, required)
    return known[key]


def topic(key: str) -> Topic:
    """Return the topic. Raises LookupError for one that nobody registered."""
    try:
        return known[key]
    except KeyError:
        raise LookupError(f"No topic of notices is called {key}") from None


register("sign_in", _("Sign-in codes and changes of your sign-in"), required=True)
register("digest", _("Digest"), required=True)
