"""Beginning, own details, terms, erasure, and the trace of who looked at whose data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from allauth.account.models import EmailAddress
from django.utils import timezone

from kumppanuus.accounts.models import Person, PersonView
from kumppanuus.accounts.providers import erase_everywhere
from kumppanuus.accounts.terms import TERMS_VERSION
from kumppanuus.core.actions import action, note, quiet_action
from kumppanuus.core.actors import Actor


@action
def add_person(actor: Actor, target: None, *, email: str, name: str, language: str = "fi") -> Person:
    """Make a person directly; she signs in by a code to the address. For the demo and the operator's command."""
    person = Person.objects.create_user(email, name=name, language=language)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


@quiet_action
def begin(actor: Actor, target: None, *, email: str, language: str) -> Person:
    """Make a person for an address that asked for its first sign-in code; it is hers once the code was typed."""
    person = Person.objects.create_user(email, language=language)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=False)
    return person


@quiet_action
def sign_up(actor: Actor, target: None, *, save: Callable[[], object]) -> None:
    """Make a person who came from an outside sign-in service; `save` is the library's own saving."""
    save()


@quiet_action
def purge_unfinished(actor: Actor, target: None, *, before: dt.datetime) -> int:
    """Erase persons who never typed their first code; return how many."""
    verified = EmailAddress.objects.filter(verified=True).values("user")
    rows = Person.objects.filter(created_at__lt=before, terms_version="", name="", erased_at=None)
    asked = rows.filter(pk__in=EmailAddress.objects.filter(verified=False).values("user")).exclude(pk__in=verified)
    return asked.delete()[0]


@action
def erase(actor: Actor, person: Person) -> Person:
    """Erase what is held about a person, in every app. What was signed stays, with an id and no name."""
    erase_everywhere(person.pk)
    note(person, audience={f"person:{person.pk}"})
    person.refresh_from_db()
    return person


@quiet_action
def change_details(actor: Actor, person: Person, *, name: str, language: str) -> Person:
    """Change one's own name and language."""
    person.name, person.language = name.strip(), language
    person.save(update_fields=["name", "language"])
    return person


@action
def accept_terms(actor: Actor, person: Person) -> Person:
    """Accept the terms of contribution and the licence of content in force; the version is recorded."""
    person.terms_version, person.terms_accepted_at = TERMS_VERSION, timezone.now()
    person.save(update_fields=["terms_version", "terms_accepted_at"])
    note(person, audience={f"person:{person.pk}"}, version=TERMS_VERSION)
    return person


@quiet_action
def look(actor: Actor, target: None, *, subjects: Iterable[int], what: str) -> int:
    """Leave a trace that the actor saw personal details of others, once a day per thing seen. Return how many."""
    others = set(subjects) - {actor.person_id}
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    seen = PersonView.objects.filter(viewer=actor.person_id, what=what, at__gte=today, subject__in=others)
    rows = [
        PersonView(subject_id=pk, viewer_id=actor.person_id, what=what)
        for pk in sorted(others - set(seen.values_list("subject_id", flat=True)))
    ]
    PersonView.objects.bulk_create(rows)
    return len(rows)


@quiet_action
def purge_views(actor: Actor, target: None, *, before: dt.datetime) -> int:
    """Erase traces of looking older than the moment; return how many."""
    return PersonView.objects.filter(at__lt=before).delete()[0]
