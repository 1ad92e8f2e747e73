"""Saying that a practice is used, what came of it, and whether it still is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.practices import letters
from kumppanuus.practices.models import Adoption, AdoptionStage, Practice

TOLD = ("stage", "since", "changed", "results", "why_dropped", "dropped_on", "post")
ASKED_EVERY = dt.timedelta(days=365)
ASKED_AGAIN = dt.timedelta(days=30)  # a second letter, once, if nobody answered the first
AT_A_TIME = 200


def _tell(adoption: Adoption, fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(TOLD):
        raise TypeError(f"An adoption has no {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(adoption, name, value)
    today = timezone.localdate()
    if adoption.since > today and adoption.stage != AdoptionStage.CONSIDERING:
        raise Refused(_("The day is in the future. Give the day since when it is so; the rest is kept."))
    if adoption.post is not None and adoption.post.organisation_id != adoption.organisation_id:
        raise Refused(_("The post belongs to another organisation. Choose one of your own; the rest is kept."))
    if adoption.stage == AdoptionStage.DROPPED:
        adoption.dropped_on = adoption.dropped_on or today
        if not adoption.why_dropped:
            raise Refused(_("Say why it was dropped: others learn from it. The rest is kept."))
    else:
        adoption.dropped_on = None
    adoption.confirmed_at = timezone.now()


@action
def adopt(actor: Actor, /, practice: Practice, **fields: Any) -> Adoption:
    """Say that one's organisation considers, tries or uses a practice: the version in force. Fields: TOLD.

    Refused when it has said so already: then that is changed.
    """
    organisation = Organisation.objects.get(pk=actor.organisation_id or 0)
    if Adoption.objects.filter(practice=practice, organisation=organisation).exists():
        raise Refused(_("Your organisation has said this already. Change what it says; nothing was added."))
    made = Adoption(practice=practice, organisation=organisation, version=practice.current)
    _tell(made, fields)
    made.save()
    note(made, practice, organisation, stage=made.stage)
    return made


@action
def change_adoption(actor: Actor, /, adoption: Adoption, **fields: Any) -> Adoption:
    """Change how far it is, what was changed and what came of it."""
    _tell(adoption, fields)
    adoption.save()
    note(adoption, adoption.practice, adoption.organisation, stage=adoption.stage)
    return adoption


def _hold(adoption: Adoption) -> Adoption:
    rows = Adoption.objects.select_for_update(of=("self",)).select_related("practice", "organisation")
    held = rows.get(pk=adoption.pk)
    if held.stage == AdoptionStage.DROPPED:
        raise Refused(_("It was marked as dropped meanwhile. Nothing was changed."))
    return held


@action
def confirm(actor: Actor, adoption: Adoption) -> Adoption:
    """Say that it still holds."""
    held = _hold(adoption)
    held.confirmed_at = timezone.now()
    held.save(update_fields=["confirmed_at"])
    note(held, held.practice, held.organisation)
    return held


@action
def drop(actor: Actor, adoption: Adoption, *, why: Text) -> Adoption:
    """Say that the practice is not used any more, and why. It stays on its page: that is knowledge too."""
    held = _hold(adoption)
    if not why:
        raise Refused(_("Say why it was dropped: others learn from it. The rest is kept."))
    held.stage, held.why_dropped, held.dropped_on = AdoptionStage.DROPPED, why, timezone.localdate()
    held.confirmed_at = timezone.now()
    held.save(update_fields=["stage", "why_dropped", "dropped_on", "confirmed_at"])
    note(held, held.practice, held.organisation)
    return held


@quiet_action
def ask_adopters(actor: Actor, _obj: None = None) -> int:
    """Ask those who have not said for a year that it holds, by a letter with a link; again after a month, then yearly.

    Returns how many were asked.
    """
    now = timezone.now()
    rows = (
        Adoption.objects.standing()
        .exclude(stage=AdoptionStage.DROPPED)
        .filter(confirmed_at__lt=now - ASKED_EVERY, practice__withdrawn_at=None)
    )
    due = rows.filter(asked_at=None) | rows.filter(asked_at__lt=now - ASKED_AGAIN)
    asked = 0
    chosen = due.select_related("practice__current", "practice__owner", "organisation", "post")
    for one in chosen.order_by("confirmed_at", "pk")[:AT_A_TIME]:
        if one.asked_at is not None and one.asked_at - one.confirmed_at > ASKED_EVERY + ASKED_AGAIN:
            continue
        letters.ask(one)
        one.asked_at = now
        one.save(update_fields=["asked_at"])
        asked += 1
    return asked
