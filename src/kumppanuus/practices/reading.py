"""What the pages and documents of a version say: its headings in order, each with its text, files and state."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.practices.completeness import Completeness, completeness, text_of
from kumppanuus.practices.models import (
    Attachment,
    Part,
    PathStage,
    Practice,
    PracticeVersion,
    Section,
    TemplateField,
)


@dataclass
class Heading:
    """One heading of a version with what stands under it."""

    field: TemplateField
    text: Text
    section: Section | None = None
    attachments: list[Attachment] = dataclasses.field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.text and not self.attachments


@dataclass
class Reading:
    """A version as it is read. `headings` hold every field of the template, empty ones too."""

    version: PracticeVersion
    headings: list[Heading]
    attachments: list[Attachment]  # of the whole, under no heading

    @property
    def completeness(self) -> Completeness:
        sections = {one.field.pk: one.section for one in self.headings if one.section}
        return completeness(self.version, [one.field for one in self.headings], sections)

    def of(self, *codes: str) -> list[Heading]:
        """Return the headings of these codes that say something."""
        return [one for one in self.headings if one.field.code in codes and not one.is_empty]

    @property
    def plain(self) -> list[Heading]:
        return self.of("plain")

    @property
    def basics(self) -> list[Heading]:
        """Lines of the basic information."""
        return [one for one in self.headings if one.field.part == Part.BASIC and one.field.is_written and one.text]

    @property
    def description(self) -> list[Heading]:
        """The description, then what the platform adds to it, without the plain summary that stands first."""
        parts = (Part.DESCRIPTION, Part.OURS)
        shown = [one for one in self.headings if one.field.part in parts and one.field.code != "plain"]
        return [one for one in shown if not one.is_empty]

    @property
    def path(self) -> list[tuple[str, list[Heading]]]:
        """The stages of the development path with the headings that stand only there and say something."""
        told = [one for one in self.headings if one.field.part == Part.PATH and not one.is_empty]
        told.sort(key=lambda one: (one.field.stage or 0, one.field.path_order, one.field.order))
        found = []
        for stage in PathStage:
            own = [one for one in told if one.field.stage == stage]
            if own:
                found.append((str(stage.label), own))
        return found


def read(version: PracticeVersion, *, written_only: bool = False) -> Reading:
    """Read a version. Three queries; two with `written_only`, which leaves out headings without a text."""
    sections = list(version.sections.select_related("field"))
    attachments = list(version.attachments.select_related("file"))
    fields: Iterable[TemplateField] = [one.field for one in sections]
    if not written_only:
        fields = version.template.fields.all()
    return assemble(version, fields, sections, attachments)


def assemble(
    version: PracticeVersion, fields: Iterable[TemplateField], sections: list[Section], attachments: list[Attachment]
) -> Reading:
    """Put together what was read."""
    by_field = {one.field_id: one for one in sections}
    under: dict[int | None, list[Attachment]] = {}
    for one in attachments:
        under.setdefault(one.field_id, []).append(one)
    headings = [
        Heading(one, text_of(one, version, by_field), by_field.get(one.pk), under.pop(one.pk, [])) for one in fields
    ]
    return Reading(version, headings, [one for rest in under.values() for one in rest])


def permanent_address(practice: Practice, version: PracticeVersion) -> str:
    """Return the address by which a version is cited: the same for every language, each reader is led to her own."""
    return f"{settings.SITE_URL}/practices/{practice.slug}/v{version.number}/"


def citation(practice: Practice, version: PracticeVersion) -> str:
    """Return how to cite a published version: who, when, what, which version, where."""
    names = "; ".join(str(Text(one["name"])) for one in version.credited) or str(practice.owner)
    published = version.published_at or version.created_at
    return _("%(names)s (%(year)d): %(name)s. Operating model, version %(number)d, %(day)s. %(address)s") % {
        "names": names,
        "year": timezone.localtime(published).year,
        "name": version.name,
        "number": version.number,
        "day": date_format(timezone.localtime(published), "DATE_FORMAT"),
        "address": permanent_address(practice, version),
    }


def credited(version: PracticeVersion) -> list[dict[str, Any]]:
    """Return who is credited with a published version: its name as it was then, and whether it owned it."""
    return [{**one, "name": Text(one["name"])} for one in version.credited]
