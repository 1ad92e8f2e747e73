"""The verbs of the annual clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.calendars.feeds import PURPOSE, feeds_of
from kumppanuus.calendars.models import OWN_KINDS, CalendarEntry
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.links import actions as links
from kumppanuus.links.models import Link
from kumppanuus.organisations.models import Organisation

FIELDS = (
    *("kind", "title", "about", "first", "last", "begins", "ends", "yearly", "place", "link", "area", "members_only"),
)
LONGEST = dt.timedelta(days=366)
FEED_LASTS = dt.timedelta(days=3650)  # a calendar program asks for years; the person withdraws it when she wants


@action
def add(actor: Actor, /, organisation: Organisation, *, title: Text, first: dt.date, **fields: Any) -> CalendarEntry:
    """Put a date of the organisation's own into the clock; `fields` are those of the entry."""
    _known(fields)
    entry = CalendarEntry(organisation=organisation, title=title, first=first, **fields)
    if "area" not in fields:
        entry.area = organisation.governs or organisation.home
    _sound(entry)
    entry.save()
    note(entry, organisation)
    return entry


@action
def change(actor: Actor, /, entry: CalendarEntry, **fields: Any) -> CalendarEntry:
    """Change an entry; calendars that follow it learn of it. Refused when it was cancelled meanwhile."""
    _known(fields)
    _hold(entry)
    changed = [name for name, value in fields.items() if getattr(entry, name) != value]
    for name in changed:
        setattr(entry, name, fields[name])
    _sound(entry)
    _save(entry)
    note(entry, changed=changed)
    return entry


@action
def cancel(actor: Actor, entry: CalendarEntry, *, why: str) -> CalendarEntry:
    """Cancel an entry and say why. It stays in the clock, marked so; of a yearly one what was before stays."""
    if not why.strip():
        raise Refused(_("Say why: it is shown to everybody who follows the entry."))
    _hold(entry)
    entry.cancelled_at, entry.cancelled_why = timezone.now(), why.strip()
    _save(entry)
    return entry


def _known(fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"An entry has no {', '.join(sorted(unknown))}")


def _hold(entry: CalendarEntry) -> None:
    entry.refresh_from_db(from_queryset=CalendarEntry.objects.select_for_update())
    if entry.is_cancelled:
        raise Refused(_("It has been cancelled meanwhile. Nothing was changed; add a new entry if it comes after all."))


def _sound(entry: CalendarEntry) -> None:
    if entry.kind not in OWN_KINDS:
        raise Refused(_("An entry of one's own cannot be of this kind. Choose another; the rest is kept."))
    if entry.yearly and entry.last_day - entry.first >= LONGEST:
        raise Refused(_("What comes again each year takes less than a year. Choose an earlier last day."))
    try:
        entry.validate_constraints()
    except ValidationError as exc:
        raise Refused(" ".join(exc.messages)) from exc


def _save(entry: CalendarEntry) -> None:
    entry.sequence += 1
    entry.changed_at = timezone.now()
    entry.save()


@action
def open_feed(actor: Actor, person: Person) -> Link:
    """Give the person a new address at which calendar programs read her own clock; an earlier one stops working."""
    _withdraw(actor, person)
    expires = timezone.now() + FEED_LASTS
    made, _token, _code = links.make(actor, person, purpose=PURPOSE, expires_at=expires, person_id=person.pk)
    note(person, audience={f"person:{person.pk}"})
    return made


@action
def close_feed(actor: Actor, person: Person) -> Person:
    """Withdraw the address of the person's own clock at once."""
    _withdraw(actor, person)
    note(person, audience={f"person:{person.pk}"})
    return person


def _withdraw(actor: Actor, person: Person) -> None:
    for old in feeds_of(person.pk).select_for_update():
        links.revoke(actor, old)
