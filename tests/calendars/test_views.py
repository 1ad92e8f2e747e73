"""The page of the clock: picture and list say the same; long years go by the month; forms of one's own dates."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from kumppanuus.calendars.models import CalendarEntry
from kumppanuus.calendars.views import clock
from kumppanuus.core.texts import Text
from tests.factories import building
from tests.factories.calendars import entry

pytestmark = pytest.mark.django_db


def page(client, **query):
    return client.get(reverse("calendars:calendar"), query).content.decode()


def this_year(**more):
    return timezone.localdate().replace(**{"month": 5, "day": 4} | more)


def test_each_mark_of_the_picture_leads_to_its_row(cast, aino, client, meeting):
    entry(aino, cast.municipality_a, first=this_year(), last=this_year(day=20))
    words = page(client, year=str(this_year().year)) + page(client, year=str(meeting.year))
    marks, rows = re.findall(r'<a href="#(d-[^"]+)"', words), re.findall(r'<li id="(d-[^"]+)"', words)
    assert set(marks) == set(rows) != set()
    assert 'style="' not in words


def test_year_with_too_many_dates_is_shown_by_the_month(cast, client, monkeypatch):
    monkeypatch.setattr(clock, "MOST_ON_PAGE", 5)
    with building():
        for n in range(1, 7):
            CalendarEntry.objects.create(organisation=cast.ngo_a, title=Text(fi=f"Päivä {n}"), first=this_year(month=n))
    year = str(this_year().year)
    words = page(client, year=year, month="3")
    assert re.findall(r"Päivä \d", re.sub(r"<svg class=\"cl-ring.*?</svg>", "", words, flags=re.DOTALL)) == ["Päivä 3"]
    assert f'href="?year={year}&amp;month=4" aria-label="April: 1"' in words


def test_page_announces_the_feeds_of_its_filter(cast, client):
    town = cast.municipality_a.governs.slug
    words = page(client, area=town, kind="meeting")
    for name, kind in (("ics", "text/calendar"), ("atom", "application/atom+xml")):
        address = f"{reverse(f'calendars:{name}')}?area={town}&amp;kind=meeting"
        assert re.search(rf'<link rel="alternate" type="{re.escape(kind)}"[^>]+href="{re.escape(address)}"', words)


def test_what_is_not_there_shows_nothing_and_says_so(cast, aino, client):
    entry(aino, cast.municipality_a, first=this_year())
    for query in ({"area": "atlantis"}, {"body": "ei-ole"}, {"organisation": "Olematon ry"}):
        assert ("Avustusten haku" in page(client, **query), "notice-warning" in page(client, **query)) == (False, True)
        assert client.get(reverse("calendars:ics"), query).status_code == 404
        assert client.get("/api/v1/calendars/calendar", query).status_code == 404


@pytest.mark.parametrize("query", [{"year": "9999"}, {"year": "-1"}, {"month": "13"}, {"kind": "x"}, {"year": "²"}])
def test_senseless_filter_is_left_out(client, db, query):
    assert f"{timezone.localdate().year}</span></h1>" in page(client, **query)


def test_editor_adds_changes_and_cancels_a_date(cast, enter):
    aino = enter("aino")
    day = this_year().isoformat()
    sent = {"kind": "event", "title_fi": "Järjestöilta", "first": day, "begins": "18:00", "ends": "20:00"}
    form = aino.get(reverse("calendars:add")).content.decode()
    name = re.search(r'name="(title[^"]*fi[^"]*)"', form)[1]
    sent[name] = sent.pop("title_fi")
    answer = aino.post(reverse("calendars:add"), sent)
    made = CalendarEntry.objects.get()
    assert (answer.status_code, answer.url, str(made)) == (303, made.get_absolute_url(), "Järjestöilta")
    wrong = aino.post(reverse("calendars:change", args=[made.pk]), sent | {"ends": "17:00"})
    assert (wrong.status_code, "It cannot end before it begins." in wrong.content.decode()) == (422, True)
    aino.post(reverse("calendars:change", args=[made.pk]), sent | {"place": "Koulu"})
    aino.post(reverse("calendars:cancel", args=[made.pk]), {"why": "Myrsky"})
    made.refresh_from_db()
    assert (made.place, made.cancelled_why, made.sequence) == ("Koulu", "Myrsky", 2)
    assert "Myrsky" in aino.get(made.get_absolute_url()).content.decode()


def test_person_makes_and_withdraws_her_address(cast, enter, settings):
    beata = enter("beata")
    own = reverse("calendars:own_feed")
    assert "/own/" not in beata.get(own).content.decode()
    beata.post(reverse("calendars:open_feed"))
    shown = beata.get(own)
    address = re.search(rf'value="{re.escape(settings.SITE_URL)}([^"]+feed\.ics)"', shown.content.decode())[1]
    assert (shown.headers["Cache-Control"], beata.get(address).status_code) == ("private, no-store", 200)
    beata.post(reverse("calendars:close_feed"))
    assert beata.get(address).status_code == 410


def test_api_gives_the_same_dates_between_two_days(cast, aino, client):
    made = entry(aino, cast.municipality_a, first=this_year())
    address = "/api/v1/calendars/calendar"
    (row,) = client.get(address, {"first": made.first, "last": made.first}).json()["items"]
    assert (row["uid"], row["first"], row["starts"], row["state"]) == (
        *(str(made.uid), made.first.isoformat(), None, "confirmed"),
    )
    assert client.get(address, {"first": "2026-01-01", "last": "2030-01-01"}).status_code == 422
