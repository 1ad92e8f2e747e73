"""Uploading, describing and removing files."""

from __future__ import annotations

import hashlib
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File as Content
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, quiet_action, running
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.files.checks import examine
from kumppanuus.files.models import File
from kumppanuus.files.pictures import without_traces


@quiet_action
def upload(
    actor: Actor,
    target: None,
    *,
    file: Content[bytes],
    alternative_text: Text | None = None,
    audience_token: str = "public",  # noqa: S107 - a name of readers, no secret
    organisation_id: int | None = None,
) -> File:
    """Keep a file whose content was checked; the name of the stored one is our own. No event: its use leaves one.

    A picture is kept without the position, time and device that cameras write into it.
    Refused for a kind that is not taken, a too large one, and a picture without alternative text.
    """
    name = str(file.name or "file").replace("\\", "/").rpartition("/")[2][:200]
    if file.size > settings.UPLOAD_MOST_BYTES:
        raise Refused(_("The file is too large. Nothing was uploaded."))
    try:
        found = examine(file, name)
    except ValidationError as exc:
        raise Refused(" ".join(exc.messages)) from exc
    if found.is_image and not alternative_text:
        raise Refused(_("A picture needs an alternative text. Nothing was uploaded."))
    try:
        file = without_traces(file, found.content_type) or file
    except ValidationError as exc:
        raise Refused(" ".join(exc.messages)) from exc
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    row = File(
        uuid=uuid.uuid4(),
        name=get_valid_filename(name) if name.strip(". ") else f"file.{found.ending}",
        content_type=found.content_type,
        size=file.size,
        sha256=digest.hexdigest(),
        alternative_text=alternative_text or Text(),
        accessibility_warning=found.warning,
        audience_token=audience_token,
        organisation_id=organisation_id,
        uploaded_by_id=actor.person_id,
    )
    row.stored.save(f"{row.uuid}.{found.ending}", file, save=False)
    act = running()
    if act is not None:  # what is refused in the end leaves no bytes behind
        act.undo.append(lambda: row.stored.storage.delete(str(row.stored.name)))
    row.save()
    return row


@quiet_action
def describe(actor: Actor, file: File, *, alternative_text: Text) -> File:
    """Change the alternative text."""
    file.alternative_text = alternative_text
    file.save(update_fields=["alternative_text"])
    return file


@quiet_action
def publish(actor: Actor, file: File) -> File:
    """Open a file to everybody, when what it belongs to is published."""
    file.audience_token = "public"  # noqa: S105 - a name of readers, no secret
    file.save(update_fields=["audience_token"])
    return file


@action
def remove(actor: Actor, file: File) -> File:
    """Remove the content for good; the row stays, so that what refers to it says that it was removed."""
    if file.removed_at is None:
        storage, stored = file.stored.storage, file.stored.name
        file.removed_at, file.name, file.sha256, file.size = timezone.now(), "", "", 0
        file.alternative_text = Text()
        file.save(update_fields=["removed_at", "name", "sha256", "size", "alternative_text"])
        transaction.on_commit(lambda: storage.delete(stored) if stored else None)
    return file
