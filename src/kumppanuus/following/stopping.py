"""The way out in a mail: a signed address that ends the follows because of which it was sent, without signing in."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from kumppanuus.following.models import Follow

SALT = "kumppanuus.following.stop"


def stop_path(person_id: int, follows: list[int]) -> str:
    """Return the path of the page, in the active language."""
    return reverse("following:stop", args=[signing.Signer(salt=SALT).sign_object({"p": person_id, "f": follows})])


def stopped_by(token: str) -> list[Follow]:
    """Return the follows that the address ends and that are there still. Raises BadSignature."""
    said = signing.Signer(salt=SALT).unsign_object(token)
    return list(Follow.objects.filter(person=said["p"], pk__in=said["f"]))
