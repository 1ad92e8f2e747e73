"""Persons, for tests. Nothing here belongs to anybody."""

from __future__ import annotations

import itertools

from allauth.account.models import EmailAddress

from kumppanuus.accounts.models import Person
from kumppanuus.accounts.terms import TERMS_VERSION
from kumppanuus.core.actors import Actor
from tests.factories import building

_numbers = itertools.count(1)


def person(name: str = "", *, email: str = "", language: str = "en", terms: bool = True) -> Person:
    """Make a person who has accepted the terms in force (unless `terms=False`)."""
    number = next(_numbers)
    with building():
        made = Person.objects.create_user(
            email or f"{(name or 'person').split()[0].lower()}-{number}@example.org",
            name=name or f"Person {number}",
            language=language,
        )
        EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
        if terms:
            accept_terms(made)
    return made


def accept_terms(someone: Person) -> None:
    """Let a person have accepted the terms in force."""
    with building():
        Person.objects.filter(pk=someone.pk).update(terms_version=TERMS_VERSION)
    someone.refresh_from_db()


def actor(someone: Person, organisation_id: int | None = None) -> Actor:
    """Return a fresh actor for the person."""
    return Actor(person_id=someone.pk, organisation_id=organisation_id)
