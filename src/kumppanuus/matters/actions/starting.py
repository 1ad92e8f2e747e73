"""Giving a matter: in the name of an organisation or a body, one's own, or as a resident by an e-mail link."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File as Content
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.files import actions as files
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.links.models import Link
from kumppanuus.matters import telling
from kumppanuus.matters.actions.naming import of_giver
from kumppanuus.matters.actions.sending import fields_of
from kumppanuus.matters.actions.steps import add, hold
from kumppanuus.matters.course import State, StepKind
from kumppanuus.matters.models import LONGEST_TEXT, LONGEST_TITLE, Attachment, Matter, MatterKind
from kumppanuus.matters.receivers import To, near
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area

OWN = "matters.own"
LINK_DAYS = 730  # so long she follows it by her link
MOST_OPEN = 5  # of one resident without an account
MOST_ATTACHMENTS = 10
purposes.register(OWN, "matters:own")


@dataclass(frozen=True)
class Stranger:
    """A resident without an account; the name is shown only if she agrees."""

    name: str
    email: str
    name_public: bool = False


@dataclass(frozen=True)
class Origin:
    """What a matter comes from: the body in whose name it is given, and the record ("meetings.outcome", 12)."""

    body_model: str = ""
    body_id: int | None = None
    body_name: Text | None = None
    model: str = ""
    pk: int | None = None


@action
def start(
    actor: Actor,
    area: Area,
    *,
    title: Text,
    text: Text,
    to: To,
    kind: str = MatterKind.INITIATIVE,
    due: dt.date | None = None,
    by: Stranger | None = None,
    name_public: bool = False,
    origin: Origin | None = None,
) -> Matter:
    """Give a matter and send it: at once where the actor is known, else after she has confirmed it by an e-mail link.

    Refused for words that do not fit, and for a resident of whom five are open already.
    """
    _fit(title, text)
    given = fields_of(to, due)
    origin = origin or Origin()
    own = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    matter = Matter(
        area=area,
        title=title,
        text=text,
        kind=kind,
        organisation=own,
        given_body_model=origin.body_model,
        given_body_id=origin.body_id,
        given_name=origin.body_name or (Text(own.name) if own else Text()),
        origin_model=origin.model,
        origin_id=origin.pk,
        person_id=actor.person_id,
        name_public=name_public,
        language=(get_language() or "fi").split("-")[0],
    )
    if actor.person_id is None and not actor.system:
        return _ask_to_confirm(matter, by, to, due)
    matter.given_at = timezone.now()
    matter.save()
    _send(actor, matter, given)
    return matter


def _fit(title: Text, text: Text) -> None:
    if not title or not text:
        raise Refused(_("Say what it is about, and what is wanted and why. What you wrote is kept on the form."))
    for words, most in ((title, LONGEST_TITLE), (text, LONGEST_TEXT)):
        longest = max(len(one) for one in words.values())
        if longest > most:
            raise Refused(
                _("The text is %(length)d characters; at most %(most)d fit. Shorten it and send again.")
                % {"length": longest, "most": most}
            )


def _send(actor: Actor, matter: Matter, given: dict[str, Any]) -> None:
    add(actor, matter, [], StepKind.GIVEN, **of_giver(matter))
    add(actor, matter, hold(matter), StepKind.SENT, **given, **of_giver(matter))


def _ask_to_confirm(matter: Matter, by: Stranger | None, to: To, due: dt.date | None) -> Matter:
    """Keep the matter and mail the link that confirms it; nobody else sees it before."""
    if by is None or not by.email.strip() or not by.name.strip():
        raise Refused(_("Give your name and e-mail address: you confirm by a link that you get. Nothing was sent."))
    matter.name, matter.email, matter.name_public = by.name.strip(), by.email.strip().lower(), by.name_public
    mine = Matter.objects.filter(email=matter.email).exclude(state__in=(State.CLOSED, State.WITHDRAWN, State.ANSWERED))
    if mine.count() >= MOST_OPEN:
        raise Refused(_("Five matters of yours are open already. Nothing was sent; wait until they are answered."))
    matter.save()
    link, token, _code = links.make(
        system("matters"),
        matter,
        purpose=OWN,
        expires_at=timezone.now() + dt.timedelta(days=LINK_DAYS),
        data={"to": to.key, "due": due.isoformat() if due else ""},
    )
    matter.link_id = link.pk
    matter.save(update_fields=["link_id"])
    telling.to_confirm(matter, token)
    note(audience={f"link:{link.pk}"})
    return matter


@action
def confirm(actor: Actor, matter: Matter) -> Matter:
    """Confirm a matter by the link that was mailed: now it is public, and sent. Refused when that was done before."""
    steps = hold(matter)
    if steps or matter.given_at is not None:
        raise Refused(_("It has been confirmed already. Nothing was sent again."))
    link = Link.objects.get(pk=matter.link_id or 0)
    to = next((one for one in near(matter.area) if one.key == link.data["to"]), None)
    if to is None:
        raise Refused(_("The receiver is not there any more. Nothing was sent; write it anew to another one."))
    asked = dt.date.fromisoformat(link.data["due"]) if link.data["due"] else None
    due = asked if asked is not None and asked >= timezone.localdate() else None
    matter.given_at = timezone.now()
    matter.save(update_fields=["given_at"])
    _send(actor, matter, fields_of(to, due))
    return matter


@action
def attach(
    actor: Actor,
    matter: Matter,
    *,
    title: Text,
    file: Content[bytes] | None = None,
    url: str = "",
    alternative_text: Text | None = None,
) -> Attachment:
    """Add a file or an address to a matter; it is public as the matter. Refused for both or neither, and too many."""
    if (file is None) == (not url):
        raise Refused(_("Give a file or an address, one of them."))
    hold(matter)
    if matter.attachments.count() >= MOST_ATTACHMENTS:
        raise Refused(_("Ten attachments fit. Nothing was added."))
    kept = None
    if file is not None:
        own = matter.organisation_id
        kept = files.upload(actor, None, file=file, alternative_text=alternative_text, organisation_id=own)
    made = Attachment.objects.create(matter=matter, title=title, file=kept, url=url, person_id=actor.person_id)
    note(matter)
    return made
