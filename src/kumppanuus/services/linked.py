"""An entry as schema.org data in its page, for search engines."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from kumppanuus.organisations.linked import script
from kumppanuus.places.models import Area
from kumppanuus.services.models import Contact, PriceKind, Service, ServiceKind, ServiceLocation, Status

Json = dict[str, Any]


def of_entry(
    row: Service, places: list[ServiceLocation], contacts: list[Contact], areas: list[Area], languages: list[str]
) -> str:
    """Return an entry, its organisation and the way to its page as one script of data."""
    address = f"{settings.SITE_URL}{row.get_absolute_url()}"
    common: Json = {"@id": address, "url": address, "name": str(row.name), "description": str(row.summary)}
    is_event = row.kind == ServiceKind.EVENT and row.starts_on is not None
    thing = _event(row, places) if is_event else _service(row, places, contacts, areas, languages)
    return script({"@context": "https://schema.org", "@graph": [{**thing, **common}, _crumbs(row, address)]})


def _owner(row: Service) -> Json:
    own = row.organisation
    url = f"{settings.SITE_URL}{own.get_absolute_url()}"
    return {"@type": "NGO" if own.is_ngo else "Organization", "name": str(own.name), "url": url}


def _event(row: Service, places: list[ServiceLocation]) -> Json:
    states = {Status.ENDED: "EventCancelled", Status.PAUSED: "EventPostponed"}
    found: Json = {
        "@type": "Event",
        "startDate": row.starts_on.isoformat() if row.starts_on else None,
        "eventStatus": f"https://schema.org/{states.get(Status(row.status), 'EventScheduled')}",
        "organizer": _owner(row),
        "location": [_place(at) for at in places],
        "isAccessibleForFree": row.price_kind == PriceKind.FREE if row.price_kind else None,
    }
    found |= {"endDate": row.ends_on.isoformat()} if row.ends_on else {}
    return _known(found)


def _service(
    row: Service, places: list[ServiceLocation], contacts: list[Contact], areas: list[Area], languages: list[str]
) -> Json:
    channel = _known({
        "@type": "ServiceChannel",
        "serviceUrl": row.website or row.remote_url,
        "servicePhone": [{"@type": "ContactPoint", "telephone": one.phone} for one in contacts if one.phone],
        "serviceLocation": [_place(at) for at in places],
        "availableLanguage": languages,
    })  # fmt: skip
    return _known({
        "@type": "Service",
        "serviceType": str(row.get_kind_display()),
        "provider": _owner(row),
        "areaServed": [str(area.name) for area in areas],
        "availableChannel": channel if len(channel) > 1 else None,
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": "EUR"} if row.price_kind == PriceKind.FREE else None,
    })  # fmt: skip


def _place(at: ServiceLocation) -> Json:
    here = at.location
    post = _known({
        "@type": "PostalAddress",
        "streetAddress": here.address,
        "postalCode": here.postal_code,
        "addressLocality": here.city or str(here.area.name),
        "addressCountry": "FI",
    })  # fmt: skip
    found = {"@type": "Place", "name": str(here), "address": post}
    if here.lat is not None and here.lon is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": here.lat, "longitude": here.lon}
    return found


def _crumbs(row: Service, address: str) -> Json:
    steps = [(str(_("Directory")), f"{settings.SITE_URL}{reverse('services:services')}"), (str(row.name), address)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(steps, 1)
        ],
    }


def _known(found: Json) -> Json:
    return {name: value for name, value in found.items() if value not in (None, "", [])}
