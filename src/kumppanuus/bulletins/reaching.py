"""Whom a bulletin reaches: NGOs of its area, of its classes; how many, and in which languages. Nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import get_language

from kumppanuus.bulletins.models import Bulletin
from kumppanuus.core.languages import language_name
from kumppanuus.core.pieces import held
from kumppanuus.organisations.models import Organisation
from kumppanuus.organisations.models.organisations import OrganisationQuerySet
from kumppanuus.places.models import AreaKind
from kumppanuus.services.models import Service
from kumppanuus.taxonomy.models import Term

CLASSES, TARGETS, CITIZENS = "prh_sote", "target_group", "KR1"


def addressed(bulletin: Bulletin) -> OrganisationQuerySet:
    """Return the organisations that the bulletin is for, by id; not the sender itself."""
    rows = Organisation.objects.ngos().exclude(pk=bulletin.sender_id)
    if bulletin.area.kind != AreaKind.COUNTRY:
        rows = rows.active_in(bulletin.area)
    if bulletin.kinds:
        rows = rows.filter(kind__in=bulletin.kinds)
    if bulletin.classes:
        terms = Term.objects.filter(scheme=CLASSES, code__in=bulletin.classes)
        rows = rows.filter(pk__in=Organisation.classes.through.objects.filter(term__in=terms).values("organisation"))
    if bulletin.target_groups:
        groups = Term.objects.filter(scheme=TARGETS, code__in=bulletin.target_groups)
        offers = Service.objects.listed().filter(terms__in=groups)
        rows = rows.filter(pk__in=offers.order_by().values("organisation"))
    found: OrganisationQuerySet = rows.order_by("pk")
    return found


@dataclass(frozen=True)
class Reach:
    """How many organisations get a bulletin, how many have no address, and in which languages it goes."""

    organisations: int
    without_address: int
    languages: dict[str, int]


def reach(bulletin: Bulletin) -> Reach:
    """Count whom the bulletin would reach now. One query."""
    languages: Counter[str] = Counter()
    without = 0
    for row in addressed(bulletin).only("name", "email").iterator(chunk_size=2000):
        if row.email:
            languages[row.mail_language] += 1
        else:
            without += 1
    return Reach(languages.total() + without, without, dict(languages.most_common()))


def choices(scheme: str) -> list[tuple[str, str]]:
    """Return the terms to choose from, of target groups those among citizens; kept for a while."""

    def load() -> list[tuple[str, str]]:
        within = {"parent__code": CITIZENS} if scheme == TARGETS else {"parent": None}
        rows = Term.objects.filter(scheme=scheme, **within).offered()
        return [(term.code, str(term.name)) for term in rows]

    return held(f"bulletins.{scheme}.{get_language()}", load)


def narrowed_by(bulletin: Bulletin) -> list[str]:
    """Return in words what narrows the receivers besides the area."""
    kinds = dict(Organisation._meta.get_field("kind").flatchoices)
    said = [str(kinds[code]) for code in bulletin.kinds if code in kinds]
    for scheme, codes in ((CLASSES, bulletin.classes), (TARGETS, bulletin.target_groups)):
        if codes:
            names = dict(choices(scheme))
            said += [names[code] for code in codes if code in names]
    return said


def mails(bulletin: Bulletin, languages: list[str]) -> list[tuple[str, str, str, str]]:
    """Return (code, language, subject, text) of the mail as it goes out in each language."""
    from kumppanuus.bulletins.telling import TEMPLATE, words
    from kumppanuus.notices.rendering import subject_and_body

    made = []
    for code in languages:
        with translation.override(code):
            subject, text = subject_and_body(TEMPLATE, words(bulletin))
        made.append((code, language_name(code), subject, text))
    return made
