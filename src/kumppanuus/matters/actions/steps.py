"""How one step is added: under a lock, only if it may follow; what stands on the matter follows from all steps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.matters import telling
from kumppanuus.matters.course import Standing, State, StepKind, as_corrected, standing
from kumppanuus.matters.models import LONGEST_NOTE, Matter, Step
from kumppanuus.organisations.models import Organisation


def hold(matter: Matter) -> list[Step]:
    """Hold the matter until the end of the action; return its steps as they are now."""
    matter.refresh_from_db(from_queryset=Matter.objects.select_for_update(of=("self",)))
    return list(Step.objects.filter(matter=matter).select_related("to_organisation", "organisation"))


def refuse_unless(steps: list[Step], kind: StepKind) -> Standing:
    """Return how it stands. Refused when a step of the kind may not come next: somebody was quicker, or it is over."""
    found = standing(steps)
    if kind in found.follows():
        return found
    if kind == StepKind.REGISTERED and found.diary is not None:
        raise Refused(
            _("It has a diary number there already: %(number)s. Correct that step if the number is wrong.")
            % {"number": found.diary.diary_number}
        )
    if found.state == State.UNCONFIRMED:
        raise Refused(_("Its sender has not confirmed it yet. Nothing was changed."))
    raise Refused(
        _("The matter is now: %(state)s. Somebody was quicker, or this cannot follow. Nothing was changed.")
        % {"state": State(found.state).label}
    )


def checked(on: dt.date | None, text: Text | None) -> dt.date:
    """Return the day of a step. Refused for one that is yet to come, and for words that do not fit."""
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused(_("The day is yet to come. Write down what has happened; nothing was changed."))
    longest = max((len(words) for words in (text or Text()).values()), default=0)
    if longest > LONGEST_NOTE:
        raise Refused(
            _("The text is %(length)d characters; at most %(most)d fit. Shorten it and send again.")
            % {"length": longest, "most": LONGEST_NOTE}
        )
    return day


def add(actor: Actor, matter: Matter, steps: list[Step], kind: StepKind, **fields: Any) -> Step:
    """Add a step after those there are, let the matter follow, note it and tell whom it concerns. For actions."""
    step = Step.objects.create(
        matter=matter,
        number=len(steps) + 1,
        kind=kind,
        person_id=actor.person_id,
        **{"on": timezone.localdate()} | fields,
    )
    follow(matter, [*steps, step])
    note(matter, step=step.number, kind=str(kind))
    telling.of_step(actor, matter, step)
    return step


def follow(matter: Matter, steps: list[Step]) -> None:
    """Write onto the matter what follows from its steps."""
    now = {step.pk: (corrections[-1] if corrections else step) for step, corrections in as_corrected(steps)}
    found = standing(steps)
    top = found.chain[-1] if found.chain else None
    place, sending = _places(found)
    matter.state = found.state
    matter.holder, matter.held_model, matter.held_id, matter.waits_name = place
    matter.sender, matter.sent_model, matter.sent_id = sending
    matter.since = now[_since(found, steps).pk].on if found.since else None
    due = now[top.pk].due if top is not None and found.waits else None
    if due != matter.due:
        matter.told_late_on = matter.told_again_on = None
    matter.due = due
    matter.diary_number = now[found.diary.pk].diary_number if found.diary is not None else ""
    matter.changed_at = timezone.now()
    matter.follow_texts()
    matter.save()


def _since(found: Standing, steps: list[Step]) -> Step:
    """Return the step since which it waits where it is."""
    if found.state == State.GIVEN:
        return steps[0]
    if found.state in {State.ANSWERED, State.RETURNED}:
        return next(one for one in reversed(steps) if one.kind == found.state.value)
    return found.chain[-1]  # type: ignore[no-any-return]


Place = tuple[Organisation | None, str, int | None, Text]
Sending = tuple[Organisation | None, str, int | None]
NOWHERE: Place = (None, "", None, Text())
NOBODY: Sending = (None, "", None)


def _standing_now(organisation: Organisation | None) -> Organisation | None:
    """Return the organisation, or that which it was merged into since."""
    if organisation is None or organisation.merged_into_id is None:
        return organisation
    return Organisation.objects.filter(pk=organisation.merged_into_id).first()


def _places(found: Standing) -> tuple[Place, Sending]:
    """Return where it is, and who sent it there."""
    if found.state == State.ANSWERED or (found.state == State.RETURNED and not found.chain):
        sending = found.chain[-1] if found.chain else found.back
        own = _sender(sending)
        first = len(found.chain) < 2 and not sending.by_model  # the answer is with who gave it: it waits for nobody
        return (NOWHERE if first else (*own, Text(sending.by_name))), own
    if not found.chain:
        return NOWHERE, NOBODY
    top = found.chain[-1]
    name = Text({code: _receiver(top, code) for code in top.to_name})
    return (_standing_now(top.to_organisation), top.to_model, top.to_id, name), _sender(top)


def _receiver(step: Step, language: str) -> str:
    with translation.override(language):
        return step.receiver


def _sender(step: Step) -> Sending:
    return _standing_now(step.organisation), step.by_model, step.by_id
