"""How versions of operating models are commented in rounds."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from kumppanuus.consultations.actions import take_in
from kumppanuus.consultations.models import Consultation, Reply
from kumppanuus.consultations.targets import Piece, consulted
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.practices.models import PracticeVersion, PracticeVersionQuerySet
from kumppanuus.practices.reading import read

LABEL = PracticeVersion._meta.label_lower
TOLD = ("slug", "opens_at", "closes_at", "closed_at", "concluded_at")  # of a round, as much as a link says


def with_rounds(rows: PracticeVersionQuerySet) -> list[PracticeVersion]:
    """Return versions, each with `round` (the newest announced one on it), `asks` (the one that is open now on any
    version of the practice, its draft too) and `took_in` (whether it took comments in). No query more.
    """
    now = timezone.now()
    own = _newest(Consultation.objects.filter(target_id=OuterRef("pk"), opens_at__isnull=False), "round")
    of_practice = PracticeVersion.objects.filter(practice=OuterRef(OuterRef("practice"))).values("pk")
    under_way = Consultation.objects.filter(opens_at__lte=now, closes_at__gt=now, closed_at=None)
    asks = _newest(under_way.filter(target_id__in=of_practice), "asks")
    took = Reply.objects.filter(took_model=LABEL, took_id=OuterRef("pk"), consultation__concluded_at__isnull=False)
    found = list(rows.annotate(**own, **asks, took_in=Exists(took)))
    for one in found:
        for kind in ("round", "asks"):
            told = {name: getattr(one, f"{kind}_{name}") for name in TOLD}
            setattr(one, kind, Consultation(**told) if told["slug"] else None)
    return found


def _newest(rounds: QuerySet[Consultation], kind: str) -> dict[str, Subquery]:
    newest = rounds.filter(target_model=LABEL).order_by("-pk")
    return {f"{kind}_{name}": Subquery(newest.values(name)[:1]) for name in TOLD}


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
