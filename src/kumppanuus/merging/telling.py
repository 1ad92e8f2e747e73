"""Telling those who keep an organisation or an entry that somebody holds it for the same as another."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy

from kumppanuus.core.actors import Actor, system
from kumppanuus.merging.models import Pair, What, owner_of
from kumppanuus.notices import actions as notices
from kumppanuus.notices import topics
from kumppanuus.organisations.models import Membership, Organisation, Role
from kumppanuus.services.models import Service
from kumppanuus.services.permissions import edits
from kumppanuus.services.recipients import Recipient, keepers_of

TOPIC = "duplicates"
topics.register(TOPIC, gettext_lazy("That your organisation or an entry of yours could be here twice"))


def tell_of_suggestion(actor: Actor, pair: Pair) -> None:
    """Tell the keepers of those of the two that the actor does not edit herself."""
    for row, other in _sides(pair):
        owner = row.organisation if isinstance(row, Service) else row
        if not edits(actor, owner):
            _tell(pair, row, other, owner, "said")


def tell_of_consent(pair: Pair) -> None:
    """Tell those who have not agreed that the other has, and that the merge waits for them."""
    for row, other in _sides(pair):
        if row.pk not in pair.consents and other.pk in pair.consents:
            _tell(pair, row, other, row, "agreed")


def _sides(pair: Pair) -> list[tuple[Any, Any]]:
    both = pair.both()
    return [(both[0], both[1]), (both[1], both[0])] if len(both) > 1 else []


def speakers_of(organisation: Organisation) -> list[Recipient]:
    """Return whose word is the organisation's own: its administrators, else the editors of the spaces around."""
    rows = Membership.objects.current().filter(organisation=organisation, role=Role.ADMIN).select_related("person")
    people = list(dict.fromkeys(row.person for row in rows if row.person.is_active))
    return [Recipient(one.email, one.language, one) for one in people] or keepers_of(organisation)


def _tell(pair: Pair, row: Any, other: Any, owner: Organisation, what: str) -> None:
    told = speakers_of(owner) if pair.what == What.ORGANISATION else keepers_of(owner)
    for to in told:
        with translation.override(to.language):
            words = {
                "what": what,
                "kind": str(pair.what),
                "name": str(row.name),
                "other": str(other.name),
                "url": settings.SITE_URL + pair.get_absolute_url(),
            }
        notices.post(
            system("merging"),
            pair,
            key=f"merging.{what}:{pair.pk}:{owner_of(row)}",
            topic=TOPIC,
            template="merging/mail/pair",
            context=words,
            person=to.person,
            address=to.address,
            language=to.language,
        )
