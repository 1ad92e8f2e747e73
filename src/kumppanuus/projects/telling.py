"""What is told by mail: that an organisation is asked to take part, or to go on with what a project leaves."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy

from kumppanuus.core.actors import system
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register
from kumppanuus.organisations.models import Organisation
from kumppanuus.organisations.recipients import of_owner
from kumppanuus.projects.models import Legacy, Party, Project

TOPIC = "projects"
register(TOPIC, gettext_lazy("Projects in which your organisation is asked to take part"))


def asked_party(party: Party) -> None:
    """Tell the organisation that it is asked."""
    key = f"party:{party.pk}:asked:{party.asked_on:%Y%m%d}"
    _tell(party.organisation, party.project, "party", key, lambda: {"role": str(party.role)})


def asked_heir(legacy: Legacy) -> None:
    """Tell the organisation that something is offered to it."""
    if legacy.heir is not None:
        key = f"legacy:{legacy.pk}:offered:{legacy.heir_id}"
        _tell(legacy.heir, legacy.project, "heir", key, lambda: {"what": str(legacy.what)})


def _tell(to: Organisation, project: Project, template: str, key: str, more: Any) -> None:
    for one in of_owner(to, None):
        with translation.override(one.language):
            context = {
                "project": str(project),
                "owner": str(project.owner),
                "organisation": str(to),
                "path": project.get_absolute_url(),
                **more(),
            }
        notices.post(
            system("projects"),
            project,
            key=key,
            topic=TOPIC,
            template=f"projects/mail/{template}",
            address=one.address,
            language=one.language,
            context=context,
        )
