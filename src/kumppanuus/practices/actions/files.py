"""Files of a draft: added under a heading, taken away again. Those of a published version stay."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.files import actions as files
from kumppanuus.practices.actions.writing import hold_draft
from kumppanuus.practices.models import Attachment, PracticeVersion, TemplateField

MOST = 20


@quiet_action
def attach(
    actor: Actor,
    version: PracticeVersion,
    *,
    file: Any,
    title: Text,
    alternative_text: Text | None = None,
    field: TemplateField | None = None,
) -> Attachment:
    """Add a file to a draft, under a heading or of the whole. A picture needs words that say what it shows."""
    held = hold_draft(version)
    if held.attachments.count() >= MOST:
        raise Refused(_("Twenty files fit. Nothing was added."))
    if field is not None and field.version_id != held.template_id:
        raise Refused(_("The heading is not in this draft's template any more. Nothing was added."))
    owner = held.practice.owner_id
    kept = files.upload(
        actor,
        None,
        file=file,
        alternative_text=alternative_text,
        audience_token=f"organisation:{owner}",
        organisation_id=owner,
    )
    return Attachment.objects.create(
        version=held, field=field, file=kept, title=title or Text(fi=kept.name), order=held.attachments.count() + 1
    )


@quiet_action
def detach(actor: Actor, attachment: Attachment) -> PracticeVersion:
    """Take a file away from a draft; versions that were published with it keep it."""
    held = hold_draft(attachment.version)
    attachment.delete()
    return held
