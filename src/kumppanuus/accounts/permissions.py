"""Who may change and see a person's own data."""

from __future__ import annotations

from typing import Any

from kumppanuus.accounts.models import Person, PersonView
from kumppanuus.core.actors import Actor
from kumppanuus.core.permissions import permission


def _self(actor: Actor, obj: Person) -> bool:
    return actor.person_id is not None and actor.person_id == obj.pk and obj.erased_at is None


@permission
def view_person(actor: Actor, obj: Person) -> bool:
    """A person sees her own account."""
    return _self(actor, obj)


@permission
def view_personview(actor: Actor, obj: PersonView) -> bool:
    """A person sees who looked at her data."""
    return actor.person_id is not None and actor.person_id == obj.subject_id


@permission
def change_details(actor: Actor, obj: Person) -> bool:
    """A person changes her own name and language."""
    return _self(actor, obj)


@permission
def accept_terms(actor: Actor, obj: Person) -> bool:
    """A person accepts for herself; the demo's people by the system."""
    return _self(actor, obj) or bool(actor.system)


@permission
def erase(actor: Actor, obj: Person) -> bool:
    """A person erases her own data; the operator by command."""
    return _self(actor, obj) or bool(actor.system)


@permission
def look(actor: Actor, obj: Any) -> bool:
    """Whoever is signed in leaves a trace of looking; the app that shows asks its own permission."""
    return actor.person_id is not None


@permission
def add_person(actor: Actor, obj: Any) -> bool:
    """The system: the demo, and the command that makes the operator's first administrator."""
    return bool(actor.system)


@permission
def begin(actor: Actor, obj: Any) -> bool:
    """The sign-in page, as the system."""
    return bool(actor.system)


@permission
def sign_up(actor: Actor, obj: Any) -> bool:
    """The return from an outside sign-in service, as the system."""
    return bool(actor.system)


@permission
def purge_unfinished(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)


@permission
def purge_views(actor: Actor, obj: Any) -> bool:
    """The clock."""
    return bool(actor.system)
