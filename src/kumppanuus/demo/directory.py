"""Fills the demo region's directory, through actions, at the days on which it would have happened."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from typing import Any

import time_machine
from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.demo.reading import read
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.services import actions
from kumppanuus.services.models import Service, Status
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term

TEXTS = (
    *("name", "summary", "description", "who", "for_professionals", "price", "registration", "times", "accessibility"),
    *("arriving", "role", "hours", "note", "for_residents", "for_municipalities"),
)
ENDED = {"apu-poikkeusaikana"}  # themes that are not offered any more
NEVER_CONFIRMED_SINCE = 400  # days ago that an entry was typed which nobody has confirmed


def fill_directory(made: Mapping[str, Organisation], space: Space, editor: Actor) -> int:
    """Make the space's own themes, the listings and entries; return how many entries there are."""
    areas, terms = _areas(), {term.key: term for term in Term.objects.all()}
    own = _themes(space, editor, terms)
    for row in read("listings")["listings"]:
        owner = made[row.pop("org")]
        actions.set_listing(_for(owner), owner, **_texts(row) | {"contacts": _many(row)})
    rows = read("entries")
    for row in rows:
        row["terms"] += [term.key for term, names in own if row["name"]["fi"] in names]
        _add(row, made[row.pop("org")], areas, terms)
    for term, _names in own:
        if term.code in ENDED:
            actions.end_theme(editor, term)
    return len(rows)


def _themes(space: Space, editor: Actor, terms: dict[str, Term]) -> list[tuple[Term, list[str]]]:
    """Make the space's own themes, add them to the terms, and return each with the names of its entries."""
    found: list[tuple[Term, list[str]]] = []
    by_name: dict[str, Term] = {}
    for row in read("themes"):
        parent = by_name.get(row.get("under", ""))
        siblings = [term for term, _names in found if term.parent_id == (parent.pk if parent else None)]
        made = actions.add_theme(
            editor,
            space,
            name=Text(row["name"]),
            description=Text(row["description"]),
            parent=parent,
            after=siblings[-1] if siblings else None,
            means=terms.get(f"service_class:{row.get('means')}"),
        )
        by_name[row["name"]["fi"]] = terms[made.key] = made
        found.append((made, row["entries"]))
    return found


def _for(owner: Organisation) -> Actor:
    return Actor(system="command", organisation_id=owner.pk)


def _areas() -> dict[str, Area]:
    prefixes = {AreaKind.MUNICIPALITY: "", AreaKind.REGION: "region:", AreaKind.COUNTY: "county:"}
    found = {f"{prefixes[AreaKind(area.kind)]}{area.code}": area for area in Area.objects.filter(kind__in=prefixes)}
    return found | {"country": Area.objects.get(kind=AreaKind.COUNTRY)}


def _add(row: dict[str, Any], owner: Organisation, areas: Mapping[str, Area], terms: Mapping[str, Term]) -> Service:
    days = row.pop("verified_days_ago", None)
    status = row.pop("status", Status.PUBLISHED)
    place, owned = row.pop("place", None), _texts(row)
    owned["areas"] = [areas[code] for code in row["areas"]]
    owned["terms"] = [terms[key] for key in row["terms"] if key in terms]
    owned["schedules"] = [_texts(_dated(one)) for one in row.get("schedules") or ()]
    owned["contacts"] = _many(row)
    closures = [_texts(_dated(one)) for one in owned.pop("closures", None) or ()]
    if place:
        owned["place"] = _texts(place) | {
            "area": areas[place["area"]],
            **_point(areas[place["area"]], place["address"]),
            "features": [terms[f"accessibility:{code}"] for code in place.get("features", ())],
        }
    actor = _for(owner)
    owned = _dated(owned)  # today's days, before the clock is turned back
    typed = timezone.now() - dt.timedelta(days=NEVER_CONFIRMED_SINCE if days is None else days)
    with time_machine.travel(typed, tick=True):
        entry = actions.create(actor, owner, **owned, published=status != Status.DRAFT, verified=days is not None)
        if closures:
            actions.set_times(actor, entry, schedules=owned["schedules"], closures=closures)
        if status == Status.PAUSED:
            actions.pause(actor, entry)
        if status == Status.ENDED:
            actions.end(actor, entry)
    return entry


def _point(area: Area, address: str) -> dict[str, float | None]:
    """Return a made-up point for a made-up address: at most some kilometres from the middle of the municipality."""
    if area.lon is None or area.lat is None or not address:
        return {}
    north, east = divmod(zlib.crc32(f"{area.code} {address}".encode()) % 10_000, 100)
    return {"lon": round(area.lon + (east - 50) / 1000, 4), "lat": round(area.lat + (north - 50) / 2000, 4)}


def _many(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [_texts(one) for one in row.get("contacts") or ()]


def _texts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Text(value) if name in TEXTS else value for name, value in row.items() if value is not None}


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    """Turn "+14" into the day two weeks from now, and "10:00" into a time."""
    today = timezone.localdate()
    found = dict(row)
    for name in ("starts_on", "ends_on", "starts", "until", "first", "last"):
        if isinstance(found.get(name), str):
            found[name] = today + dt.timedelta(days=int(found[name])) if found[name] else None
    for name in ("opens", "closes"):
        if isinstance(found.get(name), str):
            found[name] = dt.time.fromisoformat(found[name]) if found[name] else None
    return found
