"""What the directory has now, by slot, and whether a record's values can stand in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation, OrganisationKind
from kumppanuus.organisations.numbers import validate_business_id, validate_register_number
from kumppanuus.services.models import Contact, Location, Service, ServiceArea, ServiceLocation, ServiceTerm
from kumppanuus.taxonomy.models import OWN

Values = dict[str, Any]
TEXTS = ("name", "summary", "description", "who", "for_professionals", "price", "registration", "times")
PLAIN = (
    *("kind", "status", "without_referral", "price_kind", "registration_url", "attendance", "remote_url", "website"),
    *("starts_on", "ends_on"),
)
OWNER_TEXTS = ("name", "description")
OWNER_PLAIN = ("kind", "business_id", "register_number", "home", "email", "website")
SCHEMES = ("language", "target_group", "service_class", "life_event", "theme", "own")  # "own": of any space
CHUNK = 1000


def of_organisation(row: Organisation) -> Values:
    """Return an organisation's values by slot."""
    found: Values = {f"{name}.{code}": told for name in OWNER_TEXTS for code, told in getattr(row, name).items()}
    found |= {name: getattr(row, name) for name in OWNER_PLAIN if name != "home"}
    return found | {"home": row.home_id}


@dataclass
class Linked:
    """What hangs on some entries, by number: areas, [scheme, term], and of their places the accessibility."""

    areas: dict[int, list[int]]
    terms: dict[int, list[list[Any]]]
    features: dict[int, list[int]]


def of_service(row: Service, linked: Linked) -> Values:
    """Return an entry's values by slot."""
    found: Values = {f"{name}.{code}": told for name in TEXTS for code, told in getattr(row, name).items()}
    found |= {name: _plain(getattr(row, name)) for name in PLAIN}
    found["areas"] = sorted(linked.areas.get(row.pk, ()))
    found |= {f"terms.{scheme}": [] for scheme in SCHEMES}
    for scheme, term in sorted(linked.terms.get(row.pk, ())):
        slot = "own" if scheme.startswith(OWN) else scheme
        if slot in SCHEMES:
            found[f"terms.{slot}"].append(term)
    found["terms.own"].sort()
    found["places"] = [_place(at.location, linked) for at in row.places.all()]
    found["contacts"] = [_contact(one) for one in row.contacts.all()]
    rules = ("freq", "interval", "byday", "starts", "until", "opens", "closes")
    found["schedules"] = [{name: _plain(getattr(one, name)) for name in rules} for one in row.schedules.all()]
    return found


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    return f"{value:%H:%M}" if hasattr(value, "hour") else value.isoformat()


def _texts(name: str, text: Text) -> Values:
    return {f"{name}.{code}": told for code, told in text.items()}


def _place(place: Location, linked: Linked) -> Values:
    features = sorted(linked.features.get(place.pk, ()))
    found = {"location": place.pk, "address": place.address, "postal_code": place.postal_code, "city": place.city}
    return found | {"area": place.area_id, "features": features} | _texts("name", place.name)


def _contact(one: Contact) -> Values:
    found: Values = {"audience_kind": one.audience_kind, "phone": one.phone, "email": one.email}
    found |= {"name": one.name, "name_consented": one.name_consented}
    return found | _texts("role", one.role) | _texts("hours", one.hours)


def services_now(ids: Iterable[int]) -> Iterator[tuple[Service, Values]]:
    """Give the entries with their values. Seven queries for each thousand."""
    wanted = sorted(ids)
    places = ServiceLocation.objects.select_related("location")
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        rows = list(
            Service.objects.filter(pk__in=part).prefetch_related("schedules", "contacts", Prefetch("places", places))
        )
        used = {at.location_id for row in rows for at in row.places.all()}
        areas = ServiceArea.objects.filter(service__in=part).order_by().values_list("service_id", "area_id")
        terms = ServiceTerm.objects.filter(service__in=part).order_by()
        features = Location.features.through.objects.filter(location_id__in=used)
        linked = Linked(
            _by_first(areas),
            _by_first(
                (pk, (scheme, term)) for pk, scheme, term in terms.values_list("service_id", "term__scheme", "term")
            ),
            _by_first(features.values_list("location_id", "term_id")),
        )
        for row in rows:
            yield row, of_service(row, linked)
            # These point back to the row: without them it goes at once, not when garbage is collected.
            row._prefetched_objects_cache.clear()  # type: ignore[attr-defined]


def _by_first(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for first, second in pairs:
        found[first].append(second)
    return found


def is_same(new: Any, old: Any) -> bool:
    """Say whether two values of a slot are the same; of places and contacts only what the new one says counts."""
    if isinstance(new, list) and new and isinstance(new[0], dict):
        if not isinstance(old, list) or len(new) != len(old):
            return False
        return all(is_same(one.get(key), was.get(key)) for one, was in zip(new, old, strict=True) for key in one)
    if new in ("", None, []):
        return old in ("", None, [])
    return bool(new == old)


def limits(model: Any, names: Iterable[str]) -> dict[str, int]:
    """Return how long texts may be, from the model."""
    found = {}
    for name in names:
        field = model._meta.get_field(name)
        found[name] = getattr(field, "longest", 0) or field.max_length or 0
    return found


_SERVICE = limits(Service, (*TEXTS, "registration_url", "remote_url", "website"))
_OWNER = limits(Organisation, (*OWNER_TEXTS, "email", "website"))
_LOCATION = limits(Location, ("name", "address", "postal_code", "city"))
_CONTACT = limits(Contact, ("role", "phone", "email", "hours"))


def _too_long(values: Values, most: dict[str, int], label: str = "") -> Iterator[str]:
    for slot, value in values.items():
        longest = most.get(slot.partition(".")[0], 0)
        if isinstance(value, str) and longest and len(value) > longest:
            told = {"what": label or slot, "length": len(value), "most": longest}
            yield _("%(what)s is %(length)d characters; at most %(most)d fit.") % told


def problems_of_service(values: Values, *, new: bool) -> list[str]:
    """Return why an entry with these values cannot stand."""
    found = list(_too_long(values, _SERVICE))
    for place in values.get("places", ()):
        found += _too_long(place, _LOCATION)
    for contact in values.get("contacts", ()):
        found += _too_long(contact, _CONTACT)
    if values.get("starts_on") and values.get("ends_on") and values["ends_on"] < values["starts_on"]:
        found.append(_("The last day cannot be before the first day."))
    for rule in values.get("schedules", ()):
        if rule.get("starts") and rule.get("until") and rule["until"] < rule["starts"]:
            found.append(_("The last day cannot be before the first day."))
    if not any(slot.startswith("name.") for slot in values):
        found.append(_("The name of the entry is missing."))
    if new and not any(slot.startswith("summary.") for slot in values):
        found.append(_("A sentence that says what it is, or a description, is missing."))
    if new and not values.get("kind"):
        found.append(_("It is not said of what kind it is. Choose a kind for all rows, or a column for it."))
    return found


def problems_of_organisation(values: Values, *, new: bool) -> list[str]:
    """Return why an organisation with these values cannot stand."""
    found = list(_too_long(values, _OWNER))
    for slot, check in (("business_id", validate_business_id), ("register_number", validate_register_number)):
        if values.get(slot):
            try:
                check(values[slot])
            except ValidationError as problem:
                found += problem.messages
    if new and not any(slot.startswith("name.") for slot in values):
        found.append(_("The organisation is not known here, and its name is missing."))
    if new and values.get("kind") in {OrganisationKind.MUNICIPALITY, OrganisationKind.COUNTY}:
        found.append(_("Municipalities and counties are added by the editors of the space, not by import."))
    return found
