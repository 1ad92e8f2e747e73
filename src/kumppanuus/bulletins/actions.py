"""Verbs of bulletins."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.core.files.base import File as Content
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.bulletins.models import Attachment, Bulletin, Sending
from kumppanuus.bulletins.reaching import addressed
from kumppanuus.bulletins.telling import Letters
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.slugs import free_slug
from kumppanuus.core.texts import Text
from kumppanuus.files import actions as files
from kumppanuus.files.models import File
from kumppanuus.organisations.models import Organisation
from kumppanuus.spaces.models import Space

FIELDS = ("title", "body", "links", "area", "kinds", "classes", "target_groups")
AT_ONCE = 100  # so that whoever else wants to write gets a turn
APART = dt.timedelta(days=7)  # between bulletins of a sender that is neither a public body nor runs a space [ours]
MOST_FILES = 10
FURTHEST = dt.timedelta(days=366)


def _set(bulletin: Bulletin, fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A bulletin has no {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(bulletin, name, value)
    bulletin.find_by = " ".join(bulletin.title.values()).lower()[:600]
    bulletin.changed_at = timezone.now()


@action
def write(actor: Actor, /, sender: Organisation, *, corrects: Bulletin | None = None, **fields: Any) -> Bulletin:
    """Begin a bulletin of the organisation, or a correction of one that it sent. Fields: FIELDS."""
    if corrects is not None and (corrects.sender_id != sender.pk or corrects.sent_at is None):
        raise Refused(_("Only a bulletin that your organisation has sent can be corrected."))
    bulletin = Bulletin(sender=sender, corrects=corrects, person_id=actor.person_id)
    _set(bulletin, fields)
    bulletin.slug = free_slug(
        Bulletin.objects.all(), str(bulletin.title), fallback="bulletin", reserved=("new", "list", "feed")
    )
    bulletin.save()
    for one in corrects.attachments.all() if corrects is not None else ():
        Attachment.objects.create(bulletin=bulletin, file_id=one.file_id, title=one.title)
    note(bulletin)
    return bulletin


def _hold(bulletin: Bulletin) -> None:
    rows = Bulletin.objects.select_for_update(of=("self",))
    bulletin.refresh_from_db(fields=["send_at", "sent_at"], from_queryset=rows)
    if bulletin.sent_at is not None:
        raise Refused(_("The bulletin was sent meanwhile. Nothing was changed; send a correction if it is needed."))


@action
def change(actor: Actor, /, bulletin: Bulletin, **fields: Any) -> Bulletin:
    """Change a draft."""
    _hold(bulletin)
    if bulletin.send_at is not None:
        raise Refused(_("The bulletin goes out at a set time. Call it back first; what you wrote is kept here."))
    _set(bulletin, fields)
    bulletin.save()
    note(bulletin)
    return bulletin


@action
def attach(
    actor: Actor, bulletin: Bulletin, *, title: Text, file: Content[bytes], alternative_text: Text | None = None
) -> Attachment:
    """Put a file to a draft. Refused for a kind that is not taken, and where as many are there as may be."""
    _hold(bulletin)
    if bulletin.attachments.count() >= MOST_FILES:
        raise Refused(_("%(most)d files fit. Remove one first; nothing was added.") % {"most": MOST_FILES})
    kept = files.upload(
        actor,
        None,
        file=file,
        alternative_text=alternative_text,
        audience_token=f"organisation:{bulletin.sender_id}",
        organisation_id=bulletin.sender_id,
    )
    made = Attachment.objects.create(bulletin=bulletin, file=kept, title=title)
    note(bulletin)
    return made


@action
def detach(actor: Actor, attachment: Attachment) -> Bulletin:
    """Take a file off a draft; its content is removed where nothing else has it."""
    bulletin, file = attachment.bulletin, attachment.file
    _hold(bulletin)
    attachment.delete()
    _remove([file])
    note(bulletin)
    return bulletin


def _remove(candidates: list[File]) -> None:
    for file in candidates:
        if not Attachment.objects.filter(file=file).exists():
            files.remove(system("bulletins"), file)


def _not_too_often(bulletin: Bulletin, at: dt.datetime) -> None:
    sender = bulletin.sender
    if bulletin.corrects_id or sender.is_public_body or Space.objects.filter(operator=sender).exists():
        return
    sent = Bulletin.objects.filter(sender=sender, corrects=None, sent_at__gt=at - APART)
    waiting = Bulletin.objects.filter(sender=sender, corrects=None, sent_at=None, send_at__gt=at - APART)
    if sent.exists() or waiting.exclude(pk=bulletin.pk).filter(send_at__lt=at + APART).exists():
        raise Refused(_("An organisation sends at most one bulletin a week, so that they are read. The draft is kept."))


@action
def schedule(actor: Actor, bulletin: Bulletin, *, at: dt.datetime) -> Bulletin:
    """Let a draft go out at a time. Until then it can be called back."""
    _hold(bulletin)
    now = timezone.now()
    if at <= now:
        raise Refused(_("The time has passed already. Give a later one, or send it now."))
    if at > now + FURTHEST:
        raise Refused(_("That is more than a year away. Give an earlier time."))
    _not_too_often(bulletin, at)
    bulletin.send_at = at
    bulletin.save(update_fields=["send_at"])
    note(bulletin)
    return bulletin


@action
def call_back(actor: Actor, bulletin: Bulletin) -> Bulletin:
    """Make a draft again of one that goes out later."""
    _hold(bulletin)
    bulletin.send_at = None
    bulletin.save(update_fields=["send_at"])
    note(bulletin)
    return bulletin


@action
def send(actor: Actor, bulletin: Bulletin) -> Bulletin:
    """Send a bulletin now: it is public and frozen from here on, and its mails go out in portions."""
    _hold(bulletin)
    now = timezone.now()
    if actor.system:
        if bulletin.send_at is None or bulletin.send_at > now:
            raise Refused(_("The bulletin was called back meanwhile. It was not sent."))
    else:
        _not_too_often(bulletin, now)
    bulletin.sent_at = now
    bulletin.save(update_fields=["sent_at"])
    for one in bulletin.attachments.select_related("file"):
        files.publish(system("bulletins"), one.file)
    Sending.objects.create(bulletin=bulletin)
    note(bulletin)
    return bulletin


@action
def discard(actor: Actor, bulletin: Bulletin) -> Organisation:
    """Throw a draft away; return its sender, of whose history this is."""
    _hold(bulletin)
    note(bulletin.sender, audience=bulletin.audience())
    kept = [one.file for one in bulletin.attachments.select_related("file")]
    bulletin.delete()
    _remove(kept)
    return bulletin.sender


@quiet_action
def tell(actor: Actor, bulletin: Bulletin) -> bool:
    """Put mail to the next hundred organisations into the outbox; say whether more wait. Can be run again."""
    rows = Sending.objects.select_for_update(of=("self",))
    sending = rows.filter(bulletin=bulletin, done_at=None).first()
    if sending is None:
        return False
    found = list(addressed(bulletin).filter(pk__gt=sending.told_to)[:AT_ONCE])
    Letters(bulletin).to_all(found)
    reached = [own for own in found if own.email]
    sending.reached += len(reached)
    sending.unreached += len(found) - len(reached)
    sending.languages = dict(Counter(sending.languages) + Counter(own.mail_language for own in reached))
    more = len(found) == AT_ONCE
    sending.told_to = found[-1].pk if found else sending.told_to
    sending.done_at = None if more else timezone.now()
    sending.save()
    return more
