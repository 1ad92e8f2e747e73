"""Hand-overs of posts. The only file that writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.continuity import telling
from kumppanuus.continuity.models import Handover, HandoverLine
from kumppanuus.continuity.providers import Thing
from kumppanuus.continuity.reading import now
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.organisations import actions as organisations
from kumppanuus.organisations.models import Holding, Part, Post


@action
def begin(actor: Actor, post: Post, *, part: str = Part.HOLDER, last_day: dt.date, told: str = "") -> Handover:
    """Say the last day of who holds a post, and open its hand-over. The deputy, or the organisation, is told.

    The post shows as vacant from the day after, until it is given to another. Refused when nobody holds it, when a
    hand-over of it is open, and when the day is before the holder's first.
    """
    holding = post.holdings.current().filter(part=part).order_by("-start").first()
    if holding is None:
        raise Refused(_("Nobody holds the post now, so there is nothing to hand over."))
    if Handover.objects.open().filter(post=post, part=part).exists():
        raise Refused(_("A hand-over of this post is open already. Go on with that one."))
    if last_day < holding.start:
        raise Refused(_("The last day cannot be before the first day."))
    if holding.end is None:
        organisations.end_holding(actor, holding, last_day=last_day)
    made = Handover.objects.create(post=post, person=holding.person, part=part, last_day=last_day, told=told)
    telling.begun(actor, made)
    note(made, post, audience=made.audience(), last_day=last_day.isoformat())
    return made


@quiet_action
def write(actor: Actor, handover: Handover, *, told: str, notes: Mapping[str, str]) -> Handover:
    """Write down what is written nowhere, and what to know about single lines.

    notes  {key of a line ("measures.measure:12"): words}; keys that are not lines of the hand-over are left out
    """
    _lock(handover)
    handover.told = told
    handover.save(update_fields=["told"])
    things = {one.key: one for one in now(handover)}
    for key, words in notes.items():
        if key in things and (words or handover.lines.filter(**_key(key)).exists()):
            _said(handover, things[key], note=words)
    return handover


@action
def take_over(actor: Actor, handover: Handover, *, keys: Collection[str]) -> Handover:
    """Confirm that one answers for these lines now; when none is left, the hand-over is done.

    Refused when none of the keys is a line that waits.
    """
    _lock(handover)
    things = {one.key: one for one in now(handover)}
    taken = {f"{row.model}:{row.object_id}" for row in handover.lines.exclude(taken_at=None)}
    wanted = [key for key in things if key in set(keys) and key not in taken]
    if not wanted and things.keys() - taken:
        raise Refused(_("Tick what you take over. Nothing was changed."))
    for key in wanted:
        _said(handover, things[key], taken_at=timezone.now(), taken_by_id=actor.person_id)
    if not things.keys() - taken - set(wanted) and handover.last_day < timezone.localdate():
        _close(handover)
    note(handover, handover.post, audience=handover.audience(), number=len(wanted))
    return handover


@action
def finish(actor: Actor, handover: Handover, *, reason: str = "") -> Handover:
    """Finish a hand-over. Refused while lines wait unless a reason is given: it is kept with what waits."""
    _lock(handover)
    taken = {row.key for row in handover.lines.exclude(taken_at=None)}
    waiting = [one for one in now(handover) if one.key not in taken]
    if waiting and not reason.strip():
        raise Refused(
            _("%(number)d lines have not been taken over. Take them over, or say why it is finished without that.")
            % {"number": len(waiting)}
        )
    for one in waiting:
        _said(handover, one)
    handover.reason = reason.strip()
    _close(handover)
    note(handover, handover.post, audience=handover.audience(), number=len(waiting))
    return handover


@action
def call_off(actor: Actor, handover: Handover) -> Handover:
    """Call a hand-over off: whoever was to leave stays. Refused once the last day has passed."""
    _lock(handover)
    rows = Holding.objects.filter(post=handover.post_id, person=handover.person_id, part=handover.part)
    if holding := rows.exclude(end=None).order_by("-start").first():
        organisations.stay(actor, holding)
    handover.reason = _("Called off")
    _close(handover)
    note(handover, handover.post, audience=handover.audience())
    return handover


@quiet_action
def keep_time(actor: Actor, _obj: None = None) -> int:
    """Tell what the calendar brings: hand-overs that wait, posts long vacant, funding that ends. Returns how many."""
    return telling.waiting(actor) + telling.vacant(actor) + telling.funding(actor)


def _lock(handover: Handover) -> None:
    handover.refresh_from_db(from_queryset=Handover.objects.select_for_update())
    if not handover.is_open:
        raise Refused(_("The hand-over is done. Nothing was changed."))


def _close(handover: Handover) -> None:
    handover.done_at = timezone.now()
    handover.save(update_fields=["done_at", "reason"])


def _key(key: str) -> dict[str, object]:
    model, _colon, pk = key.rpartition(":")
    return {"model": model, "object_id": int(pk)}


def _said(handover: Handover, thing: Thing, **values: object) -> None:
    HandoverLine.objects.update_or_create(
        handover=handover,
        model=thing.model,
        object_id=thing.pk,
        defaults={"kind": thing.kind[:120], "label": thing.label[:300], **values},
    )
