"""What the outbox holds about a person."""

from __future__ import annotations

from typing import Any

from kumppanuus.notices.models import Delivery, Preference


def collect(person_id: int) -> dict[str, Any]:
    """Return the choices of rhythm and the mail that was sent or waits, without its contents."""
    mail = Delivery.objects.filter(person=person_id).values("topic", "address", "state", "created_at", "sent_at")
    return {
        "preferences": list(Preference.objects.filter(person=person_id).values("topic", "rhythm")),
        "mail": list(mail),
    }


def erase(person_id: int) -> None:
    """Remove choices and mail."""
    Preference.objects.filter(person=person_id).delete()
    Delivery.objects.filter(person=person_id).delete()
