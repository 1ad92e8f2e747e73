"""Samples of the directory's actions for upkeep; see tests.laws.samples."""

from __future__ import annotations

from kumppanuus.services.recipients import Recipient
from tests.laws.samples import fixed, sample

ENTRY = {"kind": "event", "name": "Kevättalkoot", "summary": "Haravoidaan yhdessä."}

fixed("services.remind", lambda w: w.directory.other)
sample("services.climb")(
    lambda w: (
        None,
        {
            "to": Recipient("a@example.org", "fi"),
            "found": [(w.area_a, [w.directory.own]), (w.area_b, [w.directory.other])],
            "month": "2026-11",
        },
    )
)
fixed("services.correct", lambda w: w.directory.own, line="summary", values={"text": "Kahvit", "language": "fi"})
fixed("services.suggest", lambda w: w.directory.own, words="Paikka on muuttunut", email="uusi@example.org")
sample("services.suggest_entry")(
    lambda w: (w.cast.ngo_a, {"fields": ENTRY | {"area": w.area_a.pk}, "email": "uusi@example.org"})
)
fixed("services.accept_suggestion", lambda w: w.directory.suggestion)
fixed("services.decline_suggestion", lambda w: w.directory.suggestion, reason="Numero on oikea")
fixed("services.undo_correction", lambda w: w.directory.correction)
fixed("services.send_claim_link", lambda w: w.directory.unkept.organisation)
sample("services.make_letters")(lambda w: (w.cast.municipality_a, {"organisations": [w.directory.unkept.organisation]}))
sample("services.claim")(lambda w: (w.directory.unkept.organisation, {"token": w.tokens["claim"]}))
fixed("services.ask_claim", lambda w: w.directory.unkept.organisation, message="Olen puheenjohtaja")
fixed("services.approve_claim", lambda w: w.directory.claim)
fixed("services.decline_claim", lambda w: w.directory.claim, reason="Yhdistys ei tunne kysyjää")
fixed("services.invite_keeper", lambda w: w.directory.unkept.organisation, email="uusi@example.org")
