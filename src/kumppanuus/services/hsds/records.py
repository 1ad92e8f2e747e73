"""The objects of HSDS that have addresses, made of rows. Nothing here asks the database: `reading` loads it all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.interop.answering import Json, known
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.hsds import parts
from kumppanuus.services.hsds.parts import part_id
from kumppanuus.services.models import (
    Attendance,
    Audience,
    Contact,
    Location,
    PriceKind,
    Service,
    ServiceLocation,
    Status,
)
from kumppanuus.taxonomy.models import Term

ENTITY, ORGANISATION = "service", "organization"
APART = {"language", "accessibility"}  # schemes that have their own place in HSDS


def page_of(row: Any) -> str:
    """Return the address of the row's page, without a language of its own: readers are sent to theirs."""
    return f"{settings.SITE_URL}{row.get_absolute_url()}"


def modified(row: Service) -> dt.datetime:
    """Return when an entry was last edited or confirmed: both are news for who keeps a copy."""
    return max(row.edited_at, row.verified_at) if row.verified_at else row.edited_at


def status(row: Service) -> str:
    """Return the state in the words of HSDS; what is over counts as inactive."""
    if row.status == Status.PAUSED:
        return "temporarily closed"
    if row.status == Status.ENDED:
        return "defunct"
    return "inactive" if row.ends_on and row.ends_on < timezone.localdate() else "active"


