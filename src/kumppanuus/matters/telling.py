"""What is told by mail: each step to who gave the matter, what comes and what waits too long to who has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from kumppanuus.core.actors import Actor, system
from kumppanuus.matters import reading, receivers
from kumppanuus.matters.course import StepKind
from kumppanuus.matters.models import Matter, Step
from kumppanuus.matters.receivers import Recipient
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register

GIVEN, HELD, CONFIRM = "matters", "matters_held", "matters_confirm"
register(GIVEN, gettext_lazy("Each step of matters that you have given"))
register(HELD, gettext_lazy("Matters that wait for your organisation or body"))
register(CONFIRM, gettext_lazy("Confirming a matter that you have given without an account"), required=True)


def _post(  # noqa: PLR0917 - what a letter is made of
    matter: Matter, to: Recipient, template: str, key: str, topic: str, step: Step | None = None
) -> None:
    with translation.override(to.language):
        context = _words(matter, step)
    notices.post(
        system("matters"),
        matter,
        key=f"matter:{matter.pk}:{key}",
        topic=topic,
        template=f"matters/mail/{template}",
        context=context,
        person=to.person,
        address="" if to.person else to.address,
        language=to.language,
    )


def _words(matter: Matter, step: Step | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "title": str(matter.title),
        "sender": str(reading.sender_in_words(matter)),
        "here": reading.here_in_words(matter),
        "name": str(matter.waits_name),
        "due": date_format(matter.due, "DATE_FORMAT") if matter.due else "",
        "url": f"{settings.SITE_URL}{matter.get_absolute_url()}",
        "days": matter.waited_days,
    }
    if step is not None:
        line = reading.Line(step.corrects or step, step)
        found |= {
            "kind": step.kind,
            "heading": line.heading,
            "day": date_format(step.on, "DATE_FORMAT"),
            "text": str(step.text),
            "link": step.link,
            "by": str(step.by_name),
        }
    return found


def givers_of(matter: Matter) -> list[Recipient]:
    """Return who is told of each step: the person who gave it, else the address of in whose name it was given."""
    if matter.person is not None:
        return [Recipient(matter.person, language=matter.person.language)]
    if matter.email:
        return [Recipient(None, matter.email, matter.language)]
    return receivers.people(matter.organisation, matter.given_body_model, matter.given_body_id)


def to_confirm(matter: Matter, token: str) -> None:
    """Mail the link by which a resident confirms what she wrote."""
    with translation.override(matter.language):
        context = {"title": str(matter.title), "url": settings.SITE_URL + reverse("matters:own", args=[token])}
    notices.post(
        system("matters"),
        matter,
        key=f"matter:{matter.pk}:confirm",
        topic=CONFIRM,
        template="matters/mail/confirm",
        context=context,
        address=matter.email,
        language=matter.language,
    )


def of_step(actor: Actor, matter: Matter, step: Step) -> None:
    """Tell who gave it of each step but her own, and who has it now of what has come to it or was withdrawn."""
    if step.kind == StepKind.GIVEN:
        return
    for one in givers_of(matter):
        if one.person is None or one.person.pk != actor.person_id:
            _post(matter, one, "step", f"step:{step.number}", GIVEN, step)
    if step.kind == StepKind.SENT:
        _tell(actor, matter, _receivers(step), "came", f"came:{step.number}", step)
    elif step.kind in {StepKind.ANSWERED, StepKind.REGISTERED, StepKind.HANDLED} and matter.sender_id is not None:
        senders = receivers.people(matter.sender, matter.sent_model, matter.sent_id)
        _tell(actor, matter, senders, "step", f"step:{step.number}", step)
    elif step.kind == StepKind.WITHDRAWN:
        last = matter.steps.filter(kind=StepKind.SENT).select_related("to_organisation").last()
        if last is not None:
            _tell(actor, matter, _receivers(last), "step", f"step:{step.number}", step)


def _receivers(step: Step) -> list[Recipient]:
    """Return who is told of a sending on the platform; outside of it whoever sent it delivers the document."""
    return receivers.people(step.to_organisation, step.to_model, step.to_id)


def _tell(  # noqa: PLR0917 - what a letter is made of
    actor: Actor, matter: Matter, to: Iterable[Recipient], template: str, key: str, step: Step
) -> None:
    for one in to:
        if one.person is None or one.person.pk != actor.person_id:
            _post(matter, one, template, key, HELD, step)


def of_lateness(matter: Matter, *, again: bool) -> None:
    """Tell who has it, or follows it outside the platform, that it waits longer than promised; again: the chairs."""
    if matter.holder_id is not None or matter.held_model:
        to = receivers.people(matter.holder, matter.held_model, matter.held_id, chairs=again)
    else:
        to = receivers.people(matter.sender, matter.sent_model, matter.sent_id, chairs=again) or givers_of(matter)
    for one in to:
        _post(matter, one, "late", f"late:{matter.due}:{2 if again else 1}", HELD)
