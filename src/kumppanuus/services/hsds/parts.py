"""Small objects of HSDS. What is not known is left out: HSDS has no null."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kumppanuus.core.texts import Text
from kumppanuus.interop.answering import Json, known, spoken
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.services.models import Contact, Frequency, Schedule
from kumppanuus.services.themes import spaces_with_themes
from kumppanuus.services.times import in_words
from kumppanuus.taxonomy.models import OWN, Term

ROOT = uuid.UUID("a4f3f2a6-5d5c-5a37-9d0e-3f1f0c7a2b11")  # of what is the same in every installation
EXTENTS = {
    AreaKind.MUNICIPALITY: "kuntakoodi",
    AreaKind.REGION: "maakuntakoodi",
    AreaKind.COUNTY: "hyvinvointialuekoodi",
    AreaKind.COUNTRY: "country",
}


def part_id(owner: uuid.UUID, label: str, key: Any) -> str:
    """Return the id of a part that has none of its own: always the same for the same part of the same owner."""
    return str(uuid.uuid5(owner, f"{label}:{key}"))


def term_id(scheme: str, code: str) -> str:
    """Return the id of a term: the same in every installation, but for a space's own themes."""
    return part_id(_root(scheme), "term", f"{scheme}:{code}")


def taxonomy_id(scheme: str) -> str:
    """Return the id of a classification: the same in every installation, but for a space's own."""
    return part_id(_root(scheme), "taxonomy", scheme)


def _root(scheme: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, settings.SITE_URL) if scheme.startswith(OWN) else ROOT


def contact(row: Contact, owner: uuid.UUID, language: str) -> Json:
    """Return a contact with its telephone; a person's name is there only by her consent."""
    own = part_id(owner, "contact", row.pk)
    return known(
        id=own,
        name=row.name if row.name_consented else "",
        title=row.role.in_language(language),
        email=row.email,
        audience=row.audience_kind,
        phones=phones([row], owner, language),
    )


def phones(rows: Iterable[Contact], owner: uuid.UUID, language: str) -> list[Json]:
    """Return the telephones of contacts."""
    return [
        known(
            id=part_id(owner, "phone", row.pk),
            number=row.phone,
            type="voice",
            description=row.hours.in_language(language) or row.role.in_language(language),
            contact_id=part_id(owner, "contact", row.pk),
        )
        for row in rows
        if row.phone
    ]


def schedule(row: Schedule, owner: uuid.UUID, language: str, place: str | None, attendance: str) -> Json:
    """Return a rule of times; one day is a rule that counts once."""
    once = row.freq == Frequency.ONCE
    starts, until = row.starts, row.starts if once else row.until
    return known(
        id=part_id(owner, "schedule", row.pk),
        valid_from=starts.isoformat() if starts else None,
        valid_to=until.isoformat() if until else None,
        dtstart=starts.isoformat() if starts else None,
        until=until.isoformat() if until else None,
        count=1 if once else None,
        freq=None if once else row.freq,
        interval=None if once else row.interval,
        wkst=None if once else "MO",
        byday=None if once else row.byday,
        opens_at=row.opens.isoformat() if row.opens else None,
        closes_at=row.closes.isoformat() if row.closes else None,
        description=row.note.in_language(language),
        attending_type=attendance,
        notes=in_words(row),
        service_at_location_id=place,
    )


def service_area(area: Area, owner: uuid.UUID, language: str) -> Json:
    """Return an area with its official code; the address tells its codes, names and what it belongs to."""
    return known(
        id=part_id(owner, "area", area.pk),
        name=area.name.in_language(language),
        extent=area.code,
        extent_type=EXTENTS.get(AreaKind(area.kind), area.kind),
        uri=f"{settings.SITE_URL}/api/v1/places/areas/{area.slug}",
    )


def language_of_service(term: Term, owner: uuid.UUID, language: str) -> Json:
    """Return a language in which the service is given."""
    return {"id": part_id(owner, "language", term.code), "name": term.name.in_language(language), "code": term.code}


def attribute(term: Term, owner: uuid.UUID, entity: str, language: str) -> Json:
    """Return a term as a property of what has it."""
    return known(
        id=part_id(owner, "attribute", term.key),
        link_id=str(owner),
        link_entity=entity,
        taxonomy_term_id=term_id(term.scheme, term.code),
        value=term.code,
        label=term.name.in_language(language),
        taxonomy_term=taxonomy_term(term, language),
    )


def taxonomy(scheme: str, language: str) -> Json:
    """Return a classification."""
    if scheme.startswith(OWN):
        space = spaces_with_themes().get(scheme, Text(scheme)).in_language(language)
        with override(spoken(language)):
            name, description = _("Themes: %(space)s") % {"space": space}, _("A partnership table's own list")
        return known(id=taxonomy_id(scheme), name=name, description=description)
    name, description, uri = schemes(spoken(language)).get(scheme, (scheme, scheme, ""))
    return known(id=taxonomy_id(scheme), name=name, description=description, uri=uri)


def taxonomy_term(term: Term, language: str) -> Json:
    """Return a term. One without a description has its name there, because HSDS demands one."""
    name = term.name.in_language(language) or term.code
    return known(
        id=term_id(term.scheme, term.code),
        code=term.code,
        name=name,
        description=term.description.in_language(language) or name,
        parent_id=term_id(term.scheme, term.parent.code) if term.parent else None,
        taxonomy=term.scheme,
        taxonomy_id=taxonomy_id(term.scheme),
        taxonomy_detail=taxonomy(term.scheme, language),
        language=term.name.language_for(language),
        term_uri=term.uri,
        service_class_id=term_id(term.means.scheme, term.means.code) if term.means else None,
        ended=term.ended_at.date().isoformat() if term.ended_at else None,
        replaced_by_id=term_id(term.scheme, term.merged_into.code) if term.merged_into else None,
    )


@lru_cache(maxsize=16)
def schemes(language: str) -> dict[str, tuple[str, str, str]]:
    """Return the classifications that ship with the product, by scheme: (name, description, address)."""
    suomi = "http://uri.suomi.fi/codelist/ptv/"
    with override(language):
        listed = _("Code list of the Finnish Service Catalogue, Digital and Population Data Services Agency, CC BY 4.0")
        ours = _("This directory's own list")
        return {
            "service_class": (_("Service classes"), listed, f"{suomi}ptvserclass2"),
            "target_group": (_("Target groups"), listed, f"{suomi}ptvkohderyhmat"),
            "life_event": (_("Life events"), listed, f"{suomi}ptvelti"),
            "theme": (_("Themes"), ours, ""),
            "language": (_("Languages of service"), _("By ISO 639 code"), ""),
            "accessibility": (_("Accessibility"), ours, ""),
            "prh_sote": (_("Classes of the register of associations"), _("From public minutes"), ""),
        }
