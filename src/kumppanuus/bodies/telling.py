"""What is told by mail about seats: that somebody was appointed to one."""

from __future__ import annotations

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from kumppanuus.bodies.models import Mandate, MandatePart
from kumppanuus.core.actors import Actor, system
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register

TOPIC = "seats"
register(TOPIC, gettext_lazy("Seats to which you are appointed"))


def of_appointment(actor: Actor, mandate: Mandate) -> None:
    """Tell whoever was appointed, unless she did it herself or it is over: what is kept of her must not be a secret.

    In her language, without an account in that of her organisation.
    """
    person, body = mandate.person, mandate.seat.body
    if (person and person.pk == actor.person_id) or (mandate.end and mandate.end < timezone.localdate()):
        return
    language = mandate.mail_language
    with translation.override(language):
        context = {
            "body": str(body),
            "seat": str(mandate.seat),
            "deputy": mandate.part == MandatePart.DEPUTY,
            "organisation": str(mandate.organisation) if mandate.organisation else "",
            "day": date_format(mandate.start, "DATE_FORMAT"),
            "decision": mandate.decision,
            "shown": mandate.name_public,
            "account": person is not None,
            "convener": str(body.convener),
            "path": body.get_absolute_url(),
        }
    notices.post(
        system("bodies"),
        mandate,
        key=f"seat:{mandate.pk}:appointed",
        topic=TOPIC,
        template="bodies/mail/appointed",
        context=context,
        person=person,
        address="" if person else mandate.email,
        language=language,
    )
