"""Open Referral HSDS 3.1: JSON of services and organisations, pages and lines of them, and tables in a zip."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from kumppanuus.interop.sheets import SheetProblem, check_archive
from kumppanuus.services.imports import lookups
from kumppanuus.services.imports.lookups import Lookups
from kumppanuus.services.imports.mapping import Record
from kumppanuus.services.imports.plain import first_sentence
from kumppanuus.services.imports.taking import all_tried, inner, new_record, put, rows, text, tried
from kumppanuus.taxonomy.models import OWN

STATUS = {"active": "published", "inactive": "paused", "temporarily closed": "paused", "defunct": "ended"}
OF_SERVICE = {"organization_id", "organization", "service_at_locations", "eligibility_description", "status"}
OF_ORGANISATION = {"organization_identifiers", "legal_status", "year_incorporated", "services", "tax_id"}
SCHEMES = ("service_class", "target_group", "life_event", "theme")
TABLES = {
    # table → (where its rows go, the column that says whose they are)
    "phones": ("service", "organization", "location", "contact", "service_at_location"),
    "contacts": ("service", "organization", "location", "service_at_location"),
    "schedules": ("service", "location", "service_at_location"),
    "languages": ("service", "location"),
    "service_areas": ("service", "service_at_location"),
    "cost_options": ("service",),
    "addresses": ("location",),
    "accessibility": ("location",),
    "organization_identifiers": ("organization",),
}


def is_tabular(body: bytes) -> bool:
    """Say whether the file is an archive with the tables of HSDS."""
    if not body.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = {name.rpartition("/")[2] for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - a broken archive is told of by who reads it
        return False
    return bool(names & {"services.csv", "organizations.csv"}) and "workbook.xml" not in names


def is_hsds(found: Any) -> bool:
    """Say whether JSON looks like HSDS: services, organisations or places of services, alone, in lists or pages."""
    return any(_kind(thing) for thing in _things(found)[:50])


def _things(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, list):
        return [one for one in found if isinstance(one, dict)]
    if not isinstance(found, dict):
        return []
    if any(name.endswith(".csv") for name in found):
        return _joined({name.removesuffix(".csv"): rows(found, name) for name in found})
    for name in ("contents", "services", "organizations"):
        if isinstance(found.get(name), list) and not _kind({key: found[key] for key in found if key != name}):
            return [one for one in found[name] if isinstance(one, dict)]
    return [found]


def _kind(thing: dict[str, Any]) -> str:
    if "service" in thing and "location" in thing:
        return "at"
    if not isinstance(thing.get("name"), str):
        return ""
    if thing.keys() & OF_ORGANISATION and "status" not in thing:
        return "organization"
    if thing.keys() & OF_SERVICE:
        return "service"
    return "organization" if {"id", "description"} <= thing.keys() else ""


def _tables(body: bytes) -> dict[str, list[dict[str, Any]]]:
    from kumppanuus.services.imports.sheets import LIMITS, MOST_ROWS

    check_archive(body, "", LIMITS)
    found: dict[str, list[dict[str, Any]]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                short = name.rpartition("/")[2].removesuffix(".csv")
                if name.endswith(".csv") and short not in found:
                    lines = io.StringIO(
                        archive.read(name).decode("utf-8-sig", "replace").replace("\x00", ""), newline=""
                    )
                    found[short] = [
                        dict(row) for _n, row in zip(range(MOST_ROWS * 4), csv.DictReader(lines), strict=False)
                    ]
    except Exception as error:  # zip and csv raise many kinds for a broken file
        raise SheetProblem(_("The archive could not be read. Nothing was read.")) from error
    return found


def _joined(tables: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Put the rows of flat tables into what they belong to, as the JSON has them."""
    known = {
        name: {str(row.get("id")): row for row in tables.get(f"{name}s", []) if row.get("id")}
        for name in ("service", "organization", "location", "service_at_location", "contact", "taxonomy_term")
    }
    for table, owners in TABLES.items():
        for row in tables.get(table, []):
            for owner in owners:
                if (whose := known[owner].get(str(row.get(f"{owner}_id") or ""))) is not None:
                    whose.setdefault(table, []).append(row)
                    break
    _join_services(tables, known)
    with_services = {str(row.get("organization_id")) for row in tables.get("services", [])}
    alone = [row for row in tables.get("organizations", []) if str(row.get("id")) not in with_services]
    return [*alone, *tables.get("services", [])]


