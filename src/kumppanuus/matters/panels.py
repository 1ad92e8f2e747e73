"""An organisation's matters on its page."""

from __future__ import annotations

from django.urls import reverse

from kumppanuus.matters.course import ENDED
from kumppanuus.matters.models import Matter
from kumppanuus.organisations import panels
from kumppanuus.organisations.models import Organisation

SHOWN = 8


@panels.register
def of_organisation(organisation: Organisation) -> list[panels.Entry]:
    """List the newest matters that it has given and that are not over. One query."""
    rows = Matter.objects.filter(organisation=organisation, given_at__isnull=False).exclude(state__in=ENDED)
    return [
        panels.Entry(str(row.title), reverse("matters:matter", args=[row.pk]), row.get_state_display())
        for row in rows.only("title", "state")[:SHOWN]
    ]
