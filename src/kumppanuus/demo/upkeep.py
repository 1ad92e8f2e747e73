"""Lets the demo's directory be looked after: reminders, corrections, suggestions, a claim that waits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import time_machine
from django.utils import timezone, translation

from kumppanuus.accounts import actions as accounts
from kumppanuus.accounts.models import Person
from kumppanuus.core.actors import Actor, system
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for
from kumppanuus.organisations.models import Organisation
from kumppanuus.services import actions, tasks
from kumppanuus.services.actions.checks import CORRECT
from kumppanuus.services.lines import values_of
from kumppanuus.services.models import Service, Status

VILLAGE = "kosken-kuvitteellinen-kylatupa"  # Bertil's
UNKEPT = "savipellon-satu"
READER = "lukija@lukupiiri.example"
LOOKED_AT = ((18, 6), (12, 6), (5, 4))  # days ago, how many entries


def look_after(made: Mapping[str, Organisation], people: Mapping[str, Person]) -> None:
    """Send the reminders of three weeks ago, let contacts answer some, and let readers suggest things."""
    with translation.override("fi"):
        with _days_ago(20):
            tasks.remind_of_due()
        _look_at_lines()
        _suggest(made[VILLAGE], people["bertil"])
        _ask_to_keep(made[UNKEPT])


def _days_ago(days: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() - dt.timedelta(days=days), tick=True)


def _look_at_lines() -> None:
    """Let some contacts say from their mail that a number is right; one corrects it."""
    links = list(Link.objects.filter(purpose=CORRECT).order_by("pk"))
    taken = iter(links)
    corrected = False
    for days, many in LOOKED_AT:
        for _n in range(many):
            link = next(taken, None)
            entry = Service.objects.filter(pk=link.target_id).first() if link else None
            contact = entry.contacts.exclude(phone="").first() if entry else None
            if link is None or entry is None or contact is None:
                continue
            line = f"phone:{contact.pk}"
            values = values_of(entry, line)
            if not corrected:
                values, corrected = {"phone": "02 555 0199"}, True
            with _days_ago(days):
                actions.correct(actor_for(link), entry, line=line, values=values)


def _suggest(village: Organisation, bertil: Person) -> None:
    """A reader's correction waits for Bertil; another was declined with his reason."""
    entries = list(
        Service.objects.filter(organisation=village, status__in=(Status.PUBLISHED, Status.PAUSED)).order_by("pk")[:2]
    )
    if not entries:
        return
    first, last = entries[0], entries[-1]
    with _days_ago(9):
        other, _token = actions.suggest(
            Actor(), last, words="Voisiko ryhmä kokoontua iltaisin? Moni on päivät töissä.", email=READER
        )
    with _days_ago(7):
        holder = Actor(person_id=bertil.pk, organisation_id=village.pk)
        reason = "Kiitos ehdotuksesta. Iltaan ei ole vetäjää, joten aika pysyy. Kysymme asiaa keväällä uudelleen."
        actions.decline_suggestion(holder, other, reason=reason)
    with _days_ago(2):
        contact = first.contacts.exclude(phone="").first()
        if contact is None:
            actions.suggest(Actor(), first, words="Puhelinnumero puuttuu.", email=READER)
        else:
            actions.suggest(Actor(), first, line=f"phone:{contact.pk}", values={"phone": "02 555 0177"}, email=READER)


def _ask_to_keep(organisation: Organisation) -> None:
    """Somebody asks to keep the page of an organisation without a known address."""
    with _days_ago(3):
        person = accounts.add_person(
            system("command"), None, email="selma.sepite@savipelto.example", name="Selma Sepite", language="fi"
        )
        accounts.accept_terms(person.as_actor(), person)
        message = "Olen yhdistyksen uusi sihteeri. Puheenjohtaja on Onni Olematon, hän vahvistaa asian."
        actions.ask_claim(Actor(person_id=person.pk), organisation, message=message)
