"""What waits for a person about practices, for her own work list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.core.versions import VersionStatus
from kumppanuus.core.waiting import Line, Waits, alike, waits
from kumppanuus.organisations.models import Role, acts_for
from kumppanuus.practices.models import (
    Contribution,
    ContributionState,
    Developer,
    DeveloperState,
    Inclusion,
    InclusionState,
    PracticeVersion,
    cared_for,
    caring_spaces,
)


@waits
def of_practices(actor: Actor) -> Waits | None:
    """Tell editors who invited them, who asks to take part and what is handed over to them; curators what waits."""
    own, parts = actor.organisation_id, []
    if acts_for(actor, own, Role.EDITOR):
        rows = Developer.objects.annotate(name=F("practice__versions__name"))
        told = {"key": "practice__slug", "title": "name"}
        newest = rows.filter(practice__versions__number=1)
        parts += [
            alike(newest.filter(organisation=own, state=DeveloperState.INVITED), "invited", **told),
            alike(newest.filter(practice__owner=own, state=DeveloperState.ASKED), "asked", **told),
        ]
        offered = PracticeVersion.objects.filter(practice__offered_to=own, number=1)
        parts.append(alike(offered, "offered", key="practice__slug", title="name"))
        parts += [_behind(own), _contributed(own)]
    if caring_spaces(actor):
        waiting = Inclusion.objects.filter(cared_for(actor), state=InclusionState.WAITING)
        parts.append(alike(waiting, "waiting", key="collection__slug", title="practice__current__name"))
    return Waits(parts, _say) if parts else None


def _behind(own: int | None) -> QuerySet[Any, Any]:
    """Return the newest versions of own forks whose original has published another since it was looked at."""
    rows = PracticeVersion.objects.exclude(status=VersionStatus.SUPERSEDED).filter(
        practice__owner=own, practice__withdrawn_at=None, practice__forked_from__practice__current__isnull=False
    )
    later = PracticeVersion.objects.filter(practice=OuterRef("practice"), number__gt=OuterRef("number"))
    newest = rows.filter(~Exists(later)).exclude(upstream=F("practice__forked_from__practice__current"))
    return alike(newest, "behind", key="practice__slug", title="name")


def _contributed(own: int | None) -> QuerySet[Any, Any]:
    """Return what forks offer to own practices; the key leads to the page of the one offer."""
    rows = Contribution.objects.filter(practice__owner=own, state=ContributionState.WAITING)
    key = Concat("practice__slug", Value("/"), Cast("pk", models.CharField()), output_field=models.CharField())
    return alike(rows.annotate(at=key), "contributed", key="at", title="practice__current__name", day="made_at")


def _say(what: str, slug: str, name: Text, _day: dt.date | None) -> Line:
    told, address = {"practice": name}, ""
    if what in {"invited", "asked", "offered"}:
        address = reverse("practices:practice", args=[slug])
    if what == "invited":
        return _("Your organisation is invited to develop an operating model: %(practice)s") % told, address
    if what == "asked":
        return _("An organisation wants to develop your operating model: %(practice)s") % told, address
    if what == "offered":
        return _("An operating model is handed over to your organisation: %(practice)s") % told, address
    if what == "behind":
        words = _("The original of your own version has changed: %(practice)s") % told
        return words, reverse("practices:original", args=[slug])
    if what == "contributed":
        words = _("An improvement is offered to your operating model: %(practice)s") % told
        return words, reverse("practices:contribution", args=slug.split("/"))
    words = _("An operating model waits for the curator: %(practice)s") % told
    return words, reverse("practices:collection", args=[slug])
