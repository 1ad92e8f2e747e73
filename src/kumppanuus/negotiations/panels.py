"""An organisation's negotiations on its page."""

from __future__ import annotations

from django.urls import reverse

from kumppanuus.negotiations.models import Negotiation, Party
from kumppanuus.organisations import panels
from kumppanuus.organisations.models import Organisation

SHOWN = 3


@panels.register
def of_organisation(organisation: Organisation) -> list[panels.Entry]:
    """List the newest published negotiations in which it takes part. One query."""
    here = Party.objects.filter(organisation=organisation, left_on=None).values("negotiation")
    rows = Negotiation.objects.filter(pk__in=here, published_at__isnull=False)
    return [
        panels.Entry(str(row.title), reverse("negotiations:negotiation", args=[row.pk]), row.phase.label)
        for row in rows[:SHOWN]
    ]
