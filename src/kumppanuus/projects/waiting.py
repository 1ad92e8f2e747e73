"""What waits for a person about projects, for her own work list."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Role, acts_for
from kumppanuus.projects.models import Legacy, LegacyState, Party, PartyState, Project

MOST = 20


def waiting_for(actor: Actor) -> list[tuple[str, str]]:
    """Return what waits in words, with its address: to say whether one takes part, to take over what a project leaves,
    to tell what came of an own one. One query.
    """
    own = actor.organisation_id
    if actor.person_id is None or not acts_for(actor, own, Role.EDITOR):
        return []
    asked = Party.objects.filter(project=OuterRef("pk"), organisation=own, state=PartyState.ASKED)
    offered = Legacy.objects.filter(project=OuterRef("pk"), heir=own, state=LegacyState.ASKED)
    over = Q(ends__lt=timezone.localdate()) | Q(stopped_on__isnull=False)
    rows = Project.objects.annotate(
        asked=Coalesce(Exists(asked), Value(value=False)),
        offered=Coalesce(Exists(offered), Value(value=False)),
    ).filter(Q(asked=True) | Q(offered=True) | (over & Q(owner=own, reported_on=None)))
    return [_said(row) for row in rows.only("name", "slug", "owner")[:MOST]]


def _said(row: Project) -> tuple[str, str]:
    told = {"project": row}
    if row.asked:  # type: ignore[attr-defined]
        words = _("Your organisation is asked to take part in a project: %(project)s") % told
    elif row.offered:  # type: ignore[attr-defined]
        words = _("Something is offered to your organisation to go on with: %(project)s") % told
    else:
        words = _("What came of your project is not told yet: %(project)s") % told
    return words, row.get_absolute_url()
