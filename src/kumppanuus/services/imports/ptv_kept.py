"""What is kept of a record of the Finnish Service Catalogue, so that it can be given back as it came.

Only what the catalogue's own open interface names is kept; of classes not their explanations, which are the code
list's and not the entry's.
"""

from __future__ import annotations

import json
from typing import Any

from kumppanuus.services.imports.mapping import Record

ORIGINAL = "original"  # the slot
MOST = 100_000  # characters
CLASSES = {"serviceClasses", "ontologyTerms", "targetGroups", "lifeEvents", "industrialClasses"}
SERVICE = {
    *("id", "sourceId", "generalDescriptionId", "subType", "type", "fundingType", "serviceNames", "serviceChargeType"),
    *("areaType", "areas", "serviceDescriptions", "languages", "serviceClasses", "ontologyTerms", "targetGroups"),
    *("lifeEvents", "industrialClasses", "legislation", "keywords", "requirements", "serviceChannels"),
    *("organizations", "serviceVouchersInUse", "serviceVouchers", "serviceCollections", "publishingStatus"),
    *("modified", "responsibleSoteOrganization"),
}
CHANNEL = {
    *("id", "sourceId", "oid", "serviceChannelType", "organizationId", "serviceChannelNames", "displayNameType"),
    *("serviceChannelDescriptions", "areaType", "areas", "phoneNumbers", "emails", "supportEmails", "supportPhones"),
    *("languages", "webPages", "addresses", "serviceHours", "services", "serviceCollections", "isVisibleForAll"),
    *("publishingStatus", "modified", "responsibleSoteOrganization", "ontologyTerms", "accessibilityClassification"),
    *("signatureQuantity", "requiresSignature", "requiresAuthentication", "attachments"),
}
ORGANISATION = {
    *("id", "sourceId", "oid", "parentOrganizationId", "organizationRootId", "municipality", "organizationType"),
    *("businessCode", "businessName", "displayNameType", "areaType", "areas", "organizationNames"),
    *("organizationDescriptions", "emails", "phoneNumbers", "webPages", "addresses", "electronicInvoicings"),
    *("publishingStatus", "services", "modified", "subOrganizations"),
}


def slim(thing: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Return what is kept of a record."""
    found = {name: value for name, value in thing.items() if name in names}
    for name in CLASSES & found.keys():
        if isinstance(found[name], list):
            found[name] = [_without_explanation(one) for one in found[name]]
    return found


def _without_explanation(one: Any) -> Any:
    return {name: value for name, value in one.items() if name != "description"} if isinstance(one, dict) else one


def keep(record: Record, part: str, thing: dict[str, Any], channels: list[dict[str, Any]]) -> None:
    """Keep a record with its channels, unless it is larger than any real one."""
    names = ORGANISATION if part == "organisation" else SERVICE if "serviceNames" in thing else CHANNEL
    found = {"record": slim(thing, names), "channels": [slim(one, CHANNEL) for one in channels]}
    if len(json.dumps(found)) <= MOST:
        record[part][ORIGINAL] = found
