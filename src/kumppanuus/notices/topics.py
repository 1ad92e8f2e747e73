"""The topics of notices: each app registers its own; persons choose a rhythm per topic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

Values = Callable[[Sequence[models.Model]], dict[int, dict[str, Any]]]


@dataclass(frozen=True)
class Topic:
    """A kind of notice.

    required    always goes at once: without it something could not be done
    by_itself   always goes at once, and its mails say themselves how to stop them (`stop_path` in the context): what
                they come from has a rhythm of its own
    passing     nothing of it is kept once it has left or failed: neither address nor content
    values      what its rows of one person say is asked when they leave, in the language of the mail: {id of the row:
                context}; what is left out is not told any more
    """

    key: str
    label: Any
    required: bool = False
    by_itself: bool = False
    passing: bool = False
    values: Values | None = None

    @property
    def has_rhythm(self) -> bool:
        """Say whether a person chooses how often she wants it."""
        return not (self.required or self.by_itself or self.passing)


known: dict[str, Topic] = {}


def register(
    key: str,
    label: Any,
    required: bool = False,
    *,
    by_itself: bool = False,
    passing: bool = False,
    values: Values | None = None,
) -> Topic:
    """Register a topic; registering it again replaces its label."""
    known[key] = Topic(key, label, required, by_itself, passing, values)
    return known[key]


def topic(key: str) -> Topic:
    """Return the topic. Raises LookupError for one that nobody registered."""
    try:
        return known[key]
    except KeyError:
        raise LookupError(f"No topic of notices is called {key}") from None


DIGEST = "digest"
register("sign_in", _("Sign-in codes and changes of your sign-in"), required=True)
register(DIGEST, _("What comes once a day or once a week"), required=True)
