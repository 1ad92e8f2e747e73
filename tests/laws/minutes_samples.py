"""Samples of the actions of recording meetings and of minutes; see tests.laws.samples."""

from __future__ import annotations

from typing import Any

from kumppanuus.bodies.models import Rules
from kumppanuus.core.texts import Text
from kumppanuus.meetings.models import Meeting, Minutes, Phase
from tests.factories import building
from tests.factories import minutes as made_up
from tests.factories.bodies import today
from tests.factories.minutes import item_of
from tests.laws.samples import fixed, sample


def running(w: Any) -> Meeting:
    return w.minutes.running


sample("meetings.take_attendance")(lambda w: (running(w), {"present": [w.minutes.table.chair]}))
sample("meetings.record")(lambda w: (item_of(running(w)), {"kind": "decision", "text": Text(fi="Päätettiin.")}))
sample("meetings.settle_item")(lambda w: (item_of(running(w), 2), {"state": "dealt"}))
fixed("meetings.change_outcome", lambda w: w.minutes.outcome, kind="information", text=Text(fi="Tiedoksi."))
fixed("meetings.remove_outcome", lambda w: w.minutes.outcome)
fixed("meetings.close", running)
fixed("meetings.begin_minutes", running)
fixed("meetings.write", lambda w: w.minutes.draft, item=None, text={"fi": "Avattiin."}, revision=0)
fixed("meetings.open_for_corrections", lambda w: w.minutes.draft)
fixed("meetings.ask_for_correction", lambda w: w.minutes.open, text="Lisätään päivä.")
fixed("meetings.answer_correction", lambda w: w.minutes.correction, accepted=True, answer="Lisätty.")


@sample("meetings.submit")
def submit(w: Any) -> tuple[Minutes, dict[str, Any]]:
    """The correction is answered and the day has passed."""
    with building():
        w.minutes.open.corrections.update(answer="Lisätty.", accepted=True, answered_at=w.minutes.open.begun_at)
    return made_up.time_passes(w.minutes.open), {}


def _waiting(w: Any, approval: str) -> Minutes:
    minutes, _none = submit(w)
    with building():
        Rules.objects.create(
            body=w.minutes.table.body,
            number=9,
            text=Text(fi="1."),
            approval=approval,
            approved_by="Pöytä",
            approved_on=today(),
        )
        Minutes.objects.filter(pk=minutes.pk).update(phase=Phase.APPROVAL)
    minutes.refresh_from_db()
    return minutes


sample("meetings.inspect")(lambda w: (_waiting(w, "inspectors"), {}))
sample("meetings.approve")(lambda w: (_waiting(w, "meeting"), {"at": running(w)}))
fixed("meetings.correct", lambda w: w.minutes.approved, reason="Luku oli väärin")
