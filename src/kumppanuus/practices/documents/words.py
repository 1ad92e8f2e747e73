"""All that a version's document says, as plain data, in one language."""

from __future__ import annotations

from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.interop.blocks import blocks_of
from kumppanuus.practices.documents.fields import lines_of, owner_names
from kumppanuus.practices.documents.plain import language_of
from kumppanuus.practices.models import FieldKind, PracticeVersion
from kumppanuus.practices.reading import citation, permanent_address

HEAD = {FieldKind.NAME, FieldKind.SHORT}


def words_of(version: PracticeVersion) -> dict[str, Any]:
    """Return the words of the document, labels and days in its language, too: it says that it is in that one."""
    with translation.override(language_of(version)):
        return _words(version)


def _words(version: PracticeVersion) -> dict[str, Any]:
    language, practice = language_of(version), version.practice
    lines = [line for line in lines_of(version, language) if line.field.kind not in HEAD]
    short = {FieldKind.RECORD, FieldKind.LINE}
    if version.published_at:
        day = date_format(timezone.localtime(version.published_at), "DATE_FORMAT")
        state = _("Version %(number)d, published on %(day)s") % {"number": version.number, "day": day}
    else:
        state = _("Draft of version %(number)d: not published") % {"number": version.number}
    return {
        "lang": language,
        "title": version.name.in_language(language),
        "kind": _("Operating model"),
        "state": state,
        "lead": version.short.in_language(language),
        "facts": [
            [_("Written by"), ", ".join(owner_names(practice, version))],
            *([line.heading, line.text] for line in lines if line.field.kind in short),
        ],
        "sections": [
            {"heading": line.heading, "blocks": blocks_of(line.text)} for line in lines if line.field.kind not in short
        ],
        "cite_title": _("To cite this version"),
        "cite": citation(practice, version),
        "source": permanent_address(practice, version),
        "made": _("Made on %(day)s") % {"day": date_format(timezone.localdate(), "DATE_FORMAT")},
    }
