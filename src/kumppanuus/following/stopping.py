"""The ways out in a mail: a signed address that ends the follows because of which it was sent, without signing in, and
the page on which an address without an account confirms, changes and ends what it follows.
"""

from __future__ import annotations

import datetime as dt

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from kumppanuus.following.models import AddressFollow, Follow
from kumppanuus.links.resolve import LinkProblem

SALT, MAIL_SALT = "kumppanuus.following.stop", "kumppanuus.following.by_mail"
CONFIRM_DAYS = 3  # [ours]


def stop_path(person_id: int, follows: list[int]) -> str:
    """Return the path of the page, in the active language."""
    return reverse("following:stop", args=[signing.Signer(salt=SALT).sign_object({"p": person_id, "f": follows})])


def stop_path_of_address(follows: list[int]) -> str:
    """Return the same of follows without an account; the e-mail address itself does not stand in it."""
    return reverse("following:stop", args=[signing.Signer(salt=SALT).sign_object({"a": follows})])


def stopped_by(token: str) -> list[Follow] | list[AddressFollow]:
    """Return the follows that the address ends and that are there still. Raises BadSignature."""
    said = signing.Signer(salt=SALT).unsign_object(token)
    if "a" in said:
        return list(AddressFollow.objects.filter(pk__in=said["a"]))
    return list(Follow.objects.filter(person=said["p"], pk__in=said["f"]))


def by_mail_path(follow: int) -> str:
    """Return the path of the page of an address without an account, in the active language."""
    return reverse("following:by_mail", args=[signing.Signer(salt=MAIL_SALT).sign_object({"a": follow})])


def opened_by(token: str) -> AddressFollow | LinkProblem:
    """Return the follow whose mail had the link, or why it does not work. Changes nothing."""
    try:
        pk = signing.Signer(salt=MAIL_SALT).unsign_object(token)["a"]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return LinkProblem.UNKNOWN
    row = AddressFollow.objects.filter(pk=pk).first()
    if row is None or (row.confirmed_at is None and row.since < timezone.now() - dt.timedelta(days=CONFIRM_DAYS)):
        return LinkProblem.EXPIRED
    return row
