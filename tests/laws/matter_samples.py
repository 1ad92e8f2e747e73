"""Samples of the actions about matters; see tests.laws.samples."""

from __future__ import annotations

from kumppanuus.core.texts import Text
from kumppanuus.matters.actions.starting import Stranger
from tests.factories.matters import REGISTRY, at_organisation
from tests.laws.samples import fixed, nothing, sample

WORDS = Text(fi="Näin kävi.")
STRANGER = Stranger("Aslak Asukas", "aslak@example.org")
ASKED = {"title": Text(fi="Uusi asia"), "text": Text(fi="Siksi")}


sample("matters.start")(lambda w: (w.area_a, {**ASKED, "to": at_organisation(w.cast.municipality_a), "by": STRANGER}))
fixed("matters.confirm", lambda w: w.matters.unconfirmed)
fixed("matters.send_on", lambda w: w.matters.sent, to=REGISTRY)
fixed("matters.record_delivery", lambda w: w.matters.sent)
fixed("matters.record_number", lambda w: w.matters.sent, diary_number="9/2026")
fixed("matters.take_up", lambda w: w.matters.at_body)
fixed("matters.record_handling", lambda w: w.matters.sent, text=WORDS)
fixed("matters.answer", lambda w: w.matters.sent, text=WORDS)
fixed("matters.give_back", lambda w: w.matters.passed_on)
fixed("matters.close", lambda w: w.matters.sent, text=WORDS)
fixed("matters.withdraw", lambda w: w.matters.sent)
fixed("matters.correct", lambda w: w.matters.step, diary_number="124/2026")
fixed("matters.attach", lambda w: w.matters.sent, title=Text(fi="Liite"), url="https://example.org/liite")
fixed("matters.keep_time", nothing)
sample("meetings.send_on")(lambda w: (w.matters.outcome, {**ASKED, "to": REGISTRY}))
sample("meetings.take_matter")(lambda w: (w.matters.at_body, {"meeting": w.meetings.called}))
fixed("meetings.put_answers", nothing)
