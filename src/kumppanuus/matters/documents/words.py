"""All that the document to deliver says, as plain data, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from kumppanuus.matters import reading
from kumppanuus.matters.models import Attachment, Matter


def words_of(matter: Matter) -> dict[str, Any]:
    """Return the words of the document. It names the sender: it is for who receives the matter."""
    own = (get_language() or "fi").split("-")[0]
    text = matter.text
    language = text.language_for()
    sent = [line.step for line in reading.path_of(matter) if line.step.kind == "sent"]
    last = sent[-1] if sent else None
    return {
        "lang": own,
        "title": str(matter.title),
        "kind": str(matter.get_kind_display()),
        "facts": [
            (label, value)
            for label, value in (
                (_("To"), last.receiver if last else ""),
                (_("Registry's e-mail address"), last.to_email if last else ""),
                (pgettext("a matter", "From"), str(reading.sender_in_words(matter, named=True))),
                (_("Reply address"), _reply(matter)),
                (_("On whose behalf"), _mandate(matter)),
                (_("Area"), str(matter.area.name)),
                (_("Given on"), date_format(matter.given_on, "DATE_FORMAT") if matter.given_on else ""),
                (_("Answer wanted by"), date_format(matter.due, "DATE_FORMAT") if matter.due else ""),
                (_("Diary number"), matter.diary_number),
            )
            if value
        ],
        "text_title": _("What is wanted and why"),
        "paragraphs": _paragraphs(str(text)),
        "text_lang": "" if language == own else language,
        "attachments_title": _("Attachments"),
        "attachments": [_attachment(one) for one in matter.attachments.all()],
        "path_title": _("The path so far"),
        "path": [_line(line) for line in reading.path_of(matter)],
        "note": reading.not_pending(matter),
        "source_label": _("Permanent address, where the path can be followed:"),
        "source": f"{settings.SITE_URL}{matter.get_absolute_url()}",
        "made": _("Made on %(day)s") % {"day": date_format(timezone.localdate(), "DATE_FORMAT")},
    }


def _paragraphs(words: str) -> list[str]:
    return [line.strip() for line in words.split("\n") if line.strip()]


def _reply(matter: Matter) -> str:
    if matter.organisation is not None:
        return matter.organisation.email
    return matter.email or (matter.person.email if matter.person else "")


def _mandate(matter: Matter) -> str:
    """Return by what right it is given: as a resident, in an organisation's name, or as a body of a convener."""
    if matter.given_body_model and matter.organisation is not None:
        return _("A body of co-operation, convened by %(name)s") % {"name": matter.organisation.name}
    if matter.organisation is not None:
        number = matter.organisation.register_number or matter.organisation.business_id
        return f"{matter.organisation.name}, {number}" if number else str(matter.organisation.name)
    return _("As a resident")


def _attachment(one: Attachment) -> dict[str, str]:
    address = one.url or f"{settings.SITE_URL}{reverse('matters:attachment', args=[one.pk])}"
    return {"title": str(one.title), "address": address}


def _line(line: reading.Line) -> dict[str, str]:
    now = line.now
    more = [str(line.step.by_name), *_paragraphs(str(now.text)), now.link]
    return {
        "day": date_format(now.on, "DATE_FORMAT"),
        "heading": line.heading,
        "more": "\n".join(part for part in more if part),
    }
