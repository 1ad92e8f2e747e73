"""Events in words: each app says in its module `phrases` what its events are called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.activity.models import Event
from kumppanuus.core.actors import Actor
from kumppanuus.organisations.models import Organisation, organisations_of


@cache
def phrases() -> dict[str, Any]:
    """Return {event name: phrase} of all apps: a module `phrases` with a dict PHRASES, verbs in the past tense."""
    found: dict[str, Any] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.phrases"
        if config.name.startswith("kumppanuus.") and find_spec(name):
            found |= import_module(name).PHRASES
    return found


@dataclass(frozen=True)
class Line:
    """One line of a history: when, who (as the reader may know it), for whom, what, on whose decision."""

    event: Event
    who: str
    organisation: Organisation | None
    what: str

    @property
    def at(self) -> Any:
        return self.event.at

    @property
    def decision(self) -> str:
        return self.event.decision


def lines(reader: Actor, events: list[Event]) -> list[Line]:
    """Return events in words, with two queries however many there are.

    A person's name is told to herself and to members of the organisation for which she acted; others read the
    organisation's name.
    """
    organisations = Organisation.objects.in_bulk({e.organisation_id for e in events if e.organisation_id})
    own = set(organisations_of(reader)) if reader.person_id else set()
    known = {
        event.person_id
        for event in events
        if event.person_id and (event.person_id == reader.person_id or event.organisation_id in own)
    }
    people = Person.objects.in_bulk(known)
    return [
        Line(
            event,
            _who(event, people),
            organisations.get(event.organisation_id or 0),
            str(phrases().get(event.name) or _("did: %(what)s") % {"what": event.name.replace("_", " ")}),
        )
        for event in events
    ]


def _who(event: Event, people: dict[int, Person]) -> str:
    if event.person_id in people:
        return str(people[event.person_id])
    if event.system:
        return _("The system")
    if event.organisation_id:
        return ""
    if event.link_id:
        return _("The holder of a personal link")
    return _("A person") if event.person_id else _("A visitor")
