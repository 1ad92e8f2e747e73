"""The yearly letter that asks whether a practice is still used, with the link that answers it without signing in."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from kumppanuus.core.actors import system
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.notices import actions as notices
from kumppanuus.organisations.recipients import of_owner
from kumppanuus.practices.models import STILL, Adoption
from kumppanuus.practices.telling import TOPIC

OPEN_DAYS = 60
purposes.register(STILL, "practices:still")


def ask(adoption: Adoption) -> None:
    """Ask by mail at the post that tells more of it, else at the organisation."""
    expires = timezone.now() + dt.timedelta(days=OPEN_DAYS)
    for number, one in enumerate(of_owner(adoption.organisation, adoption.post)):
        _link, token, _code = links.make(
            system("practices"), adoption, purpose=STILL, expires_at=expires, organisation_id=adoption.organisation_id
        )
        with translation.override(one.language):
            context = {
                "practice": str(adoption.practice),
                "organisation": str(adoption.organisation),
                "stage": str(adoption.get_stage_display()).lower(),
                "address": settings.SITE_URL + reverse("practices:still", args=[token]),
            }
        notices.post(
            system("practices"),
            adoption.practice,
            key=f"adoption:{adoption.pk}:{timezone.now():%Y%m%d}:{number}",
            topic=TOPIC,
            template="practices/mail/still",
            address=one.address,
            language=one.language,
            context=context,
        )
