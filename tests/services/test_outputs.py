"""The filtered list as Atom, calendar, file and widget, read by other programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from xml.etree import ElementTree as ET

import icalendar
import pytest
import time_machine
from dateutil.rrule import rrulestr
from django.utils import timezone
from openpyxl import load_workbook

from kumppanuus.core.texts import Text
from kumppanuus.interop import export
from kumppanuus.services import actions, agenda
from kumppanuus.services.models import Service
from kumppanuus.services.times import occurrences
from tests.factories import services
from tests.factories.organisations import organisation

pytestmark = pytest.mark.one_database
ATOM = "{http://www.w3.org/2005/Atom}"
HELSINKI = "Europe/Helsinki"


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def filled(cast, area):
    return services.directory(cast, organisation("Hoitamaton ry"), area)


def calendar(client, path="/fi/directory/calendar.ics", **query):
    answer = client.get(path, query)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return icalendar.Calendar.from_ical(answer.content)


def events(client, *path, **query):
    return {str(one["SUMMARY"]): one for one in calendar(client, *path, **query).walk("VEVENT")}


def parsed(answer):
    return ET.fromstring(answer.content)  # noqa: S314 - our own


def test_atom_is_what_rfc_4287_asks_for(client, filled, settings):
    answer = client.get("/sv/directory/feed.xml", {"kind": "peer_group"})
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = parsed(answer)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "sv"
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": f"{settings.SITE_URL}/sv/directory/?kind=peer_group",
        "self": f"{settings.SITE_URL}/sv/directory/feed.xml?kind=peer_group",
    }
    for parent in (feed, *feed.findall(f"{ATOM}entry")):  # each has exactly one of these
        assert [len(parent.findall(f"{ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
        assert dt.datetime.fromisoformat(parent.findtext(f"{ATOM}updated")).tzinfo is not None
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{filled.own.uuid}"
    assert entry.findtext(f"{ATOM}title") == "Kaffe för änkor och änklingar"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == str(filled.own.organisation.name)


def test_atom_follows_the_filter_and_leaves_out_drafts(client, filled):
    def titles(**query):
        feed = parsed(client.get("/fi/directory/feed.xml", query))
        return sorted(one.findtext(f"{ATOM}title") for one in feed.findall(f"{ATOM}entry"))

    assert titles() == ["Avoin talkoopäivä", "Leskien kahvit", "Satutunti"]
    assert titles(q="satu") == ["Satutunti"]
    assert titles(kind="place") == []


@pytest.mark.parametrize(
    "path",
    [
        "/fi/directory/feed.xml",
        "/fi/directory/calendar.ics",
        "/fi/directory/list.csv?kind=peer_group",
        "/fi/directory/list.xlsx",
        "/fi/directory/list.json",
        "/fi/directory/leskien-kahvit/ptv.json",
        "/api/hsds/services",
        "/api/hsds/organizations",
        "/api/hsds/taxonomy_terms",
    ],
)
def test_what_leaves_is_not_sent_twice_by_tag_or_by_date_until_anything_happens(client, filled, path):
    now = timezone.now()
    with time_machine.travel(now + dt.timedelta(seconds=5), tick=False):
        first = client.get(path)
        same = {"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}
        assert [client.get(path, headers=headers).status_code for headers in same] == [304, 304]
        assert [client.get(path, headers=headers).content for headers in same] == [b"", b""]
    with time_machine.travel(now + dt.timedelta(seconds=20), tick=False):
        actions.change(services.TESTS, filled.own, who=Text(fi="Kaikki tervetulleita"))
        assert [client.get(path, headers=same[1]).status_code, "Last-Modified" in client.get(path).headers] == [
            200,
            False,
        ]
    with time_machine.travel(now + dt.timedelta(seconds=30), tick=False):
        assert client.get(path, headers=same[1]).status_code == 200
        newer = client.get(path)["Last-Modified"]
        assert client.get(path, headers={"If-Modified-Since": newer}).status_code == 304
        wrong = {"If-None-Match": '"another"', "If-Modified-Since": newer}  # the tag goes before the date
        assert client.get(path, headers=wrong).status_code == 200


def test_a_new_day_is_news_to_what_tells_of_days(client, filled):
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=5), tick=False):
        since = client.get("/fi/directory/calendar.ics")["Last-Modified"]
    with time_machine.travel(timezone.now() + dt.timedelta(days=1, seconds=5), tick=False):
        answer = client.get("/fi/directory/calendar.ics", headers={"If-Modified-Since": since})
    assert answer.status_code == 200


def uids(client) -> dict[str, str]:
    """Return {begins at: UID} of what the calendar tells."""
    return {f"{one['DTSTART'].dt:%H:%M}": str(one["UID"]) for one in calendar(client, q="leskien").walk("VEVENT")}


def test_calendars_know_a_rule_again_when_rules_are_put_in_another_order_or_changed(client, filled):
    def rule(hour: int, day: str = "TU") -> dict:
        return {"freq": "WEEKLY", "byday": day, "opens": dt.time(hour), "closes": dt.time(hour + 1)}

    def put(*rules: dict) -> dict[str, str]:
        actions.set_times(services.TESTS, filled.own, schedules=rules)
        return uids(client)

    before = put(rule(9), rule(12), rule(15))
    assert len(set(before.values())) == 3
    assert put(rule(15), rule(9), rule(12)) == before
    changed = put(rule(15), rule(10), rule(12))
    assert changed == {"15:00": before["15:00"], "12:00": before["12:00"], "10:00": before["09:00"]}
    assert put(rule(12), rule(10)) == {"12:00": before["12:00"], "10:00": before["09:00"]}


@pytest.mark.parametrize("later", range(7))
def test_calendar_repeats_as_the_rule_says_on_each_day_of_the_week(client, cast, area, filled, later):
    day = timezone.localdate() + dt.timedelta(days=later)
    actions.set_times(
        services.TESTS,
        filled.own,
        schedules=[
            {"freq": "WEEKLY", "byday": "TU,TH", "interval": 2, "starts": day, "until": day + dt.timedelta(days=60),
             "opens": dt.time(17), "closes": dt.time(18, 30)},
        ],
        closures=[{"first": day + dt.timedelta(days=14), "last": day + dt.timedelta(days=21)}],
    )  # fmt: skip
    with time_machine.travel(dt.datetime.combine(day, dt.time(9), dt.UTC), tick=True):
        whole = calendar(client, q="leskien")
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == [HELSINKI]
    event = next(one for one in whole.walk("VEVENT") if one["SUMMARY"] == "Leskien kahvit")
    rules, closures = list(filled.own.schedules.all()), list(filled.own.closures.all())
    expected = occurrences(rules, closures, day, day + dt.timedelta(days=60))
    start, rule = event["DTSTART"].dt, event["RRULE"]
    assert (start.tzinfo.key, start.time(), event["DTEND"].dt.time()) == (HELSINKI, dt.time(17), dt.time(18, 30))
    text = rule.to_ical().decode().replace(rule["UNTIL"][0].strftime("%Y%m%dT%H%M%SZ"), "20991231T000000")
    left_out = event.get("EXDATE", [])  # one, or several
    out = [stamp.dt for one in (left_out if isinstance(left_out, list) else [left_out]) for stamp in one.dts]
    moments = rrulestr(text, dtstart=start.replace(tzinfo=None))
    days = [
        one.date()
        for one in moments.between(
            dt.datetime.combine(day, dt.time.min), rule["UNTIL"][0].replace(tzinfo=None), inc=True
        )
    ]
    assert [one for one in days if one not in [gone.date() for gone in out]] == [one.day for one in expected]


def test_calendar_of_days_and_of_one_day(client, cast, area):
    day = timezone.localdate() + dt.timedelta(days=3)
    fields = {"schedules": [], "kind": "event", "starts_on": day, "ends_on": day + dt.timedelta(days=1)}
    services.entry(cast.ngo_a, area, name=Text(fi="Leiri"), **fields)
    once = [{"freq": "ONCE", "starts": day, "opens": dt.time(18), "closes": dt.time(1)}]
    services.entry(cast.ngo_a, area, name=Text(fi="Tanssit"), schedules=once)
    services.entry(cast.ngo_a, area, name=Text(fi="Ajaton"), schedules=[])
    found = events(client)
    assert sorted(found) == ["Leiri", "Tanssit"]
    assert (found["Leiri"]["DTSTART"].dt, found["Leiri"]["DTEND"].dt) == (day, day + dt.timedelta(days=2))
    assert "RRULE" not in found["Tanssit"]
    assert found["Tanssit"]["DTEND"].dt - found["Tanssit"]["DTSTART"].dt == dt.timedelta(hours=7)


def test_calendar_keeps_the_uid_and_raises_the_sequence(client, filled):
    before = events(client)["Leskien kahvit"]
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=5)):
        actions.change(services.TESTS, filled.own, who=Text(fi="Kaikki"))
    after = events(client)["Leskien kahvit"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert (str(after["STATUS"]), str(after["LOCATION"])) == (
        "CONFIRMED",
        f"Kylätupa, {filled.own.places.get().location.line}",
    )
    assert str(after["URL"]).endswith(f"/fi/directory/{filled.own.slug}/")
    actions.end(services.TESTS, filled.own)
    assert str(events(client)["Leskien kahvit"]["STATUS"]) == "CANCELLED"


def test_calendar_of_an_organisation_has_its_own_only(client, filled):
    found = events(client, f"/fi/organisations/{filled.own.organisation.slug}/calendar.ics")
    assert sorted(found) == ["Leskien kahvit"]


def test_calendar_has_an_end(client, cast, area, filled, monkeypatch):
    monkeypatch.setattr(agenda, "MOST_ENTRIES", 2)
    assert len(events(client)) == 2


def test_list_page_announces_its_other_forms_with_the_same_filter(client, filled):
    page = client.get("/fi/directory/", {"kind": "activity"}).content.decode()
    for address in ("feed.xml", "calendar.ics", "list.csv", "list.xlsx", "list.json"):
        assert f'href="/fi/directory/{address}?kind=activity"' in page
    assert page.count('rel="alternate" type=') == 2
    assert "&lt;iframe src=&quot;" in page


def test_files_hold_the_filtered_list(client, filled):
    def cell(name):
        answer = client.get(f"/fi/directory/list.{name}", {"q": "satu"})
        assert 'filename="directory.' in answer["Content-Disposition"]
        return b"".join(answer) if answer.streaming else answer.content

    rows = list(csv.reader(io.StringIO(cell("csv").decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert "Satutunti" in rows[1]
    found = json.loads(cell("json"))
    assert [row["name_fi"] for row in found["rows"]] == ["Satutunti"]
    assert found["licence"] == "CC BY 4.0"
    sheet = load_workbook(io.BytesIO(cell("xlsx"))).active
    assert [len(rows[0]), len(rows[1])] == [sheet.max_column, sheet.max_column]
    assert sheet.max_row == 2
    assert client.get("/fi/directory/list.pdf").status_code == 404


def test_long_files_are_sent_in_portions_without_gaps(
    client, cast, area, filled, monkeypatch, django_assert_num_queries
):
    from kumppanuus.services.views import outputs

    monkeypatch.setattr(outputs, "CHUNK", 2)
    monkeypatch.setattr(export, "PORTION", 2)
    for n in range(4):
        services.entry(cast.ngo_a, area, name=Text(fi=f"Kerho {n}"))
    text = b"".join(client.get("/fi/directory/list.csv")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert sorted(row[3] for row in rows[1:]) == sorted(
        str(row.name["fi"]) for row in Service.objects.filter(listed=True)
    )
    assert text.count("\ufeff") == 0
    monkeypatch.setattr(export, "MOST_IN_WORKBOOK", 3)
    refused = client.get("/fi/directory/list.xlsx")
    assert refused.status_code == 409


def test_empty_list_is_a_file_with_a_head(client, db):
    assert b"".join(client.get("/fi/directory/list.csv")).count(b"\r\n") == 1
    assert json.loads(b"".join(client.get("/fi/directory/list.json")))["rows"] == []


def test_widget_may_be_framed_and_the_page_may_not(client, filled):
    widget = client.get("/fi/embed/directory/", {"q": "satu"})
    assert "frame-ancestors *" in widget["Content-Security-Policy"]
    assert widget.content.decode().count('class="sv-name"') == 1
    page = client.get("/fi/directory/")
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
