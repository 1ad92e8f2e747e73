"""The Finnish Service Catalogue, records of its open interface v11: services, channels, organisations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.services.imports import lookups
from kumppanuus.services.imports.lookups import Lookups
from kumppanuus.services.imports.mapping import Record
from kumppanuus.services.imports.plain import first_sentence
from kumppanuus.services.imports.ptv_kept import keep
from kumppanuus.services.imports.taking import all_tried, inner, new_record, put, rows, text, tried

SIGNS = {"serviceNames", "serviceChannelNames", "organizationNames", "serviceDescriptions"}
SCHEMES = {"serviceClasses": "service_class", "targetGroups": "target_group", "lifeEvents": "life_event"}
PAY = {"freeofcharge": "free", "free": "free", "chargeable": "paid", "charged": "paid"}
DAYS = dict(
    zip(
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
        ["MO", "TU", "WE", "TH", "FR", "SA", "SU"],
        strict=True,
    )
)
STATES = {"Draft": None, "Published": "published", "Modified": "published", "Deleted": "ended"}
KINDS = {"Organization": "other", "Municipality": "municipality", "State": "state", "Company": "company"}


def things(found: Any) -> list[dict[str, Any]]:
    """Return the objects of a file: one, a list, a page of them, or one under each identifier."""
    if isinstance(found, list):
        return [one for one in found if isinstance(one, dict)]
    if not isinstance(found, dict):
        return []
    for name in ("itemList", "items", "results"):
        if isinstance(found.get(name), list):
            return [one for one in found[name] if isinstance(one, dict)]
    if found and all(isinstance(one, dict) and "id" in one for one in found.values()):
        return list(found.values())
    return [found]


def is_ptv(thing: dict[str, Any]) -> bool:
    """Say whether an object is of the catalogue: by the names of its lists, or texts with languages as keys."""
    return bool(thing.keys() & SIGNS) or (isinstance(thing.get("name"), dict) and "id" in thing)


def records(found: Any, known: Lookups) -> Iterable[Record]:
    """Give a record for each service, place and organisation; places of services in the same file go into these."""
    all_of_them = things(found)
    channels = {text(one, "id"): one for one in all_of_them if "serviceChannelNames" in one}
    owners = {text(one, "id"): one for one in all_of_them if "organizationNames" in one}
    used: set[str] = set()
    for number, thing in enumerate(all_of_them, 1):
        record = new_record(number, {"id": text(thing, "id"), "name": _name_of(thing)})
        if "organizationNames" in thing:
            _organisation(record, thing, known)
        elif "serviceNames" in thing or isinstance(thing.get("name"), dict):
            _owner(record, thing, owners, known)
            _service(record, thing, known)
            along = _channels(record, thing, channels, used, known)
            if "serviceNames" in thing:
                keep(record, "service", thing, along)
        elif "serviceChannelNames" not in thing:
            record["problems"].append(_("This is neither a service, a place nor an organisation of the catalogue."))
        else:
            continue
        yield record
    for number, thing in enumerate(all_of_them, 1):
        if "serviceChannelNames" in thing and text(thing, "id") not in used:
            record = new_record(number, {"id": text(thing, "id"), "name": _name_of(thing)})
            _channel(record, thing, owners, known)
            keep(record, "service", thing, [])
            yield record


def _name_of(thing: dict[str, Any]) -> str:
    texts = _texts(thing, "serviceNames", "Name") or _texts(thing, "serviceChannelNames", "Name")
    texts = texts or _texts(thing, "organizationNames", "Name") or _by_language(thing.get("name"))
    return texts.get("fi") or next(iter(texts.values()), "")


def _texts(thing: dict[str, Any], name: str, kind: str = "") -> dict[str, str]:
    """Return {language: text} of a list of localised texts, of one type."""
    found: dict[str, str] = {}
    for row in rows(thing, name):
        code, told = text(row, "language")[:4], text(row, "value", "description")
        if told and code and (not kind or text(row, "type") in {kind, ""}):
            found.setdefault(code, told)
    return found


def _by_language(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {str(code)[:4]: text(value, code) for code in value if isinstance(code, str) and text(value, code)}


def _put_texts(record: Record, part: str, slot: str, texts: dict[str, str]) -> None:
    for code, told in texts.items():
        put(record, part, f"{slot}.{code}", told)


def _organisation(record: Record, thing: dict[str, Any], known: Lookups) -> None:
    part = "organisation"
    put(record, part, "id", text(thing, "id"))
    _put_texts(record, part, "name", _texts(thing, "organizationNames", "Name"))
    described = _texts(thing, "organizationDescriptions", "Description")
    _put_texts(record, part, "description", {code: told[:2000] for code, told in described.items()})
    put(record, part, "business_id", text(thing, "businessCode"))
    put(record, part, "kind", KINDS.get(text(thing, "organizationType"), ""))
    home = inner(thing, "municipality")
    put(record, part, "home", tried(record, known.municipality, text(home, "code")))
    put(record, part, "email", _first(record, lookups.mail, thing, "emails", "emailAddresses"))
    put(record, part, "website", _first(record, lookups.web, thing, "webPages"))
    keep(record, part, thing, [])


def _first(record: Record, read: Any, thing: dict[str, Any], *names: str) -> Any:
    found = [tried(record, read, text(row, "url", "value")) for row in rows(thing, *names)]
    return next((one for one in found if one), None)


def _owner(record: Record, thing: dict[str, Any], owners: dict[str, dict[str, Any]], known: Lookups) -> None:
    links = sorted(rows(thing, "organizations"), key=lambda row: text(row, "roleType") != "Responsible")
    for link in links[:1]:
        owner = inner(link, "organization")
        if (whole := owners.get(text(owner, "id"))) is not None:
            _organisation(record, whole, known)
        else:
            put(record, "organisation", "id", text(owner, "id"))
            put(record, "organisation", "name.fi", text(owner, "name"))


def _service(record: Record, thing: dict[str, Any], known: Lookups) -> None:
    part = "service"
    put(record, part, "id", text(thing, "id"))
    if (state := text(thing, "publishingStatus")) in STATES and STATES[state] is None:
        record["problems"].append(_("It is a draft in the catalogue."))
    put(record, part, "status", STATES.get(state))
    _put_texts(record, part, "name", _texts(thing, "serviceNames", "Name") or _by_language(thing.get("name")))
    described = _texts(thing, "serviceDescriptions", "Description") or _by_language(thing.get("description"))
    summary = _texts(thing, "serviceDescriptions", "Summary") or _texts(
        thing, "serviceDescriptions", "ShortDescription"
    )
    summary = summary or _by_language(thing.get("summary"))
    advice = _texts(thing, "serviceDescriptions", "UserInstruction")
    for code, told in advice.items():
        if len(told) <= 500:
            put(record, part, f"registration.{code}", told)
        elif len(described.get(code, "")) + len(told) < 4998:
            described[code] = f"{described.get(code, '')}\n\n{told}".strip()
        else:
            record["notes"].append(_("The instructions are too long to come along."))
    _put_texts(record, part, "description", described)
    for code, told in described.items():
        summary.setdefault(code, first_sentence(told))
    _put_texts(record, part, "summary", summary)
    _put_texts(record, part, "who", _texts(thing, "requirements"))
    _put_texts(record, part, "price", _texts(thing, "serviceDescriptions", "ChargeTypeAdditionalInfo"))
    put(record, part, "price_kind", PAY.get(text(thing, "serviceChargeType").lower(), ""))
    codes = (
        [one for one in thing.get("languages") or [] if isinstance(one, str)] if _is_list(thing, "languages") else []
    )
    put(record, part, "terms.language", all_tried(record, lambda one: known.term("language", one), codes))
    put(record, part, "areas", _areas(record, thing, known))
    for name, scheme in SCHEMES.items():
        found = [_term(record, known, scheme, row) for row in rows(thing, name)]
        put(record, part, f"terms.{scheme}", sorted({one for one in found if one is not None}))


def _is_list(thing: dict[str, Any], name: str) -> bool:
    return isinstance(thing.get(name), list)


def is_known(known: Lookups, scheme: str, row: dict[str, Any]) -> bool:
    """Say whether a class of the catalogue is one that is known here."""
    return _term({"notes": []}, known, scheme, row) is not None


def _term(record: Record, known: Lookups, scheme: str, row: dict[str, Any]) -> int | None:
    for words in (text(row, "code"), text(row, "newUri"), text(row, "uri"), *_texts(row, "name").values()):
        try:
            if words:
                return known.term(scheme, words)
        except lookups.NotUnderstood:
            continue
    record["notes"].append(_("The class “%(words)s” is not known here.") % {"words": text(row, "code", "uri")[:60]})
    return None


def _areas(record: Record, thing: dict[str, Any], known: Lookups) -> list[int]:
    if text(thing, "areaType") in {"Nationwide", "NationwideExceptAlandIslands", "WholeCountry"}:
        return all_tried(record, known.area, ["koko maa"])
    codes = [text(one, "code") for row in rows(thing, "areas") for one in rows(row, "municipalities")]
    names = [
        next(iter(_texts(row, "name").values()), "") for row in rows(thing, "areas") if not rows(row, "municipalities")
    ]
    return all_tried(record, known.area, [*codes, *names])


def _channels(
    record: Record, thing: dict[str, Any], channels: dict[str, dict[str, Any]], used: set[str], known: Lookups
) -> list[dict[str, Any]]:
    """Take places and contacts of the service's channels along, as far as the file has them; returns these."""
    along = []
    places: list[dict[str, Any]] = []
    contacts: list[dict[str, Any]] = []
    schedules: list[dict[str, Any]] = []
    for link in rows(thing, "serviceChannels"):
        own = inner(link, "contactDetails")
        contacts += _contacts(record, own)
        schedules += _hours(record, link)
        if (channel := channels.get(text(inner(link, "serviceChannel"), "id"))) is not None:
            used.add(text(channel, "id"))
            along.append(channel)
            places += _places(record, channel, known)
            contacts += _contacts(record, channel)
            schedules += _hours(record, channel)
    for slot, found in (("places", places), ("contacts", contacts), ("schedules", schedules)):
        put(record, "service", slot, [one for n, one in enumerate(found) if one not in found[:n]][:20])
    return along


