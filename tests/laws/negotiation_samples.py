"""Samples of the actions about negotiations; see tests.laws.samples."""

from __future__ import annotations

import datetime as dt

from kumppanuus.core.texts import Text
from kumppanuus.negotiations import actions
from kumppanuus.negotiations.actions.following import Told, own_measures
from kumppanuus.negotiations.models import Proposal
from tests.factories.negotiations import day
from tests.laws.samples import fixed, nothing, sample

WORDS = {"goal": Text(fi="Tavoite"), "title": Text(fi="Toimi"), "indicator": Text(fi="Mittari"), "target": "10"}

fixed("negotiations.convene", lambda w: w.cast.county.governs, year=2040, title=Text(fi="Uusi"), meets_on=day(30))
fixed("negotiations.change", lambda w: w.negotiations.under_way, edition=1, title=Text(fi="Toinen nimi"))
fixed("negotiations.publish", lambda w: w.negotiations.under_way)
sample("negotiations.invite")(lambda w: (w.negotiations.under_way, {"organisations": [w.cast.ngo_b]}))
fixed("negotiations.leave", lambda w: w.negotiations.party, reason="Ei voimavaroja")
fixed("negotiations.add_group", lambda w: w.negotiations.under_way, name=Text(fi="Pienet kunnat"))
fixed("negotiations.add_point", lambda w: w.negotiations.under_way, title=Text(fi="Kohta"), starts=dt.time(10))
fixed("negotiations.answer_point", lambda w: w.negotiations.point, takes=True)
sample("negotiations.present")(
    lambda w: (
        w.negotiations.under_way,
        {
            "title": Text(fi="Esitys"),
            "parties": w.negotiations.under_way.parties.all(),
            "url": "https://example.org/esitys",
        },
    )
)
sample("negotiations.propose")(
    lambda w: (w.negotiations.under_way, {**WORDS, "owner": w.cast.municipality_a, "area": w.area_a, "due": day(90)})
)
sample("negotiations.rewrite")(
    lambda w: (
        w.negotiations.waiting,
        {**WORDS, "edition": 1, "owner": w.cast.municipality_a, "area": w.area_a, "due": day(90)},
    )
)
fixed("negotiations.accept", lambda w: w.negotiations.waiting)
fixed("negotiations.decline", lambda w: w.negotiations.waiting, reason="Ei nyt")


@sample("negotiations.offer")
def _offer(w):
    """What waits is answered first."""
    actions.accept(w.actor("cecilia"), Proposal.objects.get(pk=w.negotiations.waiting.pk))
    return w.negotiations.under_way, {}


fixed("negotiations.sign", lambda w: w.negotiations.to_sign, number=1, decided_on=day(-1), decided_by="Hallitus § 1")
fixed("negotiations.reopen", lambda w: w.negotiations.to_sign, reason="Lisätään toimi")
fixed("negotiations.ask", nothing)
sample("negotiations.report")(
    lambda w: (
        w.negotiations.follow_up,
        {"told": [Told(one, "under_way", "Alussa") for one in own_measures(w.negotiations.follow_up)]},
    )
)
fixed("negotiations.withdraw_link", lambda w: w.negotiations.follow_up)
fixed("negotiations.send_again", lambda w: w.negotiations.follow_up)
fixed("negotiations.close", lambda w: w.negotiations.agreed)
fixed("negotiations.begin_next", lambda w: w.negotiations.under_way)
