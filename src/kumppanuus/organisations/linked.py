"""An organisation as schema.org data in its page, for search engines."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kumppanuus.organisations.models import Organisation

ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def script(found: dict[str, Any]) -> SafeString:
    """Return data as a script element that runs nothing and that no text in it can end."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


def of_organisation(row: Organisation) -> SafeString:
    """Return an organisation and the way to its page."""
    address = f"{settings.SITE_URL}{row.get_absolute_url()}"
    kind = "GovernmentOrganization" if row.is_public_body else "NGO" if row.is_ngo else "Organization"
    numbers = [("PRH", row.register_number), ("Y-tunnus", row.business_id)]
    found = {
        "@type": kind,
        "@id": address,
        "url": address,
        "name": str(row.name),
        "alternateName": sorted({told for told in row.name.values() if told != str(row.name)}),
        "description": str(row.description),
        "email": row.email,
        "sameAs": row.website,
        "identifier": [{"@type": "PropertyValue", "propertyID": one, "value": own} for one, own in numbers if own],
        "location": {"@type": "Place", "name": str(row.home.name)} if row.home else "",
    }
    above = (str(_("Organisations")), f"{settings.SITE_URL}{reverse('organisations:organisations')}")
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate([above, (str(row.name), address)], 1)
        ],
    }
    known = {name: value for name, value in found.items() if value}
    return script({"@context": "https://schema.org", "@graph": [known, crumbs]})
