"""To whom mail for a post goes. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.organisations.models import Organisation, Part, Post

SUPERIOR_AFTER = 30  # days without a holder [ours]


@dataclass(frozen=True)
class Addressee:
    """An address in a language; the person where it is her own."""

    address: str
    language: str
    person: Person | None = None


def of_post(post: Post, on: dt.date | None = None) -> list[Addressee]:
    """Return to whom mail for a post goes on a day: to its role's address, or its organisation's, while it is held.

    While it is vacant to the deputy, without one to the organisation; after SUPERIOR_AFTER days to the superior too.
    Three queries at most.
    """
    day = on or timezone.localdate()
    own = post.organisation
    now = list(post.holdings.current(day).select_related("person"))
    role = _at(own, post.email or own.email)
    if any(one.part == Part.HOLDER for one in now):
        return role
    found = [
        Addressee(one.person.email, one.person.language, one.person) for one in now if one.part == Part.DEPUTY
    ] or role
    since = post.vacant_since
    if post.superior_email and since and (day - since).days >= SUPERIOR_AFTER:
        found = [*found, *_at(own, post.superior_email)]
    return found


def of_owner(organisation: Organisation, post: Post | None) -> list[Addressee]:
    """Return to whom mail goes about what an organisation owns, with or without a post that answers for it."""
    return of_post(post) if post is not None and post.ended is None else _at(organisation, organisation.email)


def _at(organisation: Organisation, address: str) -> list[Addressee]:
    return [Addressee(address, organisation.mail_language)] if address else []