def _channel(record: Record, thing: dict[str, Any], owners: dict[str, dict[str, Any]], known: Lookups) -> None:
    """A place of the catalogue that no service in the file uses is an entry of its own: a place to meet."""
    part = "service"
    if text(thing, "serviceChannelType") not in {"ServiceLocation", ""}:
        record["problems"].append(_("It is a channel of services, not a place: it comes along with its services."))
    if (owner := owners.get(text(thing, "organizationId"))) is not None:
        _organisation(record, owner, known)
    put(record, "organisation", "id", text(thing, "organizationId"))
    put(record, part, "id", text(thing, "id"))
    put(record, part, "kind", "place")
    put(record, part, "status", STATES.get(text(thing, "publishingStatus")))
    _put_texts(record, part, "name", _texts(thing, "serviceChannelNames", "Name"))
    _put_texts(record, part, "summary", _texts(thing, "serviceChannelDescriptions", "Summary"))
    _put_texts(record, part, "description", _texts(thing, "serviceChannelDescriptions", "Description"))
    put(record, part, "website", _first(record, lookups.web, thing, "webPages"))
    put(record, part, "areas", _areas(record, thing, known))
    put(record, part, "places", _places(record, thing, known))
    put(record, part, "contacts", _contacts(record, thing))
    put(record, part, "schedules", _hours(record, thing))


