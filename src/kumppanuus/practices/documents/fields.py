"""All fields of a version in the template's order with their texts as they are copied out, `**` as in Innokylä."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from kumppanuus.core.texts import Text
from kumppanuus.practices.models import FieldKind, InclusionState, Practice, PracticeVersion, TemplateField
from kumppanuus.practices.reading import Reading, credited, read


@dataclass(frozen=True)
class Line:
    """One field to be copied: its heading as Innokylä writes it, and its text."""

    field: TemplateField
    heading: str
    text: str


def lines_of(version: PracticeVersion, language: str, reading: Reading | None = None) -> list[Line]:
    """Return the fields that say something, in one language (else in the one they are written in)."""
    told = reading or read(version)
    record = _record(version, told)
    found = []
    for one in told.headings:
        words = record.get(one.field.code, "") if one.field.kind == FieldKind.RECORD else one.text.in_language(language)
        if words:
            mark = " **" if one.field.shown_in_summary and not one.field.is_ours else ""
            found.append(Line(one.field, f"{one.field.heading.in_language(language)}{mark}", words))
    return found


def _record(version: PracticeVersion, reading: Reading) -> dict[str, str]:
    practice = version.practice
    stands = practice.inclusions.filter(state=InclusionState.APPROVED).select_related("collection")
    names = [str(Text(one["name"])) for one in version.credited] or [str(practice.owner)]
    edited = version.published_at or version.created_at
    days = [date_format(timezone.localtime(day), "DATE_FORMAT") for day in (practice.created_at, edited)]
    return {
        "areas": ", ".join(str(area.name) for area in practice.places.all()),
        "collections": ", ".join(str(one.collection.name) for one in stands),
        "attachments": "\n".join(_files(reading)),
        "authors": ", ".join(names),
        "dates": " – ".join(days),
        "stage": str(practice.get_stage_display()),
        "topics": ", ".join(str(term.name) for term in practice.terms.all()),
    }


def _files(reading: Reading) -> list[str]:
    rows = [*reading.attachments, *(one for heading in reading.headings for one in heading.attachments)]
    return [f"{one.title}: {settings.SITE_URL}/practices/attachments/{one.pk}/" for one in rows]


def owner_names(practice: Practice, version: PracticeVersion) -> list[str]:
    """Return who is credited, the owner first."""
    return [str(one["name"]) for one in credited(version)] or [str(practice.owner)]
