"""What is held of a person here: what she follows, and how often she is told."""

from __future__ import annotations

from typing import Any

from kumppanuus.accounts.models import Person
from kumppanuus.following.models import AddressFollow, Follow


def _by_address(person_id: int) -> Any:
    """Return what her address followed without an account."""
    address = Person.objects.filter(pk=person_id).values_list("email", flat=True).first()
    return AddressFollow.objects.filter(address=address.lower()) if address else AddressFollow.objects.none()


def collect(person_id: int) -> dict[str, Any]:
    """Return what the person follows."""
    rows = Follow.objects.filter(person=person_id).values("model", "object_id", "rhythm", "since")
    found = {"follows": list(rows)} if rows else {}
    if by_address := list(_by_address(person_id).values("model", "object_id", "rhythm", "since", "confirmed_at")):
        found["follows_by_address"] = by_address
    return found


def erase(person_id: int) -> None:
    """Forget all of it."""
    Follow.objects.filter(person=person_id).delete()
    _by_address(person_id).delete()
