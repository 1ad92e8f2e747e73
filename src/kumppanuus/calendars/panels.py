"""Where an organisation's clock is, on its page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from kumppanuus.organisations import panels
from kumppanuus.organisations.models import Organisation


@panels.register
def of_organisation(organisation: Organisation) -> list[panels.Entry]:
    """Lead to the organisation's year. No query."""
    address = f"{reverse('calendars:calendar')}?organisation={organisation.slug}"
    return [panels.Entry(_("Annual clock"), address, _("Its year: meetings, dates, what is due"))]
