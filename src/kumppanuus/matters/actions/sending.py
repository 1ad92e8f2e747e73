"""Sending a matter on, and what happens to it where it is: delivered, registered, put on an agenda."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.matters.actions.naming import in_name_of
from kumppanuus.matters.actions.steps import add, checked, hold, refuse_unless
from kumppanuus.matters.course import StepKind
from kumppanuus.matters.models import Matter, Step
from kumppanuus.matters.receivers import To

DUE_DAYS = 60  # until when an answer is wanted, unless who sends says otherwise


def fields_of(to: To, due: dt.date | None) -> dict[str, Any]:
    """Return the fields of a step that say to whom it is sent. Refused without a name, and for a day that is over."""
    if not to.name:
        raise Refused(_("Say to whom it is sent. Nothing was sent."))
    today = timezone.localdate()
    if due is not None and due < today:
        raise Refused(_("The day by which an answer is wanted has passed already. Choose a later one."))
    return {
        "to_organisation": to.organisation,
        "to_model": to.model,
        "to_id": to.pk,
        "to_name": to.name,
        "to_email": to.email,
        "to_kind": to.kind,
        "due": due or today + dt.timedelta(days=DUE_DAYS),
    }


@action
def send_on(actor: Actor, matter: Matter, *, to: To, text: Text | None = None, due: dt.date | None = None) -> Step:
    """Send a matter to a body, an organisation, or a decision-maker outside; an answer is wanted within 60 days.

    Refused to where it is already, and when it was answered, closed or withdrawn meanwhile.
    """
    steps = hold(matter)
    refuse_unless(steps, StepKind.SENT)
    checked(None, text)
    given = fields_of(to, due)
    there = (to.organisation, to.model, to.pk) == (matter.holder, matter.held_model, matter.held_id)
    if there and str(to.name) in str(matter.waits_name) and not to.kind:
        raise Refused(_("It is there already. Nothing was sent."))
    return add(actor, matter, steps, StepKind.SENT, text=text or Text(), **given, **in_name_of(actor, matter))


@action
def record_delivery(actor: Actor, matter: Matter, *, on: dt.date | None = None, text: Text | None = None) -> Step:
    """Write down that the document was delivered. It is not officially pending before the registry has recorded it."""
    steps = hold(matter)
    refuse_unless(steps, StepKind.DELIVERED)
    day = checked(on, text)
    return add(actor, matter, steps, StepKind.DELIVERED, on=day, text=text or Text(), **in_name_of(actor, matter))


@action
def record_number(
    actor: Actor,
    matter: Matter,
    *,
    diary_number: str,
    on: dt.date | None = None,
    link: str = "",
    text: Text | None = None,
) -> Step:
    """Write down the diary number by which it is officially pending. Refused for a second one: correct the first."""
    if not diary_number.strip():
        raise Refused(_("Write the diary number. Nothing was recorded."))
    steps = hold(matter)
    refuse_unless(steps, StepKind.REGISTERED)
    fields = {"diary_number": diary_number.strip()[:60], "link": link, "text": text or Text()}
    return add(actor, matter, steps, StepKind.REGISTERED, on=checked(on, text), **fields, **in_name_of(actor, matter))


@action
def take_up(actor: Actor, matter: Matter, *, link: str = "", text: Text | None = None) -> Step:
    """Write down that it is on an agenda, with its address."""
    steps = hold(matter)
    refuse_unless(steps, StepKind.TAKEN_UP)
    checked(None, text)
    return add(actor, matter, steps, StepKind.TAKEN_UP, link=link, text=text or Text(), **in_name_of(actor, matter))
