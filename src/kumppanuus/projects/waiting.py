"""What waits for a person about projects, for her own work list."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.core.waiting import Line, Waits, alike, waits
from kumppanuus.organisations.models import Role, acts_for
from kumppanuus.projects.models import Legacy, LegacyState, Party, PartyState, Project


@waits
def of_projects(actor: Actor) -> Waits | None:
    """Tell editors whether their organisation is asked to take part or to go on with something, and whose results are
    missing.
    """
    own = actor.organisation_id
    if not acts_for(actor, own, Role.EDITOR):
        return None
    asked = Party.objects.filter(organisation=own, state=PartyState.ASKED)
    offered = Legacy.objects.filter(heir=own, state=LegacyState.ASKED)
    over = Q(ends__lt=timezone.localdate()) | Q(stopped_on__isnull=False)
    untold = Project.objects.filter(over, owner=own, reported_on=None)
    return Waits(
        [
            alike(asked, "asked", key="project__slug", title="project__name"),
            alike(offered, "offered", key="project__slug", title="project__name"),
            alike(untold, "untold", key="slug", title="name", day="ends"),
        ],
        _say,
    )


def _say(what: str, slug: str, name: Text, _day: dt.date | None) -> Line:
    told = {"project": name}
    if what == "asked":
        words = _("Your organisation is asked to take part in a project: %(project)s") % told
    elif what == "offered":
        words = _("Something is offered to your organisation to go on with: %(project)s") % told
    else:
        words = _("What came of your project is not told yet: %(project)s") % told
    return words, reverse("projects:project", args=[slug])