def _join_services(tables: dict[str, list[dict[str, Any]]], known: dict[str, dict[str, dict[str, Any]]]) -> None:
    for row in tables.get("attributes", []):
        whose = known["service"].get(str(row.get("link_id") or ""))
        if whose is not None and (term := known["taxonomy_term"].get(str(row.get("taxonomy_term_id") or ""))):
            whose.setdefault("attributes", []).append({"taxonomy_term": term})
    for row in tables.get("service_at_locations", []):
        whose = known["service"].get(str(row.get("service_id") or ""))
        if whose is not None:
            row["location"] = known["location"].get(str(row.get("location_id") or ""), {})
            whose.setdefault("service_at_locations", []).append(row)
    for row in tables.get("services", []):
        if owner_row := known["organization"].get(str(row.get("organization_id") or "")):
            row["organization"] = owner_row


def records(body: bytes, found: Any, known: Lookups) -> Iterable[Record]:
    """Give a record for each service and organisation. Raises SheetProblem for a file that cannot be read."""
    things = _joined(_tables(body)) if found is None else _things(found)
    owners = {text(thing, "id"): thing for thing in things if _kind(thing) == "organization"}
    for number, thing in enumerate(_flat(things), 1):
        record = new_record(number, thing)
        kind = _kind(thing)
        if kind == "organization":
            _organisation(record, thing, known)
        elif kind == "service":
            owner = inner(thing, "organization") or owners.get(text(thing, "organization_id"), {})
            _organisation(record, owner, known)
            put(record, "organisation", "id", text(thing, "organization_id"))
            _service(record, thing, known)
        else:
            record["problems"].append(_("This is neither a service nor an organisation."))
        yield record


