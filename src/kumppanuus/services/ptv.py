"""An entry as records of the Finnish Service Catalogue (PTV, open interface v11), and what it lacks to go there.

The tables of codes are the importer's (`services.imports.ptv`), turned round: what is written here is read there.
What has no place here (ontology terms, legislation, vouchers, general descriptions …) is written only of records that
came from the catalogue: `ptv_back`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.services import ptv_back
from kumppanuus.services.imports.lookups import Lookups
from kumppanuus.services.imports.ptv import DAYS, SCHEMES
from kumppanuus.services.models import (
    LASTING_KINDS,
    Frequency,
    PriceKind,
    Schedule,
    Service,
    ServiceLocation,
    Status,
)
from kumppanuus.taxonomy.models import Term

Json = dict[str, Any]
DAY_NAMES = {code: name.capitalize() for name, code in DAYS.items()}
STATES = {Status.DRAFT: "Draft", Status.PUBLISHED: "Published", Status.PAUSED: "Published", Status.ENDED: "Deleted"}
TYPES = {"municipality": "Municipality", "company": "Company", "state": "State"}
AREA_TYPES = {AreaKind.REGION: "Province", AreaKind.COUNTY: "WellbeingServiceCounty"}
# Texts of ours → (their list, their type, how long a text may be there)
TEXTS = {
    "name": ("serviceNames", "Name", 100),
    "summary": ("serviceDescriptions", "Summary", 150),
    "description": ("serviceDescriptions", "Description", 5000),
    "registration": ("serviceDescriptions", "UserInstruction", 5000),
    "price": ("serviceDescriptions", "ChargeTypeAdditionalInfo", 500),
    "who": ("requirements", "", 5000),
}
MOST_CLASSES = 4


def lacks(row: Service) -> list[str]:
    """Return in plain words what an entry still lacks for the catalogue; nothing for kinds that do not go there."""
    schemes = {term.scheme for term in classes_of(row)}
    return still_lacks(
        row, schemes, offered=bool(row.areas.all()), reached=bool(row.places.all() or row.contacts.all())
    )


def still_lacks(row: Service, schemes: Iterable[str], *, offered: bool, reached: bool) -> list[str]:
    """Return the same when it is known which terms it has, whether it has areas and whether a place or a contact."""
    if row.kind not in LASTING_KINDS:
        return []
    wanted = (
        (bool(row.organisation.business_id), _("An organisation without a business ID cannot go to the catalogue.")),
        (bool(row.summary), _("A sentence that says what it is.")),
        (bool(row.description), _("A description.")),
        (row.summary.in_language("fi") != row.description.in_language("fi"), _("A description that says more.")),
        ("service_class" in schemes, _("At least one service class.")),
        ("target_group" in schemes, _("At least one target group.")),
        ("language" in schemes, _("The languages in which one is served.")),
        (offered, _("The area in which it is offered.")),
        (
            reached or bool(row.website or row.remote_url),
            _("A way to it: a place, a telephone number or a website."),
        ),
        (row.status == Status.PUBLISHED, _("It is published here first.")),
    )
    return [words for there, words in wanted if not there]


def classes_of(row: Service) -> list[Term]:
    """Return an entry's terms, and the service classes that spaces' own themes among them stand for."""
    terms = list(row.terms.all())
    return list(dict.fromkeys([*terms, *(term.means for term in terms if term.means is not None)]))


def records_of(organisation: Organisation, rows: Iterable[Service]) -> Json:
    """Return the organisation, its lasting entries and their places as the catalogue's records."""
    services = [row for row in rows if row.kind in LASTING_KINDS]
    owners = ptv_back.originals("organisation", [organisation.pk])
    entries = ptv_back.originals("service", [row.pk for row in services])
    known = Lookups() if owners or entries else None
    found, places = [organisation_record(organisation)], []
    if known is not None and organisation.pk in owners:
        found = [ptv_back.organisation(found[0], owners[organisation.pk], known)]
    for row in services:
        own, channels = service_record(row), [channel_record(at, row) for at in row.places.all()]
        if known is not None and (original := entries.get(row.pk)) is not None:
            ours = [place_record(row)] if ptv_back.is_place(original) else [own, *channels]
            own, *channels = ptv_back.entry(ours, original, known)
        found.append(own)
        places += channels
    return {"version": "11", "itemList": [*found, *places]}


