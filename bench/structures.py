"""Bodies of the generated country: 600 of them, with seats, 10,000 meetings, 60,000 agenda items, and minutes.

Each municipality has one; the others are counties' and regions'. The body of the timed municipality, and one with 5 and
one with 50 of what is counted, are the same at both sizes.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.bodies.models import Body, BodyKind, Mandate, Rules, Seat
from kumppanuus.core.texts import Text
from kumppanuus.meetings.models import AgendaItem, Meeting, Minutes, MinutesPart, Outcome
from kumppanuus.places.models import Area, AreaKind

if TYPE_CHECKING:
    from bench.data import Finland

BODIES, MEETINGS, ITEMS, SEATS = 600, 17, 6, 12
WIDER = 7  # bodies of a county or a region
COMING = 3  # of a body's meetings; the others are over
WHAT = "Pöydässä kunnan ja järjestöjen edustajat sopivat yhteisestä työstä ja seuraavat, mitä siitä tulee."
SAID = "Asiasta keskusteltiin. Todettiin, että tilojen varaaminen on helpottunut, mutta avaimia saa vain virka-aikana."


def fill(finland: Finland, bulk: Any) -> None:
    """Write bodies, seats, meetings and minutes straight into the tables, set by set."""
    kinds = list(BodyKind.objects.filter(space=None).order_by("order"))
    wider = Area.objects.filter(kind__in=(AreaKind.COUNTY, AreaKind.REGION))
    number = round(BODIES * finland.share)
    yard = [finland.by_slug[slug] for slug in finland.yardsticks]
    # What a yardstick's pages show of its county and region is the same at each size.
    theirs = {pk for one in yard for pk in (one.county_id, one.region_id)}
    own = [one for one in wider.filter(pk__in=theirs) for _ in range(WIDER)]
    rest = list(wider.exclude(pk__in=theirs))
    places = [*yard, *own, *(one for one in finland.areas if one not in yard)]
    bodies = bulk(
        _body(finland, n, kinds[n % len(kinds)], places[n] if n < len(places) else rest[n % len(rest)])
        for n in range(number)
    )
    people = list(Person.objects.exclude(pk=finland.person.pk).order_by("pk"))
    rows = dict(zip((one.pk for one in bodies), (SEATS, 5, 50), strict=False))
    coming = dict(zip((one.pk for one in bodies), (COMING, 5, 50), strict=False))
    bulk(
        Rules(
            body=one, number=1, text=Text(fi=WHAT), quorum=4, approved_by="Kunnanhallitus § 3", approved_on=_day(-900)
        )
        for one in bodies
    )
    seats = bulk(
        Seat(body=one, stands_for=Text(fi=f"Ala {n}"), order=n, start=one.starts, role="chair" if not n else "member")
        for one in bodies
        for n in range(rows.get(one.pk, SEATS))
    )
    bulk(
        Mandate(
            seat=seat, organisation=finland.ngos[n % len(finland.ngos)], name=f"Edustaja {n}", name_public=n % 3 == 0,
            email=f"e{n}@bench.example", start=seat.start, decision="Hallitus 3.3.2026 § 4",
            person=people[n % len(people)] if not n % 5 else None,
        )
        for n, seat in enumerate(seats)
        if n % 8
    )  # fmt: skip
    meetings = bulk(
        _meeting(one, n, coming.get(one.pk, COMING))
        for one in bodies
        for n in range(MEETINGS - COMING + coming.get(one.pk, COMING))
    )
    items = _items(meetings, rows, coming, bulk)
    _minutes([one for one in meetings if one.state == "held"], items, bulk)
    finland.bodies = bodies[:3]
    finland.meetings = [next(one for one in meetings if one.body_id == body.pk) for body in bodies[:3]]


def _body(finland: Finland, n: int, kind: BodyKind, area: Area) -> Body:
    word = "Viisikon pöytä" if n in range(3, 8) else "Viisikymppisten pöytä" if n in range(8, 58) else "Kumppanuuspöytä"
    name = f"{area.sort_name}: {word} {n}"
    return Body(
        space=finland.space_, kind=kind, slug=f"poyta-{n}", name=Text(fi=name), find_by=name.lower(), area=area,
        about=Text(fi=WHAT), convener=finland.governments.get(area.pk, finland.keeper), starts=_day(-1000),
        ends=_day(800), languages=["fi"], meetings_a_year=6, created_at=finland.now,
    )  # fmt: skip


def _day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def _meeting(body: Body, n: int, coming: int) -> Meeting:
    """Return the n-th newest of a body: first those to come, then those that are over."""
    starts = timezone.make_aware(
        dt.datetime.combine(_day(14 * (coming - n) if n < coming else -60 * (n - coming + 1)), dt.time(13))
    )
    state = ("planned" if n < coming - 1 else "called") if n < coming else "held"
    return Meeting(
        body=body, number=None if state == "planned" else n + 1, year=starts.year, starts_at=starts,
        ends_at=starts + dt.timedelta(hours=2), place=Text(fi="Kunnantalo"), address="Keskustie 1", languages=["fi"],
        state=state, called_at=None if state == "planned" else starts - dt.timedelta(days=14),
    )  # fmt: skip


def _items(meetings: list[Meeting], rows: dict[int, int], coming: dict[int, int], bulk: Any) -> dict[int, list[Any]]:
    """Six items in each meeting; the newest of the yardsticks has 5 and 50."""
    newest: dict[int, int] = {}
    for one in meetings:
        newest.setdefault(one.body_id, one.pk)
    wanted = {newest[pk]: rows[pk] for pk in rows if pk in coming and rows[pk] != SEATS}
    made = bulk(
        AgendaItem(
            meeting=one, order=n + 1, title=Text(fi=f"Yhteinen asia {n}"), minutes=15, presenter="Sihteeri",
            background=Text(fi=SAID), kind="discussion", state="dealt" if one.state == "held" else "open",
        )
        for one in meetings
        for n in range(wanted.get(one.pk, ITEMS))
    )  # fmt: skip
    found: dict[int, list[Any]] = {}
    for item in made:
        found.setdefault(item.meeting_id, []).append(item)
    return found


def _minutes(held: list[Meeting], items: dict[int, list[Any]], bulk: Any) -> None:
    """Approved minutes of every other meeting, with a part for each item, and an outcome of every third item."""
    written = held[::2]
    minutes = bulk(
        Minutes(meeting=one, number=1, phase="writing", approved_on=timezone.localdate(one.starts_at), attendance=[])
        for one in written
    )
    bulk(
        MinutesPart(minutes=one, item=item, order=item.order, title=item.title, text=Text(fi=SAID))
        for one in minutes
        for item in items[one.meeting_id]
    )
    bulk(
        Outcome(item=item, kind="decision", text=Text(fi="Sovittiin yhteisestä varauskalenterista."))
        for one in held
        for item in items[one.pk][::3]
    )
    Minutes.objects.filter(pk__in=[one.pk for one in minutes]).update(phase="approved", approved_how="meeting")