def _flat(things: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Services inside organisations, and at places, as if they stood alone."""
    for thing in things:
        if _kind(thing) == "at":
            at = {key: value for key, value in thing.items() if key != "service"}
            yield {**inner(thing, "service"), "service_at_locations": [at]}
            continue
        own = rows(thing, "services") if _kind(thing) == "organization" else []
        yield thing
        for service in own:
            yield {"organization": thing, "status": "active", **service}


def _language(thing: Any) -> str:
    code = text(thing, "language", "lang")[:3].lower()
    return code if code in {"fi", "sv", "en", "se", "smn", "sms"} else "fi"


def _organisation(record: Record, thing: dict[str, Any], known: Lookups) -> None:
    code, part = _language(thing), "organisation"
    put(record, part, "id", text(thing, "id"))
    put(record, part, f"name.{code}", text(thing, "name"))
    if (described := text(thing, "description")) != text(thing, "name"):
        put(record, part, f"description.{code}", described[:2000])
    put(record, part, "email", tried(record, lookups.mail, text(thing, "email")))
    put(record, part, "website", tried(record, lookups.web, text(thing, "website", "uri")))
    for row in rows(thing, "organization_identifiers"):
        told = (text(row, "identifier_type") + text(row, "identifier_scheme")).casefold()
        if "y-tunnus" in told or "business" in told or "fi-" in told:
            put(record, part, "business_id", text(row, "identifier"))
        elif "prh" in told or "register" in told:
            put(record, part, "register_number", text(row, "identifier"))
    for place in rows(thing, "locations"):
        for address in rows(place, "addresses"):
            if (home := tried(record, known.municipality, text(address, "city"))) is not None:
                record[part].setdefault("home", home)


def _service(record: Record, thing: dict[str, Any], known: Lookups) -> None:
    code, part = _language(thing), "service"
    description = text(thing, "description")
    put(record, part, "id", text(thing, "id"))
    put(record, part, f"name.{code}", text(thing, "name"))
    put(record, part, f"description.{code}", description)
    put(record, part, f"summary.{code}", text(thing, "summary", "short_description") or first_sentence(description))
    put(record, part, "status", STATUS.get(text(thing, "status").lower(), ""))
    put(record, part, "website", tried(record, lookups.web, text(thing, "url")))
    put(record, part, f"registration.{code}", text(thing, "application_process"))
    put(record, part, f"price.{code}", text(thing, "fees_description"))
    put(record, part, f"who.{code}", text(thing, "eligibility_description"))
    amounts = [text(row, "amount") for row in rows(thing, "cost_options")]
    if amounts and all(amount in {"0", "0.0", "0.00"} for amount in amounts):
        put(record, part, "price_kind", "free")
    elif any(amount for amount in amounts):
        put(record, part, "price_kind", "paid")
    codes = [text(row, "code") or text(row, "name") for row in rows(thing, "languages")]
    put(record, part, "terms.language", all_tried(record, lambda one: known.term("language", one), codes))
    areas = [_area_words(row) for row in rows(thing, "service_areas")]
    put(record, part, "areas", all_tried(record, known.area, areas))
    _terms(record, thing, known)
    _places(record, thing, known)
    _contacts(record, thing, code)
    put(record, part, "schedules", _schedules(record, thing))


def _area_words(row: dict[str, Any]) -> str:
    told = text(row, "extent") if text(row, "extent_type") in {"kuntakoodi", "municipality"} else ""
    return told or text(row, "name") or text(row, "extent", "description")


def _terms(record: Record, thing: dict[str, Any], known: Lookups) -> None:
    found: dict[str, set[int]] = {}
    for row in rows(thing, "attributes"):
        term = inner(row, "taxonomy_term")
        if (own := f"{text(term, 'taxonomy')}:{text(term, 'code')}").startswith(OWN):
            if _known(known, own.partition(":")[0], own):
                found.setdefault("own", set()).add(known.own_theme(own))
            continue
        for words in (text(term, "code"), text(term, "term_uri"), text(term, "name"), text(row, "value")):
            scheme = next((one for one in SCHEMES if words and _known(known, one, words)), "")
            if scheme:
                found.setdefault(scheme, set()).add(known.term(scheme, words))
                break
    for scheme, ids in found.items():
        put(record, "service", f"terms.{scheme}", sorted(ids))


def _known(known: Lookups, scheme: str, words: str) -> bool:
    try:
        known.term(scheme, words)
    except lookups.NotUnderstood:
        return False
    return True


def _places(record: Record, thing: dict[str, Any], known: Lookups) -> None:
    found = []
    for at in rows(thing, "service_at_locations"):
        location = inner(at, "location")
        addresses = rows(location, "addresses")
        physical = [row for row in addresses if text(row, "address_type") in {"physical", ""}] or addresses
        for address in physical[:1]:
            words = [text(address, "city"), text(address, "region")]
            area = next((a for a in (tried(record, known.municipality, one) for one in words) if a is not None), None)
            place = {
                "name.fi": text(location, "name"),
                "address": ", ".join(filter(None, [text(address, "address_1"), text(address, "address_2")])),
                "postal_code": text(address, "postal_code"),
                "city": text(address, "city"),
                "area": area,
                "lon": _number(location, "longitude"),
                "lat": _number(location, "latitude"),
            }
            found.append({key: value for key, value in place.items() if value not in ("", None)})
    put(record, "service", "places", found[:20])


def _number(thing: dict[str, Any], name: str) -> float | None:
    try:
        value = float(text(thing, name))
    except ValueError:
        return None
    return value if -180 <= value <= 180 else None


def _contacts(record: Record, thing: dict[str, Any], code: str) -> None:
    found: list[dict[str, Any]] = []
    for row in rows(thing, "contacts"):
        phones = rows(row, "phones")
        found.append(_contact(text(row, "title", "department"), phones, text(row, "email"), record, code))
    ats = rows(thing, "service_at_locations")
    alone = [*rows(thing, "phones"), *(phone for at in ats for phone in rows(at, "phones"))]
    found += [_contact(text(phone, "description"), [phone], "", record, code) for phone in alone]
    if email := text(thing, "email"):
        found.append(_contact("", [], email, record, code))
    kept = [one for one in found if one.get("phone") or one.get("email")]
    put(record, "service", "contacts", [one for n, one in enumerate(kept) if one not in kept[:n]][:20])


def _contact(role: str, phones: list[dict[str, Any]], email: str, record: Record, code: str) -> dict[str, Any]:
    number = text(phones[0], "number") if phones else ""
    made = {f"role.{code}": role, "phone": number[:30], "email": tried(record, lookups.mail, email) or ""}
    return {key: value for key, value in made.items() if value}


def _schedules(record: Record, thing: dict[str, Any]) -> list[dict[str, Any]]:
    ats = rows(thing, "service_at_locations")
    found = []
    for row in [*rows(thing, "schedules"), *(one for at in ats for one in rows(at, "schedules"))]:
        if (freq := text(row, "freq").upper()) not in {"WEEKLY", "MONTHLY"} and not text(row, "dtstart"):
            continue
        days = text(row, "byday").upper().replace(" ", "")
        interval = text(row, "interval")
        made = {
            "freq": freq if freq in {"WEEKLY", "MONTHLY"} else "ONCE",
            "byday": days
            if all(one.lstrip("-+1234") in lookups.DAYS.values() for one in days.split(",") if one)
            else "",
            "interval": int(interval) if interval.isdigit() and 1 <= int(interval) <= 12 else 1,
            "starts": tried(record, lookups.day, text(row, "dtstart", "valid_from")),
            "until": tried(record, lookups.day, text(row, "until", "valid_to")),
            "opens": tried(record, lookups.hour, text(row, "opens_at")),
            "closes": tried(record, lookups.hour, text(row, "closes_at")),
        }
        if made["starts"] or made["freq"] != "ONCE":
            found.append(made)
    return [one for n, one in enumerate(found) if one not in found[:n]][:20]
