"""Sending a client's sheet. No event is left, and nothing of it is kept once the mail has gone."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumppanuus.core.actions import Refused, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.links import actions as links
from kumppanuus.notices import actions as notices
from kumppanuus.notices import topics

TOPIC = "client_sheet"
MOST_A_DAY = 3  # to one address
topics.register(TOPIC, gettext_lazy("Activities that somebody has chosen for you"), passing=True)


@quiet_action
def send_sheet(actor: Actor, target: None, *, sheet: dict[str, Any], email: str) -> bool:
    """Mail a sheet, as `sheets.sheet_of` gives it; return whether the address takes such mail.

    Refused for an empty sheet, and for more than three a day to one address, which is counted by a keyed digest.
    """
    if not sheet["leaves"]:
        raise Refused(_("Nothing is on the sheet yet. Choose entries from the directory first. Nothing was sent."))
    day = timezone.localdate()
    key = hashlib.sha256(f"{settings.SECRET_KEY}:sheet:{email.strip().lower()}".encode()).hexdigest()[:24]
    ends = timezone.now() + dt.timedelta(days=1)
    if links.tally(system("services"), None, key=f"services.sheet:{day}:{key}", ends=ends) > MOST_A_DAY:
        raise Refused(_("Three sheets have gone to this address today. Nothing was sent; print it, or wait a day."))
    made = notices.post(
        system("services"),
        None,
        key=f"services.sheet:{uuid.uuid4()}",
        topic=TOPIC,
        template="services/mail/sheet",
        context={"sheet": sheet},
        address=email,
        language=sheet["lang"],
    )
    return made is not None
