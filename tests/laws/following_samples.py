"""Samples of the actions about following; see tests.laws.samples."""

from __future__ import annotations

from kumppanuus.activity.models import Event
from kumppanuus.notices.models import Delivery, State
from tests.laws.samples import fixed, nothing, sample

fixed("following.follow", lambda w: w.bodies.table)
fixed("following.change", lambda w: w.followed, rhythm="never")
fixed("following.unfollow", lambda w: w.followed)
fixed("following.silence", lambda w: w.cast.people["bertil"])
fixed("following.tidy", nothing)
fixed("following.ask", lambda w: w.bodies.table, address="uusi@example.org")
fixed("following.confirm", lambda w: w.followed_by_mail)
fixed("following.leave", lambda w: w.followed_by_mail)
fixed("notices.move", nothing, to=[])
fixed("notices.gather_addresses", nothing, wanted=[])
sample("following.tell")(lambda w: (Event.objects.latest("pk"), {"thing": None, "to": []}))
fixed("notices.post_all", nothing, key="sample", topic="following", template="following/mail/event", to=[])
sample("notices.drop")(lambda w: (Delivery.objects.filter(state=State.WAITING).first(), {}))
fixed("notices.gather_all", nothing, wanted=[])
