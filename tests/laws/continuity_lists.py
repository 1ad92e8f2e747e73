"""Lists of contact persons and hand-overs; see tests.laws.test_lists."""

from __future__ import annotations

from typing import Any

from kumppanuus.core.texts import Text
from kumppanuus.measures import actions as measures
from kumppanuus.organisations import actions as organisations
from tests.laws.samples import due

LIST, ENTRY, COMPOSED, SIGNED_IN = 5, 8, 12, 4


def more_posts(w: Any) -> None:
    for number in range(3):
        made = organisations.add_post(
            w.actor("aino"),
            w.cast.municipality_a,
            kind="contact_person",
            title=Text(fi=f"Yhdyshenkilö {number}"),
            areas=[w.area_a, w.area_b],
        )
        if number:
            organisations.set_holder(w.actor("aino"), made, person=w.cast.people["aino"], name_public=number == 1)


def more_handed(w: Any) -> None:
    for number in range(3):
        measures.propose(
            w.actor("bertil"),
            w.area_a,
            title=Text(fi=f"Sovittava {number}"),
            owner=w.cast.municipality_a,
            due=due(),
            post=w.handover.post,
        )


CONTINUITY_LISTS = (
    ("organisations:contacts", "dani", 5, LIST, more_posts),
    ("organisations:contacts_atom", "dani", 2, LIST, more_posts),
    ("organisations:contacts", "aino", 8, LIST + SIGNED_IN, more_posts),
    ("organisations:post", "dani", 9, COMPOSED, more_handed),
    ("continuity:handover", "aino", 16, COMPOSED + SIGNED_IN, more_handed),
    ("continuity:ownerless", "dani", 7, COMPOSED, more_posts),
    ("api-1:list_contacts", "dani", 5, LIST, more_posts),
    ("api-1:list_ownerless", "dani", 7, COMPOSED, more_posts),
)
