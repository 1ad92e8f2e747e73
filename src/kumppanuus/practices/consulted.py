"""How versions of operating models are commented in rounds."""

from __future__ import annotations

from kumppanuus.consultations.actions import take_in
from kumppanuus.consultations.models import Consultation, Reply
from kumppanuus.consultations.targets import Piece, consulted
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.practices.models import PracticeVersion
from kumppanuus.practices.reading import read

LABEL = PracticeVersion._meta.label_lower


def rounds_of(version: PracticeVersion) -> list[Consultation]:
    """Return the announced rounds on a version. One query."""
    rows = Consultation.objects.filter(target_model=LABEL, target_id=version.pk, opens_at__isnull=False)
    return list(rows.order_by("pk"))


def taken_in(version: PracticeVersion) -> list[Reply]:
    """Return the published answers to comments that the version took in. One query."""
    rows = Reply.objects.filter(took_model=LABEL, took_id=version.pk, consultation__concluded_at__isnull=False)
    return list(rows.select_related("consultation", "theme", "remark").order_by("pk"))


def tell_rounds(version: PracticeVersion) -> None:
    """Tell those whose comments on a version of the practice were to be taken in that this one does."""
    earlier = version.practice.versions.filter(number__lte=version.number).values_list("pk", flat=True)
    rows = Consultation.objects.filter(target_model=LABEL, target_id__in=list(earlier), concluded_at__isnull=False)
    for one in rows.filter(replies__verdict__in=("taken", "partly"), replies__took_id=None).distinct():
        take_in(system("practices"), one, version=version, title=title(version))


def title(version: PracticeVersion) -> Text:
    """Return the name with the number."""
    return Text({code: f"{words} ({version.number})" for code, words in version.name.items()})


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
    title=title,
    owner=lambda version: version.practice.owner_id,
    parts=parts,
    permission="practices.consult",
    may_read=lambda _actor, version: not version.is_draft,
)