def _places(record: Record, channel: dict[str, Any], known: Lookups) -> list[dict[str, Any]]:
    names = {f"name.{code}": told for code, told in _texts(channel, "serviceChannelNames", "Name").items()}
    found = []
    for address in rows(channel, "addresses"):
        street = inner(address, "streetAddress")
        if not street or text(address, "type") not in {"Location", "Visiting", ""}:
            continue
        words = _texts(street, "street").get("fi") or next(iter(_texts(street, "street").values()), "")
        place = {
            **names,
            "address": f"{words} {text(street, 'streetNumber')}".strip(),
            "postal_code": text(street, "postalCode"),
            "city": _texts(street, "postOffice").get("fi", ""),
            "area": tried(record, known.municipality, text(inner(street, "municipality"), "code")),
        }
        found.append({key: value for key, value in place.items() if value not in ("", None)})
    return found[:20]


def _contacts(record: Record, thing: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in rows(thing, "phoneNumbers"):
        if number := text(row, "number"):
            whole = f"{text(row, 'prefixNumber')} {number}".strip()
            found.append(
                {"phone": whole[:30], f"role.{text(row, 'language') or 'fi'}": text(row, "additionalInformation")}
            )
    for row in rows(thing, "emails"):
        found.append({"email": tried(record, lookups.mail, text(row, "value"))})  # noqa: PERF401
    cleaned = [{key: value for key, value in one.items() if value} for one in found]
    cleaned = [one for one in cleaned if one.keys() & {"phone", "email"}]
    return [one for n, one in enumerate(cleaned) if one not in cleaned[:n]][:20]


def _hours(record: Record, thing: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in rows(thing, "serviceHours"):
        if text(row, "serviceHourType") not in {"DaysOfTheWeek", "Standard", ""}:
            continue
        by_hours: dict[tuple[Any, Any], list[str]] = {}
        for one in rows(row, "openingHour", "openingTimes"):
            day = DAYS.get(text(one, "dayFrom").lower())
            key = (tried(record, lookups.hour, text(one, "from")), tried(record, lookups.hour, text(one, "to")))
            if day and key[0]:
                by_hours.setdefault(key, []).append(day)
        starts, until = (tried(record, lookups.day, text(row, name)) for name in ("validFrom", "validTo"))
        for (opens, closes), days in by_hours.items():
            rule = {"freq": "WEEKLY", "interval": 1, "byday": ",".join(dict.fromkeys(days))}
            found.append({**rule, "opens": opens, "closes": closes, "starts": starts, "until": until})
    return found[:20]
