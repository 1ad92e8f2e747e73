"""From what a person holds (a link or a printed code) to the row, or to why it does not work. Writes nothing."""

from __future__ import annotations

import enum
import hashlib
import hmac
import re
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.links.models import Link

ALPHABET = "34679ACDEFGHJKMNPQRTVWXY"  # nothing that looks like something else in print
CODE_LENGTH = 8
# A printed code is followed by a signed stand-in for the token, which is not stored anywhere.
_signer = signing.Signer(salt="kumppanuus.links.code", sep=".")


class LinkProblem(enum.Enum):
    """Why a link does not work. `message` says it to the person, and what to do."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"

    @property
    def title(self) -> Any:
        return TITLES[self]

    @property
    def message(self) -> Any:
        return MESSAGES[self]


TITLES = {
    LinkProblem.UNKNOWN: _("This link does not open anything"),
    LinkProblem.EXPIRED: _("This link has expired"),
    LinkProblem.USED: _("This link has been used already"),
    LinkProblem.REVOKED: _("This link has been withdrawn"),
}
MESSAGES = {
    LinkProblem.UNKNOWN: _(
        "The address may have lost a part on the way. Copy the whole link from the message and try again, "
        "or ask the sender for a new one."
    ),
    LinkProblem.EXPIRED: _(
        "The time for which it was made has passed. Nothing that was sent with it earlier is lost. "
        "Ask the sender for a new one if you still need it."
    ),
    LinkProblem.USED: _(
        "It works once, and that was done. What was done with it is kept. If it was not you, tell the sender."
    ),
    LinkProblem.REVOKED: _(
        "The sender has withdrawn it. Nothing that was sent with it earlier is lost. Ask the sender for a new one."
    ),
}


def hash_token(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_code(code: str) -> str:
    """Return what the database keeps of a printed code: short, hence keyed with the installation's secret."""
    key = hashlib.sha256(b"kumppanuus.links.code" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, normalise_code(code).encode(), hashlib.sha256).hexdigest()


def normalise_code(code: str) -> str:
    """Return a typed code without spaces and hyphens, in capitals."""
    return re.sub(r"[\s\-–—]", "", code).upper()


def follow(token: str, purpose: str) -> Link | LinkProblem:
    """Return the link that the token opens for this purpose, or what is wrong with it. Changes nothing."""
    if "." in token:
        try:
            wanted = {"pk": int(_signer.unsign(token))}
        except (signing.BadSignature, ValueError):
            return LinkProblem.UNKNOWN
        link = Link.objects.filter(**wanted).first()
    else:
        link = Link.objects.filter(token_hash=hash_token(token)).first()
    return _check(link, purpose)


def follow_code(code: str) -> Link | LinkProblem:
    """Return the link of a printed code, or what is wrong with it. Rate limiting is the caller's duty."""
    typed = normalise_code(code)
    if len(typed) != CODE_LENGTH or set(typed) - set(ALPHABET):
        return LinkProblem.UNKNOWN
    link = Link.objects.filter(code_hash=hash_code(typed)).first()
    return _check(link, link.purpose if link else "")


def stand_in(link: Link) -> str:
    """Return a signed stand-in for the link's token, for one who typed its printed code."""
    return _signer.sign(str(link.pk))


def actor_for(link: Link) -> Actor:
    """Return the holder of the link as an actor, in the organisation's name where the link has one."""
    return Actor(link_id=link.pk, organisation_id=link.organisation_id)


def problem_page(request: HttpRequest, problem: LinkProblem) -> HttpResponse:
    """Return the page that says why a link does not work: 404 for an unknown one, 410 for the others."""
    status = 404 if problem is LinkProblem.UNKNOWN else 410
    return render(request, "links/problem.html", {"problem": problem}, status=status)


def _check(link: Link | None, purpose: str) -> Link | LinkProblem:
    if link is None or link.purpose != purpose:
        return LinkProblem.UNKNOWN
    if link.revoked_at:
        return LinkProblem.REVOKED
    if link.used_at:
        return LinkProblem.USED
    if link.has_expired:
        return LinkProblem.EXPIRED
    return link
