"""How versions of operating models are commented in rounds."""

from __future__ import annotations

from kumppanuus.consultations.targets import Piece, consulted
from kumppanuus.core.texts import Text
from kumppanuus.practices.models import PracticeVersion
from kumppanuus.practices.reading import read


def parts(version: PracticeVersion) -> list[Piece]:
    """Return the short description and each heading that says something."""
    reading = read(version)
    headings = [
        *reading.plain,
        *reading.basics,
        *reading.description,
        *(one for _s, own in reading.path for one in own),
    ]
    found = [Piece(one.field.code, one.field.heading, one.text) for one in headings if one.text]
    short = next((one.field for one in reading.headings if one.field.code == "short"), None)
    if short is not None and version.short:
        found.insert(0, Piece("short", short.heading, version.short))
    return found


consulted(
    PracticeVersion,
    label=PracticeVersion._meta.verbose_name,
    title=lambda version: Text({code: f"{words} ({version.number})" for code, words in version.name.items()}),
    owner=lambda version: version.practice.owner_id,
    parts=parts,
    permission="practices.consult",
    may_read=lambda actor, version: not version.is_draft,
)