def organisation_record(row: Organisation) -> Json:
    """Return an organisation as in V10VmOpenApiOrganization."""
    return {
        "id": str(row.uuid),
        "organizationType": TYPES.get(row.kind, "Organization"),
        "businessCode": row.business_id or None,
        "municipality": _municipality(row.home) if row.home else None,
        "organizationNames": _localised(row.name, "Name"),
        "organizationDescriptions": _localised(row.description, "Description"),
        "emails": [{"language": "fi", "value": row.email}] if row.email else [],
        "phoneNumbers": [],
        "webPages": [{"language": "fi", "url": row.website}] if row.website else [],
        "publishingStatus": "Published",
    }


def service_record(row: Service) -> Json:
    """Return an entry as in V11VmOpenApiService."""
    terms = classes_of(row)
    found: Json = {
        "id": str(row.uuid),
        "sourceId": str(row.uuid),
        "type": "Service",
        "serviceChargeType": {PriceKind.FREE: "FreeOfCharge", PriceKind.PAID: "Chargeable"}.get(
            PriceKind(row.price_kind) if row.price_kind else PriceKind.FREE
        )
        if row.price_kind
        else None,
        "serviceNames": [],
        "serviceDescriptions": [],
        "requirements": [],
        **_areas(row.areas.all()),
        "languages": [term.code for term in terms if term.scheme == "language"],
        **{
            name: [
                {"code": term.code, "newUri": term.uri or None, "name": _values(term.name)}
                for term in terms
                if term.scheme == scheme
            ]
            for name, scheme in SCHEMES.items()
        },
        "ontologyTerms": [],
        "serviceChannels": [_link(at, row) for at in row.places.all()] or _contact_link(row),
        "organizations": [
            {
                "organization": {"id": str(row.organisation.uuid), "name": row.organisation.name.in_language("fi")},
                "roleType": "Responsible",
            }
        ],
        "publishingStatus": STATES[Status(row.status)],
        "modified": row.edited_at.isoformat(),
    }
    for name, (place, kind, most) in TEXTS.items():
        found[place] += [
            {"language": code, "value": told[:most]} | ({"type": kind} if kind else {})
            for code, told in getattr(row, name).items()
        ]
    return found


def channel_record(at: ServiceLocation, row: Service) -> Json:
    """Return a place of an entry as in V11VmOpenApiServiceLocationChannel."""
    here = at.location
    number = here.address.rpartition(" ")
    street, house = (number[0], number[2]) if number[2][:1].isdigit() else (here.address, "")
    name = here.name or row.name
    return {
        "id": str(here.uuid),
        "serviceChannelType": "ServiceLocation",
        "organizationId": str(row.organisation.uuid),
        "serviceChannelNames": _localised(name, "Name"),
        "serviceChannelDescriptions": _localised(row.summary, "Summary"),
        "areaType": "LimitedType",
        "areas": [{"type": "Municipality", "municipalities": [_municipality(here.area)]}],
        **_reached(row),
        "webPages": [{"language": "fi", "url": row.website}] if row.website else [],
        "addresses": [
            {
                "type": "Location",
                "subType": "Single",
                "streetAddress": {
                    "street": [{"language": "fi", "value": street}],
                    "streetNumber": house,
                    "postalCode": here.postal_code,
                    "postOffice": [{"language": "fi", "value": here.city}] if here.city else [],
                    "municipality": _municipality(here.area),
                    "additionalInformation": _values(here.arriving),
                },
            }
        ]
        if here.address
        else [],
        "serviceHours": _hours(rule for rule in row.schedules.all() if rule.place_id in (None, at.pk)),
        "publishingStatus": STATES[Status(row.status)],
    }


