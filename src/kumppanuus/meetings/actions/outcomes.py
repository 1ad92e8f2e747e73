"""During a meeting: who is present, and what came of each item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Mandate, OpenTo
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.measures import actions as measures
from kumppanuus.measures.models import Measure
from kumppanuus.meetings.models import (
    AgendaItem,
    ItemState,
    Meeting,
    MeetingState,
    Outcome,
    OutcomeKind,
    Phase,
    Place,
    Signature,
)
from kumppanuus.organisations.models import Organisation, Post

LONGEST_TITLE = 200
AT_ONCE = dt.timedelta(minutes=30)  # after the planned end: who ends the meeting by then is still there


def hold(meeting: Meeting) -> None:
    """Hold the meeting until the end of the action. Refused once its minutes are approved.

    What inspectors have signed so far falls: it is no longer what they signed.
    """
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update())
    last = meeting.minutes_versions.order_by("-number").first()
    if last is not None and last.phase == Phase.APPROVED:
        raise Refused(_("The minutes were approved meanwhile. Nothing was changed; a corrected version can be made."))
    Signature.objects.filter(minutes__meeting=meeting).exclude(minutes__phase=Phase.APPROVED).delete()


@action
def take_attendance(actor: Actor, meeting: Meeting, *, present: Iterable[Mandate]) -> Meeting:
    """Say who is present; all others who sit there that day are marked as absent."""
    hold(meeting)
    here = {mandate.pk for mandate in present}
    on_the_day = Mandate.objects.current(meeting.day).filter(seat__body=meeting.body_id)
    known = set(on_the_day.values_list("pk", flat=True))
    if not here <= known:
        raise Refused(_("Somebody on the list does not sit in the body on that day. Nothing was changed; look again."))
    places = {place.mandate_id: place for place in meeting.places.all()}
    for pk in sorted(known):
        if pk not in places:
            Place.objects.create(meeting=meeting, mandate_id=pk, present=pk in here)
        elif places[pk].present is not (pk in here):
            places[pk].present = pk in here
            places[pk].save(update_fields=["present"])
    note(meeting, present=len(here))
    return meeting


@dataclass(frozen=True)
class Task:
    """Who does what by when. `title` is what everybody reads of it: measures are public."""

    owner: Organisation
    due: dt.date
    post: Post | None = None
    title: Text | None = None


@action
def record(
    actor: Actor,
    item: AgendaItem,
    *,
    kind: str,
    text: Text,
    to: str = "",
    task: Task | None = None,
    approves: bool = False,
) -> Outcome:
    """Record what came of an item. A task becomes a measure of its owner, proposed in the convener's name.

    Refused for a task without an owner and a day, for what is sent on without saying to whom, and for a task of a
    members-only body without a title of its own: in an open one the text is the title. A decision about the result of
    an assessment may approve it.
    """
    meeting = item.meeting
    hold(meeting)
    _complete(kind, text, to, task)
    approves = _approves(item, kind, approves)
    measure = _propose(actor, item, text, task) if task and kind == OutcomeKind.TASK else None
    last = item.outcomes.aggregate(last=Max("order"))["last"] or 0
    told = {"kind": kind, "text": text, "to": _to(kind, to), "measure": measure, "approves": approves}
    outcome = Outcome.objects.create(item=item, order=last + 1, **told)
    _dealt(item)
    note(outcome, meeting, *([measure] if measure else []), audience=outcome.audience(), kind=str(kind))
    return outcome


def _complete(kind: str, text: Text, to: str, task: Task | None) -> None:
    if kind not in OutcomeKind.values:
        raise Refused(_("Choose what came of the item."))
    if not text:
        raise Refused(_("Write what was decided or agreed."))
    if kind == OutcomeKind.SENT_ON and not to.strip():
        raise Refused(_("Say to whom it is sent. What you wrote is kept on the form."))
    if kind == OutcomeKind.TASK and task is None:
        raise Refused(_("A task needs somebody who does it and a day. What you wrote is kept on the form."))


def _approves(item: AgendaItem, kind: str, approves: bool) -> bool:
    """Return whether the outcome approves a result; refused where the item is about none."""
    if approves and item.release_id is None:
        raise Refused(_("The item is about no result. Choose the result on the item first; what you wrote is kept."))
    return approves and kind == OutcomeKind.DECISION


def _to(kind: str, to: str) -> str:
    return to.strip() if kind in {OutcomeKind.SENT_ON, OutcomeKind.STATEMENT} else ""


def _public_words(meeting: Meeting, text: Text, title: Text | None) -> Text:
    """Return what everybody may read of a task. Nothing of a members-only body gets out that was not meant to."""
    if title:
        return title
    if meeting.body.open_to != OpenTo.ALL:
        raise Refused(_("Write what everybody may read of the task: who follows it sees only that."))
    return Text({code: _shortened(words) for code, words in text.items()})


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    if len(line) <= LONGEST_TITLE:
        return line
    return f"{line[: LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"


def _propose(actor: Actor, item: AgendaItem, text: Text, task: Task) -> Measure:
    """Propose the measure in the convener's name; where the convener owns it, in nobody's but the body's.

    Minutes bind nobody: whoever shall do it agrees to it herself.
    """
    body = item.meeting.body
    name = None if body.convener_id == task.owner.pk else body.convener_id
    return measures.propose(
        Actor(person_id=actor.person_id, organisation_id=name, system="meetings"),
        body.area,
        title=_public_words(item.meeting, text, task.title),
        owner=task.owner,
        post=task.post,
        due=task.due,
        agreed_model=body._meta.label_lower,
        agreed_id=body.pk,
    )


def _dealt(item: AgendaItem) -> None:
    if item.state in {ItemState.OPEN, ItemState.NOT_REACHED}:
        item.state, item.why = ItemState.DEALT, ""
        item.save(update_fields=["state", "why"])


@action
def change_outcome(
    actor: Actor,
    outcome: Outcome,
    *,
    kind: str,
    text: Text,
    to: str = "",
    task: Task | None = None,
    approves: bool = False,
) -> Outcome:
    """Correct an outcome. A task's owner and day can be put right until the owner has answered.

    Refused for what `record` refuses, and when the owner of a task has answered already.
    """
    item, before = outcome.item, outcome.kind
    hold(item.meeting)
    _lock(outcome)
    _complete(kind, text, to, task)
    if kind == OutcomeKind.TASK and task is not None:
        outcome.measure = _changed_task(actor, outcome, text, task)
    elif outcome.measure is not None:
        _take_back(outcome.measure)
        outcome.measure = None
    outcome.kind, outcome.text, outcome.to = kind, text, _to(kind, to)
    outcome.approves = _approves(item, kind, approves)
    outcome.save()
    note(outcome, item.meeting, audience=outcome.audience(), kind_before=str(before), kind=str(kind))
    return outcome


def _lock(outcome: Outcome) -> None:
    if not Outcome.objects.select_for_update(of=("self",)).filter(pk=outcome.pk).exists():
        raise Refused(_("It was taken off meanwhile. What you wrote can be recorded anew."))
    outcome.refresh_from_db()


def _changed_task(actor: Actor, outcome: Outcome, text: Text, task: Task) -> Measure:
    item, measure = outcome.item, outcome.measure
    if measure is None:
        return _propose(actor, item, text, task)
    closed = item.meeting.body.open_to != OpenTo.ALL
    title = _public_words(item.meeting, text, task.title or (measure.title if closed else None))
    now = (measure.title, measure.owner_id, measure.post_id, measure.due)
    if now == (title, task.owner.pk, task.post.pk if task.post else None, task.due):
        return measure
    giver = Actor(system="meetings", person_id=actor.person_id)
    if not giver.may("measures.amend", measure):
        raise Refused(_("The owner has answered already. Nothing was changed; agree on the change with the owner."))
    return measures.amend(giver, measure, title=title, owner=task.owner, post=task.post, due=task.due)


def _take_back(measure: Measure) -> None:
    """Withdraw the measure of a task that was none. Refused when its owner has answered."""
    giver = Actor(system="meetings")
    if not giver.may("measures.withdraw", measure):
        raise Refused(_("The owner has answered already. Nothing was changed; agree on the change with the owner."))
    measures.withdraw(giver, measure, reason=_("It was taken off the minutes before they were approved."))


@action
def remove_outcome(actor: Actor, outcome: Outcome) -> AgendaItem:
    """Take off an outcome that was recorded by mistake; the measure of a task is withdrawn, if nobody has answered."""
    item = outcome.item
    hold(item.meeting)
    _lock(outcome)
    if outcome.matter_id is not None:
        raise Refused(_("It has been sent on as a matter already. Withdraw the matter on its page; this stays."))
    if outcome.measure is not None:
        _take_back(outcome.measure)
    outcome.delete()
    note(item, item.meeting, audience=outcome.audience(), kind=str(outcome.kind))
    return item


@action
def settle_item(actor: Actor, item: AgendaItem, *, state: str, why: str = "") -> AgendaItem:
    """Say that an item was dealt with, was not reached, or is still to come. Refused where it has outcomes."""
    hold(item.meeting)
    item.refresh_from_db(from_queryset=AgendaItem.objects.select_for_update(of=("self",)))
    if state not in {ItemState.OPEN, ItemState.DEALT, ItemState.NOT_REACHED}:
        raise Refused(_("Say whether the item was dealt with or not reached."))
    if state != ItemState.DEALT and item.outcomes.exists():
        raise Refused(_("Something came of the item already, so it was dealt with. Take that off first."))
    if state == ItemState.OPEN and item.meeting.state == MeetingState.HELD:
        raise Refused(_("The meeting has ended: say whether the item was dealt with or not reached."))
    item.state, item.why = state, why.strip()
    item.save(update_fields=["state", "why"])
    note(item, item.meeting, state=str(state))
    return item


@action
def close(actor: Actor, meeting: Meeting) -> Meeting:
    """End the meeting: it was held. Items still open were not reached and come on the next agenda. Who ends it at once
    says by that when it ended.

    Refused before it has begun, and when it was ended or cancelled meanwhile.
    """
    hold(meeting)
    if meeting.state != MeetingState.CALLED:
        raise Refused(_("The meeting has been ended or cancelled already. Nothing was changed."))
    if not meeting.has_begun:
        raise Refused(_("The meeting has not begun. End it when it has been held, or cancel it."))
    left = meeting.items.filter(state=ItemState.OPEN).update(state=ItemState.NOT_REACHED)
    now = timezone.now().replace(second=0, microsecond=0)
    if now <= meeting.ends_at + AT_ONCE:  # later on nobody knows when it ended
        meeting.ends_at = max(now, meeting.starts_at + dt.timedelta(minutes=1))
    meeting.state = MeetingState.HELD
    meeting.save(update_fields=["state", "ends_at"])
    note(meeting, not_reached=left)
    return meeting
