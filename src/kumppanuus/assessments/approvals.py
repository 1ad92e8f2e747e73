"""Who approved a result: bodies of co-operation, as the app of their meetings tells (row C3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.assessments.models import Release
from kumppanuus.core.texts import Text


@dataclass(frozen=True)
class Approved:
    """A body's decision to approve a result. `address` is the item of its meeting, "" where only members read it."""

    body: Text
    day: dt.date
    address: str

    def in_words(self) -> str:
        """Return it as a sentence."""
        told = {"body": self.body, "day": date_format(self.day, "DATE_FORMAT")}
        return _("The result was approved: %(body)s, %(day)s.") % told


Approving = Callable[[Release], list[Approved]]
_asked: list[Approving] = []


def approving(one: Approving) -> Approving:
    """Register who knows of approvals; one query."""
    if one not in _asked:
        _asked.append(one)
    return one


def approved(release: Release) -> list[Approved]:
    """Return who approved a result, the first first."""
    return sorted((found for one in _asked for found in one(release)), key=lambda found: found.day)
