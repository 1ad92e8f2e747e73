"""Records of the Finnish Service Catalogue that were imported, given back as they came but for what changed here.

An original is compared with our own record by reading both as the importer does: where both say the same, the
original's words stand, with all that we have no place for; where they differ, ours do.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kumppanuus.services.imports import ptv as importer
from kumppanuus.services.imports.lookups import Lookups
from kumppanuus.services.imports.ptv_kept import ORIGINAL
from kumppanuus.services.models import SourceRecord

Json = dict[str, Any]
# What is compared of a record: (its parts, the slots that are read from them).
OF_SERVICE = (
    (("serviceNames",), ("name",)),
    (("serviceDescriptions",), ("description", "summary", "registration", "price")),
    (("requirements",), ("who",)),
    (("serviceChargeType",), ("price_kind",)),
    (("areaType", "areas"), ("areas",)),
    (("languages",), ("terms.language",)),
    *(((name,), (f"terms.{scheme}",)) for name, scheme in importer.SCHEMES.items()),
    (("publishingStatus",), ("status",)),
    (("serviceChannels",), ("places", "contacts", "schedules")),
)
OF_PLACE = (
    (("serviceChannelNames",), ("name",)),
    (("serviceChannelDescriptions",), ("summary", "description")),
    (("areaType", "areas"), ("areas",)),
    (("webPages",), ("website",)),
    (("addresses",), ("places",)),
    (("phoneNumbers", "emails"), ("contacts",)),
    (("serviceHours",), ("schedules",)),
    (("publishingStatus",), ("status",)),
)
OF_ORGANISATION = (
    (("organizationNames",), ("name",)),
    (("organizationDescriptions",), ("description",)),
    (("businessCode",), ("business_id",)),
    (("organizationType",), ("kind",)),
    (("municipality",), ("home",)),
    (("emails",), ("email",)),
    (("webPages",), ("website",)),
)


def originals(part: str, numbers: Iterable[int]) -> dict[int, Json]:
    """Return the originals of organisations or entries that came from the catalogue. One query."""
    rows = SourceRecord.objects.filter(**{f"{part}__in": list(numbers), f"values__{ORIGINAL}__isnull": False})
    return dict(rows.order_by("pk").values_list(f"{part}_id", f"values__{ORIGINAL}"))


def is_place(original: Json) -> bool:
    """Say whether an entry came as a place of the catalogue that no service of its file used."""
    return "serviceChannelNames" in original["record"]


def organisation(ours: Json, original: Json, known: Lookups) -> Json:
    """Return an organisation's record given back."""
    return _given_back([ours], original, OF_ORGANISATION, "organisation", known)[0]


def entry(ours: list[Json], original: Json, known: Lookups) -> list[Json]:
    """Return the records of an entry given back: the service with its channels, or the place that it came as."""
    return _given_back(ours, original, OF_PLACE if is_place(original) else OF_SERVICE, "service", known)


def _given_back(ours: list[Json], original: Json, groups: Any, part: str, known: Lookups) -> list[Json]:
    own, channels = ours[0], original["channels"]
    now, was = _read(ours, part, known), _read([original["record"], *channels], part, known)
    found, changed = dict(original["record"]), False
    for names, slots in groups:
        if all(_canonical(now, slot) == _canonical(was, slot) for slot in slots):
            continue
        changed = True
        for name in names:
            found[name] = _merged(name, found.get(name), own.get(name), known)
        if "serviceChannels" in names:
            channels = ours[1:]
    if changed:
        found["modified"] = own.get("modified", found.get("modified"))
    return [found, *channels]


def _read(things: list[Json], part: str, known: Lookups) -> Json:
    for record in importer.records({"itemList": things}, known):
        values: Json = record[part]
        return values
    return {}


def _canonical(values: Json, slot: str) -> str:
    """Return what the values say of a slot, in all languages and whatever the order of its parts."""
    found = {name: told for name, told in values.items() if name == slot or name.startswith(f"{slot}.")}
    for name, told in found.items():
        if isinstance(told, list):
            found[name] = sorted(json.dumps(one, sort_keys=True, default=str) for one in told)
    return json.dumps(found, sort_keys=True, default=str)


def _merged(name: str, original: Any, ours: Any, known: Lookups) -> Any:
    """Return a part that has changed: ours, and of a list what only the original has a place for."""
    if not isinstance(original, list) or not isinstance(ours, list):
        return ours
    rest: list[Any] = []
    if scheme := importer.SCHEMES.get(name):
        rest = [one for one in original if isinstance(one, dict) and not importer.is_known(known, scheme, one)]
    elif name in {"serviceNames", "serviceDescriptions", "serviceChannelNames", "serviceChannelDescriptions"}:
        written = {"Name", "Summary", "Description", "UserInstruction", "ChargeTypeAdditionalInfo"}
        rest = [one for one in original if isinstance(one, dict) and one.get("type") not in written]
    return [*ours, *rest]