@dataclass(frozen=True)
class Records:
    """Rows as HSDS, in the best language for who asks."""

    language: str

    def said(self, text: Text) -> str:
        """Return the best text for the reader."""
        return text.in_language(self.language)

    def alternate(self, name: Text) -> str:
        """Return the name in the other national language, or nothing."""
        shown = name.language_for(self.language)
        return next((name[code] for code in ("fi", "sv") if code != shown and code in name), "")

    # --- services

    def service(self, row: Service) -> Json:
        """Return an entry's own fields and its organisation's."""
        return self.bare_service(row) | {"organization": self.bare_organisation(row.organisation)}

    def bare_service(self, row: Service) -> Json:
        """Return an entry's own fields."""
        assurer = row.verified_by or row.organisation
        ways = [self.said(row.registration), row.registration_url]
        ways.append("" if row.without_referral else _("A referral is needed"))
        return known(
            id=str(row.uuid),
            organization_id=str(row.organisation.uuid),
            name=self.said(row.name),
            alternate_name=self.alternate(row.name),
            description="\n\n".join(text for text in (self.said(row.summary), self.said(row.description)) if text),
            url=row.website or page_of(row),
            status=status(row),
            application_process=". ".join(way for way in ways if way),
            fees_description=self.said(row.price) or row.get_price_kind_display(),
            eligibility_description=self.said(row.who),
            assured_date=timezone.localdate(row.verified_at).isoformat() if row.verified_at else None,
            assurer_email=assurer.email if row.verified_at else "",
            assured_as=row.verified_as,
            assured_until=row.due_on.isoformat() if row.due_on else None,
            last_modified=modified(row).isoformat(),
            kind=row.kind,
            without_referral=row.without_referral,
            for_professionals=self.said(row.for_professionals),
            attendance=row.attendance,
            registration_url=row.registration_url,
            first_day=row.starts_on.isoformat() if row.starts_on else None,
            last_day=row.ends_on.isoformat() if row.ends_on else None,
            available_languages=sorted(row.name),
        )

    def full_service(
        self, row: Service, contacts: Iterable[Contact] | None = None, *, owner: bool = True, places: bool = True
    ) -> Json:
        """Return an entry with all that belongs to it; `owner` and `places` say whether those are told with it."""
        people = list(row.contacts.all()) if contacts is None else list(contacts)
        terms = list(row.terms.all())
        ids = {place.pk: str(place.uuid) for place in row.places.all()}
        found = (self.service(row) if owner else self.bare_service(row)) | known(
            email=next((one.email for one in people if one.email and one.audience_kind in _RESIDENTS), ""),
            additional_urls=self._addresses(row),
            alert=self._alert(row),
            phones=parts.phones(people, row.uuid, self.language),
            contacts=[parts.contact(one, row.uuid, self.language) for one in people],
            schedules=[
                parts.schedule(rule, row.uuid, self.language, ids.get(rule.place_id or 0), row.get_attendance_display())
                for rule in row.schedules.all()
            ],
            service_areas=[parts.service_area(area, row.uuid, self.language) for area in row.areas.all()],
            languages=[
                parts.language_of_service(term, row.uuid, self.language) for term in terms if term.scheme == "language"
            ],
            cost_options=self._costs(row),
            attributes=[
                parts.attribute(term, row.uuid, ENTITY, self.language) for term in terms if term.scheme not in APART
            ],
        )
        if places:
            found |= known(service_at_locations=[self._at(place, row) for place in row.places.all()])
        return found

    def _addresses(self, row: Service) -> list[Json]:
        listed = [(_("In this directory"), page_of(row)), (_("Website"), row.website)]
        listed.append((str(Attendance.REMOTE.label), row.remote_url))
        listed.append((_("Registration"), row.registration_url))
        return [
            {"id": part_id(row.uuid, "url", number), "label": str(label), "url": url}
            for number, (label, url) in enumerate(listed)
            if url
        ]

    def _costs(self, row: Service) -> list[Json]:
        if not row.price_kind and not row.price:
            return []
        free = row.price_kind == PriceKind.FREE
        return [
            known(
                id=part_id(row.uuid, "cost", 1),
                option=row.get_price_kind_display(),
                amount=0 if free else None,
                currency="EUR" if free else "",
                amount_description=self.said(row.price),
            )
        ]

    def _alert(self, row: Service) -> str:
        today = timezone.localdate()
        told = [row.get_status_display()] if row.status == Status.PAUSED else []
        for one in row.closures.all():
            if one.last >= today:
                days = f"{date_format(one.first, 'SHORT_DATE_FORMAT')}–{date_format(one.last, 'SHORT_DATE_FORMAT')}"
                note = self.said(one.note)
                told.append(f"{_('Not there')} {days}" + (f" ({note})" if note else ""))
        if row.is_overdue:
            told.append(_("Nobody has confirmed this in time: ask before you go"))
        return ". ".join(told)

    # --- services at locations

    def at_location(self, row: ServiceLocation) -> Json:
        """Return an entry at a place, with the own fields of both."""
        return self._bare_at(row, row.service) | {
            "service": self.service(row.service),
            "location": self.bare_location(row.location),
        }

    def full_at_location(self, row: ServiceLocation) -> Json:
        """Return an entry at a place, with all that belongs to both."""
        service = row.service
        times = [
            parts.schedule(rule, row.uuid, self.language, str(row.uuid), service.get_attendance_display())
            for rule in service.schedules.all()
            if rule.place_id in (None, row.pk)
        ]
        return (
            self._bare_at(row, service)
            | known(
                service_areas=[parts.service_area(area, row.uuid, self.language) for area in service.areas.all()],
                contacts=[parts.contact(one, row.uuid, self.language) for one in service.contacts.all()],
                phones=parts.phones(service.contacts.all(), row.uuid, self.language),
                schedules=times,
            )
            | {"service": self.full_service(service, places=False), "location": self.location(row.location)}
        )

    def _bare_at(self, row: ServiceLocation, service: Service) -> Json:
        return known(
            id=str(row.uuid),
            service_id=str(service.uuid),
            location_id=str(row.location.uuid),
            description=self.said(row.note),
        )

    def _at(self, row: ServiceLocation, service: Service) -> Json:
        return self._bare_at(row, service) | {"location": self.location(row.location)}

    # --- locations

    def bare_location(self, row: Location) -> Json:
        """Return a place's own fields; coordinates only if somebody gave them."""
        return known(
            id=str(row.uuid),
            location_type="physical",
            name=self.said(row.name) or row.line,
            alternate_name=self.alternate(row.name),
            transportation=self.said(row.arriving),
            latitude=row.lat,
            longitude=row.lon,
            municipality_code=row.area.code,
        )

    def location(self, row: Location) -> Json:
        """Return a place with its address (only where there is a street address: none is made up) and accessibility."""
        region = row.area.region
        address = {
            "id": part_id(row.uuid, "address", 1),
            "location_id": str(row.uuid),
            "address_1": row.address,
            "city": row.city or str(row.area.name.get("fi", row.area.name)),
            "state_province": self.said(region.name) if region else "",
            "postal_code": row.postal_code,
            "country": "FI",
            "address_type": "physical",
        }
        features = list(row.features.all())
        more = self.said(row.accessibility)
        access = known(
            id=part_id(row.uuid, "accessibility", 1),
            description=", ".join(self.said(term.name) for term in features),
            details=more,
            attributes=[parts.attribute(term, row.uuid, "accessibility", self.language) for term in features],
        )
        return self.bare_location(row) | known(
            addresses=[address] if row.address else [], accessibility=[access] if features or more else []
        )

    # --- organisations

    def bare_organisation(self, row: Organisation) -> Json:
        """Return an organisation's own fields; one that tells nothing of itself is described by its kind and home."""
        home = self.said(row.home.name) if row.home else ""
        kind = str(row.get_kind_display())
        return known(
            id=str(row.uuid),
            name=self.said(row.name),
            alternate_name=self.alternate(row.name),
            description=self.said(row.description) or (f"{kind}, {home}" if home else kind),
            email=row.email,
            website=row.website,
            uri=page_of(row),
            legal_status=kind,
            kind=row.kind,
            municipality_code=row.home.code if row.home else "",
            available_languages=sorted(row.name),
            organization_identifiers=self._identifiers(row),
        )

    def full_organisation(self, row: Organisation, services: list[Json]) -> Json:
        """Return an organisation with its contacts, places and classes, and its entries as they are given."""
        own = [one for one in row.contacts.all() if one.service_id is None]
        return self.bare_organisation(row) | known(
            contacts=[parts.contact(one, row.uuid, self.language) for one in own],
            phones=parts.phones(own, row.uuid, self.language),
            locations=[self.location(one) | {"organization_id": str(row.uuid)} for one in row.locations.all()],
            attributes=[parts.attribute(term, row.uuid, ORGANISATION, self.language) for term in row.classes.all()],
            contacting=self._contacting(row),
            services=services,
        )

    def _identifiers(self, row: Organisation) -> list[Json]:
        return [
            {"id": part_id(row.uuid, "identifier", kind), "identifier_type": kind, "identifier": number}
            for kind, number in (("PRH", row.register_number), ("Y-tunnus", row.business_id))
            if number
        ]

    def _contacting(self, row: Organisation) -> list[Json]:
        listing = getattr(row, "listing", None)
        if listing is None:
            return []
        told = (
            (Audience.RESIDENTS, listing.for_residents),
            (Audience.PROFESSIONALS, listing.for_professionals),
            (Audience.MUNICIPALITIES, listing.for_municipalities),
        )
        return [{"audience": str(audience.value), "text": self.said(text)} for audience, text in told if text]

    # --- classifications

    def term(self, row: Term) -> Json:
        """Return a term with its classification."""
        return parts.taxonomy_term(row, self.language)

    def taxonomy(self, scheme: str) -> Json:
        """Return a classification."""
        return parts.taxonomy(scheme, self.language)


_RESIDENTS = {Audience.EVERYBODY, Audience.RESIDENTS}


def brief(row: Service, language: str) -> Json:
    """Return what an organisation tells of an entry unless asked for more."""
    return {
        "id": str(row.uuid),
        "name": row.name.in_language(language),
        "status": status(row),
        "kind": row.kind,
        "without_referral": row.without_referral,
        "attendance": row.attendance,
        "available_languages": sorted(row.name),
    }
