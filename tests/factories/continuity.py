"""Posts that are handed over, for the world of tests: in a municipality, and in an NGO that others must not see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from kumppanuus.continuity import actions as continuity
from kumppanuus.core.texts import Text
from kumppanuus.measures import actions as measures
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Part
from kumppanuus.places.models import Area
from tests.factories import people
from tests.factories.cast import Cast
from tests.factories.organisations import member

TOLD = "Avain on vahtimestarilla"
HIDDEN = "Vain seuran oma asia"


def handovers(cast: Cast, area: Area) -> dict[str, Any]:
    """Make a municipality's coordinator who leaves in ten days with a measure to hand over, and an NGO's chair."""
    aino, today = cast.actor("aino"), timezone.localdate()
    home = cast.municipality_a
    leija = people.person("Leija")
    member(leija, home, "editor")
    post = organisations.add_post(
        aino,
        home,
        kind="coordinator",
        title=Text(fi="Hyvinvointikoordinaattori", sv="Välfärdskoordinator", en="Wellbeing coordinator"),
        superior_email="esihenkilo@example.org",
        funding=Text(fi="Yhteinen pöytä -hanke"),
        funding_end=today + dt.timedelta(days=200),
    )
    organisations.set_holder(aino, post, person=leija, name_public=True)
    organisations.set_holder(aino, post, person=cast.people["aino"], part=Part.DEPUTY)
    due = today + dt.timedelta(days=40)
    handed = measures.propose(
        cast.actor("bertil"), area, title=Text(fi="Yhteinen tilalista"), owner=home, due=due, post=post
    )
    made = continuity.begin(aino, post, last_day=today + dt.timedelta(days=10), told=TOLD)
    beata = cast.actor("beata")
    chair = organisations.add_post(beata, cast.ngo_b, kind="chair", title=Text(fi="Puheenjohtaja"))
    organisations.set_holder(beata, chair, person=cast.people["beata"])
    continuity.begin(beata, chair, last_day=today + dt.timedelta(days=3), told=HIDDEN)
    return {"handover": made, "leaving": post.holdings.get(part=Part.HOLDER), "handed": handed}
