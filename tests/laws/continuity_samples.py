"""Samples of the actions about hand-overs; see tests.laws.samples."""

from __future__ import annotations

from tests.factories.bodies import today
from tests.laws.samples import fixed, nothing, sample

fixed("organisations.stay", lambda w: w.leaving)
fixed("continuity.begin", lambda w: w.post, last_day=today(30))
fixed("continuity.write", lambda w: w.handover, told="Soita vahtimestarille.", notes={})
sample("continuity.take_over")(lambda w: (w.handover, {"keys": [f"measures.measure:{w.handed.pk}"]}))
fixed("continuity.finish", lambda w: w.handover, reason="Työ jatkuu toisin")
fixed("continuity.call_off", lambda w: w.handover)
fixed("continuity.keep_time", nothing)
