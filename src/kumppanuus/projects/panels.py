"""Where an organisation's projects are, on its page."""

from __future__ import annotations

from django.urls import reverse

from kumppanuus.organisations import panels
from kumppanuus.organisations.models import Organisation
from kumppanuus.projects.models import Project, Stage

SHOWN = 6


@panels.register
def of_organisation(organisation: Organisation) -> list[panels.Entry]:
    """List the projects under way that the organisation owns or takes part in. One query."""
    rows = Project.objects.at(Stage.UNDER_WAY).of(organisation.pk)
    return [
        panels.Entry(str(row.name), reverse("projects:project", args=[row.slug]), row.get_kind_display())
        for row in rows.only("name", "slug", "kind")[:SHOWN]
    ]
