"""Samples of the actions about bulletins; see tests.laws.samples."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from kumppanuus.core.texts import Text
from tests.factories.uploads import text_file
from tests.laws.samples import fixed, sample

sample("bulletins.write")(
    lambda w: (w.cast.municipality_a, {"title": Text(fi="Uusi"), "body": Text(fi="Asia"), "area": w.area_a})
)
fixed("bulletins.change", lambda w: w.bulletins.draft, body=Text(fi="Muutettu"))
sample("bulletins.attach")(lambda w: (w.bulletins.draft, {"title": Text(fi="Ohje"), "file": text_file()}))
fixed("bulletins.detach", lambda w: w.bulletins.attachment)
sample("bulletins.schedule")(lambda w: (w.bulletins.draft, {"at": timezone.now() + dt.timedelta(days=2)}))
fixed("bulletins.call_back", lambda w: w.bulletins.later)
fixed("bulletins.send", lambda w: w.bulletins.draft)
fixed("bulletins.discard", lambda w: w.bulletins.draft)
fixed("bulletins.tell", lambda w: w.bulletins.sent)
