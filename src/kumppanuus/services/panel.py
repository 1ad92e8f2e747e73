"""What an organisation offers, on its page."""

from __future__ import annotations

from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Organisation
from kumppanuus.organisations.panels import Entry, register
from kumppanuus.services.models import Service


@register
def offered(actor: Actor, organisation: Organisation) -> list[Entry]:
    """List the organisation's entries. One query."""
    rows = Service.objects.visible_to(actor).listed().filter(organisation=organisation)
    narrow = rows.only("slug", "name", "kind")[:100]
    return [Entry(row.name, row.get_absolute_url(), row.get_kind_display()) for row in narrow]
