"""Samples of the actions about calls for seats; see tests.laws.samples."""

from __future__ import annotations

from kumppanuus.calls import actions
from kumppanuus.calls.actions import Choice
from kumppanuus.calls.models import Nomination
from kumppanuus.core.texts import Text
from tests.factories.bodies import today
from tests.factories.calls import hence
from tests.laws.samples import fixed, nothing, sample

sample("calls.announce")(
    lambda w: (
        w.calls.body,
        {
            "seats": [w.calls.free],
            "announcement": Text(fi="Haemme jäseniä"),
            "start": today(60),
            "closes_at": hence(days=20),
            "decider": Text(fi="Kunnanhallitus"),
        },
    )
)
fixed("calls.change", lambda w: w.calls.coming, criteria=Text(fi="Uudet perusteet"))
fixed("calls.extend", lambda w: w.calls.open, closes_at=hence(days=30), why="Loma-aika")
fixed("calls.cancel", lambda w: w.calls.open, why="Toimielin lakkaa")


@sample("calls.nominate")
def _nominate(w):
    """Those who have nominated may not at this time: Bertil's nomination is taken back first."""
    actions.withdraw(w.actor("bertil"), Nomination.objects.get(pk=w.calls.waiting.pk))
    given = {"name": "Uusi Ehdokas", "email": "ehdokas@example.org", "mandate_by": "Hallitus", "mandate_on": today(-1)}
    return w.calls.open, given


fixed("calls.withdraw", lambda w: w.calls.waiting)
fixed("calls.ask_again", lambda w: w.calls.waiting)
fixed("calls.consent", lambda w: w.calls.own)
fixed("calls.refuse", lambda w: w.calls.own)
fixed("calls.mark_ineligible", lambda w: w.calls.waiting, reason="Ei toimi alueella")
fixed("calls.put_back", lambda w: w.calls.ineligible)
sample("calls.decide")(
    lambda w: (
        w.calls.closed,
        {
            "chosen": [Choice(w.calls.ready, w.calls.ready.seat, reason="Osaa")],
            "decided_by": "Kunnanhallitus",
            "decided_on": today(),
            "reasons": Text(fi="Tasapaino"),
        },
    )
)
fixed("calls.publish", lambda w: w.calls.unpublished)
fixed("calls.tell", lambda w: w.calls.open)
fixed("calls.remind", nothing)
fixed("calls.forget", nothing)