def place_record(row: Service) -> Json:
    """Return an entry that is a place as a channel of the catalogue, without a service."""
    at = next(iter(row.places.all()), None)
    described = [*_localised(row.summary, "Summary"), *_localised(row.description, "Description")]
    found = channel_record(at, row) if at is not None else {"addresses": [], **_reached(row)}
    names = {"id": str(row.uuid), "serviceChannelNames": _localised(row.name, "Name")}
    found |= names | {"serviceChannelDescriptions": described, **_areas(row.areas.all())}
    found["webPages"] = [{"language": "fi", "url": row.website}] if row.website else []
    return found | {"modified": row.edited_at.isoformat(), "publishingStatus": STATES[Status(row.status)]}


def _link(at: ServiceLocation, row: Service) -> Json:
    name = at.location.name.in_language("fi") or row.name.in_language("fi")
    return {"serviceChannel": {"id": str(at.location.uuid), "name": name}, "description": _values(at.note)}


def _contact_link(row: Service) -> list[Json]:
    """What has no place is reached by telephone or on the web: its contacts stand with the link."""
    hours = _hours(row.schedules.all())
    if not (row.contacts.all() or hours):
        return []
    channel = {"id": str(uuid.uuid5(row.uuid, "phone")), "name": row.name.in_language("fi")}
    return [{"serviceChannel": channel, "description": [], "serviceHours": hours, "contactDetails": _reached(row)}]


def _reached(row: Service) -> Json:
    people = list(row.contacts.all())
    return {
        "phoneNumbers": [
            {
                "type": "Phone",
                "prefixNumber": None,
                "number": one.phone,
                "language": one.role.language_for("fi") or "fi",
                "additionalInformation": one.role.in_language("fi") or None,
            }
            for one in people
            if one.phone
        ],
        "emails": [{"language": "fi", "value": one.email} for one in people if one.email],
    }


def _hours(rules: Iterable[Schedule]) -> list[Json]:
    """Return weekly times as opening hours; the catalogue knows no other week than every one."""
    return [
        {
            "serviceHourType": "DaysOfTheWeek",
            "validFrom": rule.starts.isoformat() if rule.starts else None,
            "validTo": rule.until.isoformat() if rule.until else None,
            "isClosed": False,
            "validForNow": rule.starts is None and rule.until is None,
            "additionalInformation": _values(rule.note),
            "openingHour": [
                {
                    "dayFrom": DAY_NAMES[day],
                    "from": rule.opens.isoformat(),
                    "to": rule.closes.isoformat() if rule.closes else None,
                }
                for day in rule.byday.split(",")
                if day in DAY_NAMES
            ],
        }
        for rule in rules
        if rule.freq == Frequency.WEEKLY and rule.interval == 1 and rule.opens
    ]


def _areas(areas: Iterable[Area]) -> Json:
    rows = list(areas)
    if any(area.kind == AreaKind.COUNTRY for area in rows):
        return {"areaType": "Nationwide", "areas": []}
    municipalities = [_municipality(area) for area in rows if area.kind == AreaKind.MUNICIPALITY]
    wide = [
        {"type": AREA_TYPES[AreaKind(area.kind)], "code": area.code, "name": _values(area.name), "municipalities": []}
        for area in rows
        if area.kind in AREA_TYPES
    ]
    own = [{"type": "Municipality", "code": None, "name": None, "municipalities": municipalities}]
    return {"areaType": "LimitedType", "areas": [*(own if municipalities else []), *wide]}


def _municipality(area: Area) -> Json:
    return {"code": area.code, "name": _values(area.name)}


def _localised(text: Text, kind: str) -> list[Json]:
    return [{"language": code, "value": told, "type": kind} for code, told in text.items()]


def _values(text: Text) -> list[Json]:
    return [{"language": code, "value": told} for code, told in text.items()]
