"""What came of a matter: handled, answered, the answer back at who sent it on, closed, withdrawn; and corrections."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.matters.actions.naming import in_name_of, of_giver
from kumppanuus.matters.actions.steps import add, checked, hold, refuse_unless
from kumppanuus.matters.course import CORRECTABLE, StepKind
from kumppanuus.matters.models import Matter, Step


@action
def record_handling(actor: Actor, matter: Matter, *, text: Text, on: dt.date | None = None, link: str = "") -> Step:
    """Write down when it was handled and what was decided, with a link to the decision."""
    return _say(actor, matter, StepKind.HANDLED, text, on, link)


@action
def answer(actor: Actor, matter: Matter, *, text: Text, on: dt.date | None = None, link: str = "") -> Step:
    """Answer. Who sent it here is told, and who gave it; the answer goes on the agenda of a body that sent it on.

    Refused when somebody has answered, closed or withdrawn it meanwhile.
    """
    return _say(actor, matter, StepKind.ANSWERED, text, on, link)


def _say(  # noqa: PLR0917 - what such a step is made of
    actor: Actor, matter: Matter, kind: StepKind, text: Text, on: dt.date | None, link: str
) -> Step:
    if not text:
        raise Refused(_("Write it in words: everybody who follows the matter reads it. Nothing was recorded."))
    steps = hold(matter)
    refuse_unless(steps, kind)
    return add(actor, matter, steps, kind, on=checked(on, text), text=text, link=link, **in_name_of(actor, matter))


@action
def give_back(actor: Actor, matter: Matter, *, text: Text | None = None, link: str = "") -> Step:
    """Write down that the answer is back with who sent it on: on an agenda (`link`), or taken note of as such."""
    steps = hold(matter)
    refuse_unless(steps, StepKind.RETURNED)
    checked(None, text)
    return add(actor, matter, steps, StepKind.RETURNED, text=text or Text(), link=link, **in_name_of(actor, matter))


@action
def close(actor: Actor, matter: Matter, *, text: Text) -> Step:
    """Close a matter with a reason: it is done, or is not answered here. It stays readable."""
    if not text:
        raise Refused(_("Give a reason: it is shown on the matter's page. Nothing was closed."))
    steps = hold(matter)
    refuse_unless(steps, StepKind.CLOSED)
    checked(None, text)
    return add(actor, matter, steps, StepKind.CLOSED, text=text, **in_name_of(actor, matter))


@action
def withdraw(actor: Actor, matter: Matter, *, text: Text | None = None) -> Step:
    """Withdraw what one has given; also after it was sent, until it is answered. Who has it is told."""
    steps = hold(matter)
    refuse_unless(steps, StepKind.WITHDRAWN)
    checked(None, text)
    return add(actor, matter, steps, StepKind.WITHDRAWN, text=text or Text(), **of_giver(matter))


@action
def correct(actor: Actor, /, step: Step, *, text: Text | None = None, **fields: Any) -> Step:
    """Correct a step by a later one that holds it as it should be: on, due, diary_number, link, text.

    Refused where nothing would change. What was written before stays readable.
    """
    if unknown := fields.keys() - set(CORRECTABLE):
        raise TypeError(f"A correction has no {', '.join(sorted(unknown))}")
    matter = step.matter
    steps = hold(matter)
    earlier = [one for one in steps if one.corrects_id == step.pk]
    now = earlier[-1] if earlier else step
    told = {name: getattr(now, name) for name in CORRECTABLE} | fields
    told["text"] = Text(now.text) if text is None else text
    if all(getattr(now, name) == value for name, value in told.items()):
        raise Refused(_("That is what stands there already. Nothing was changed."))
    checked(told["on"], told["text"])
    if step.kind == StepKind.REGISTERED and not str(told["diary_number"]).strip():
        raise Refused(_("Write the diary number. Nothing was recorded."))
    own = {"organisation": step.organisation, "by_model": step.by_model, "by_id": step.by_id, "by_name": step.by_name}
    return add(actor, matter, steps, StepKind.CORRECTED, corrects=step, **told | own)
