"""What lists of negotiations cost; see tests.laws.test_lists. (address, who, queries, budget, what more)."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.negotiations import actions
from kumppanuus.negotiations.models import Negotiation
from tests.factories.cast import organisation
from tests.factories.negotiations import convened, proposal

LIST, ENTRY, COMPOSED, SIGNED_IN = 5, 8, 12, 4


def more_negotiations(w: Any) -> None:
    for n in range(3):
        actions.publish(w.actor("cecilia"), convened(w.cast, 2050 + n))


def more_in_one(w: Any) -> None:
    cecilia, made = w.actor("cecilia"), Negotiation.objects.get(pk=w.negotiations.under_way.pk)
    actions.publish(cecilia, made)
    for n in range(3):
        own = organisation(f"Neuvotteleva seura {n}", areas=[w.area_a], home=w.area_a)
        actions.invite(cecilia, made, organisations=[own])
        proposal(cecilia, made, own, f"Toimi {n}")
        actions.add_point(cecilia, made, title=Text(fi=f"Kohta {n}"))
        shown = made.parties.filter(organisation=own)
        actions.present(cecilia, made, title=Text(fi=f"Esitys {n}"), parties=shown, url="https://example.org/e")


NEGOTIATION_LISTS = [
    ("negotiations:negotiations", "dani", 3, LIST, more_negotiations),
    ("negotiations:negotiations", "cecilia", 7, LIST + SIGNED_IN, more_negotiations),
    ("negotiations:export", "dani", 2, LIST, more_negotiations),
    ("negotiations:atom", "dani", 3, LIST, more_negotiations),
    ("negotiations:negotiation", "dani", 8, COMPOSED, more_negotiations),
    ("negotiations:material", "cecilia", 14, COMPOSED + SIGNED_IN, more_in_one),
    ("negotiations:change", "cecilia", 4, COMPOSED + SIGNED_IN, more_in_one),
    ("api-1:list_negotiations", "dani", 2, LIST, more_negotiations),
    ("api-1:get_negotiation", "dani", 7, ENTRY, more_negotiations),
]
