"""Where an organisation's operating models are, on its page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kumppanuus.organisations import panels
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices.models import Practice

SHOWN = 6


@panels.register
def of_organisation(organisation: Organisation) -> list[panels.Entry]:
    """List the practices that the organisation owns. One query."""
    rows = Practice.objects.listed().filter(owner=organisation).select_related("current").only("slug", "current__name")
    return [
        panels.Entry(str(row.current and row.current.name), reverse("practices:practice", args=[row.slug]), _("Operating model"))
        for row in rows[:SHOWN]
    ]
