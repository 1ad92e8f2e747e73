"""What projects bring into the annual clock: when each begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kumppanuus.calendars.dates import Dated, Kind, Provider, Wanted, provide, stamp, with_changes
from kumppanuus.organisations.models import organisations_of
from kumppanuus.projects.models import PartyState, Project

READ = ("name", "slug", "starts", "ends", "stopped_on", "created_at", "owner__name", "owner__slug")


def projects(wanted: Wanted) -> QuerySet[Any] | None:
    """Return the wanted projects; none of a body."""
    if wanted.body:
        return None
    rows = Project.objects.visible_to(wanted.actor).filter(stopped_on=None)
    if wanted.areas is not None:
        rows = rows.filter(area__in=wanted.areas)
    if wanted.organisation:
        rows = rows.filter(_of([wanted.organisation]))
    if wanted.mine:
        rows = rows.filter(_of(organisations_of(wanted.actor)))
    return with_changes(rows.select_related("owner").only(*READ))


def _of(organisations: list[int]) -> Q:
    takes_part = Q(parties__organisation__in=organisations, parties__state=PartyState.JOINED)
    return Q(pk__in=Project.objects.filter(takes_part).order_by().values("pk")) | Q(owner__in=organisations)


def told(project: Project) -> Iterable[Dated]:
    """Tell the days of a project."""
    own: dict[str, Any] = {
        "title": project.name,
        "whose": project.owner.name,
        "address": project.get_absolute_url(),
        **stamp(project),
    }
    for part, kind, what, day in (
        ("begins", Kind.OTHER, _("Project begins"), project.starts),
        ("ends", Kind.FUNDING, _("Project ends"), project.ends),
    ):
        yield Dated(uid=f"project-{project.pk}-{part}", kind=kind, what=what, first=day, last=day, **own)


provide(Provider(frozenset({Kind.OTHER, Kind.FUNDING}), projects, ("starts", "ends"), told))
