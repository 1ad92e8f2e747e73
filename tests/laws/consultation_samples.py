"""Samples of the actions about comment rounds; see tests.laws.samples."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from kumppanuus.core.texts import Text
from tests.factories.consultations import opened, over, part, prepared
from tests.laws.samples import fixed, nothing, sample

fixed("consultations.turn", nothing)


def soon() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=30)


@sample("consultations.prepare")
def of_preparing(w):
    told = {"title": Text(fi="Uusi kierros"), "closes_at": soon(), "questions": [Text(fi="Mitä?")]}
    return w.cast.municipality_a, told


fixed("consultations.change", lambda w: w.consultations.open, title=Text(fi="Toinen nimi"))
sample("consultations.announce")(lambda w: (prepared(w.actor("aino"), w.cast.municipality_a, "Uusi"), {}))
sample("consultations.invite")(lambda w: (w.consultations.open, {"organisations": [w.cast.umbrella]}))
fixed("consultations.remind", lambda w: w.consultations.open)
sample("consultations.extend")(lambda w: (w.consultations.open, {"closes_at": soon(), "why": "Lomat"}))
fixed("consultations.close", lambda w: w.consultations.open, why="Kaikki ovat vastanneet")
sample("consultations.save_remark")(
    lambda w: (w.consultations.open, {"part": part(w.consultations.open), "text": "Iltaisin"})
)
fixed("consultations.give", lambda w: w.consultations.draft)
fixed("consultations.discard", lambda w: w.consultations.draft)
fixed("consultations.withdraw_remark", lambda w: w.consultations.given)
fixed("consultations.nothing_to_state", lambda w: w.consultations.invitation)
sample("consultations.group")(
    lambda w: (w.consultations.closed, {"seen": {w.consultations.alone.pk: None}, "title": Text(fi="Muut")})
)
fixed("consultations.rename_theme", lambda w: w.consultations.theme, title=Text(fi="Aukiolo"))
fixed("consultations.reply_theme", lambda w: w.consultations.theme, verdict="taken", text=Text(fi="Otetaan"))
fixed("consultations.reply_remark", lambda w: w.consultations.alone, verdict="taken", text=Text(fi="Otetaan"))


@sample("consultations.publish_summary")
def of_a_round_without_comments(w):
    from kumppanuus.consultations import actions

    aino = w.actor("aino")
    made = over(opened(aino, w.cast.municipality_a, "Hiljainen"))
    return actions.close(aino, made), {"summary": Text(fi="Kukaan ei kommentoinut.")}


sample("consultations.take_in")(
    lambda w: (w.consultations.answered, {"version": w.practices.open.current, "title": Text(fi="Uusi versio")})
)
