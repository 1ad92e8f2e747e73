"""What files hold about a person: that she uploaded them."""

from __future__ import annotations

from typing import Any

from kumppanuus.files.models import File


def collect(person_id: int) -> dict[str, Any]:
    """Return the files that the person uploaded."""
    rows = File.objects.filter(uploaded_by=person_id).values("name", "content_type", "size", "uploaded_at", "sha256")
    return {"uploads": list(rows)} if rows else {}


def erase(person_id: int) -> None:
    """Forget who uploaded them; the files belong to what they were attached to."""
    File.objects.filter(uploaded_by=person_id).update(uploaded_by=None)
