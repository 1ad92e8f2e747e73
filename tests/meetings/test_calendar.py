"""Calendars, as another program reads them."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes

import pytest
from django.core import mail
from django.urls import reverse
from icalendar import Calendar

from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.notices.sending import send_due
from tests.factories import meetings as made_up

pytestmark = pytest.mark.django_db


def events(client, table):
    address = reverse("meetings:feed", args=[table.slug])
    found = Calendar.from_ical(client.get(address).content)
    return {str(event["UID"]).partition("@")[0]: event for event in found.walk("VEVENT")}


def test_feed_keeps_the_uid_and_raises_the_sequence_until_it_is_cancelled(client, aino, table, meeting):
    def told():
        event = events(client, table)[str(meeting.uid)]
        return str(event["STATUS"]), int(event["SEQUENCE"])

    seen = [told()]
    actions.call(aino, meeting)
    seen.append(told())
    actions.change(aino, meeting, place=Text(fi="Koulu"))
    seen.append(told())
    actions.cancel(aino, meeting, why="Myrsky")
    seen.append(told())
    assert seen == [("TENTATIVE", 0), ("CONFIRMED", 1), ("CONFIRMED", 2), ("CANCELLED", 3)]


def test_times_have_a_zone_and_the_calendar_its_rules(client, table, meeting):
    found = Calendar.from_ical(client.get(reverse("meetings:feed", args=[table.slug])).content)
    event = found.walk("VEVENT")[0]
    assert str(event["DTSTART"].params["TZID"]) == "Europe/Helsinki"
    assert event.decoded("DTSTART") == meeting.starts_at
    assert event.decoded("DTEND") - event.decoded("DTSTART") == dt.timedelta(hours=2)
    assert [str(one["TZID"]) for one in found.walk("VTIMEZONE")] == ["Europe/Helsinki"]
    assert str(event["URL"]).endswith(meeting.get_absolute_url())


def test_one_meeting_brings_its_agenda(client, aino, meeting):
    actions.add_item(aino, meeting, title=Text(fi="Tilat; ja muuta, paljon"))
    found = Calendar.from_ical(client.get(reverse("meetings:ics", args=[meeting.pk])).content)
    assert str(found.walk("VEVENT")[0]["DESCRIPTION"]) == "1. Tilat; ja muuta, paljon"


def test_page_announces_both_calendars(client, table, meeting):
    page = client.get(meeting.get_absolute_url()).content.decode()
    for address in (reverse("meetings:ics", args=[meeting.pk]), reverse("meetings:feed", args=[table.slug])):
        assert f'href="{address}"' in page


def test_call_goes_out_with_the_calendar_attached(aino, meeting, django_capture_on_commit_callbacks):
    actions.add_item(aino, meeting, title=Text(fi="Tilat"), minutes=15)
    send_due()
    mail.outbox.clear()  # of the seats
    actions.call(aino, meeting)
    send_due()
    sent = next(one for one in mail.outbox if one.to == ["bertil@example.org"])
    parts = {part.get_content_type(): part for part in message_from_bytes(sent.message().as_bytes()).walk()}
    entry = Calendar.from_ical(parts["text/calendar"].get_payload(decode=True))
    assert [str(entry["METHOD"]), str(entry.walk("VEVENT")[0]["UID"]).partition("@")[0]] == [
        "PUBLISH",
        str(meeting.uid),
    ]
    assert ("Tilat" in sent.body, "/meetings/answer/" in sent.body) == (True, True)


def test_atom_names_the_meeting(client, meeting):
    feed = client.get(reverse("meetings:atom")).content.decode()
    assert f"urn:uuid:{meeting.uid}" in feed


def test_feed_of_a_body_is_the_same_until_something_happens(client, table, aino, meeting):
    address = reverse("meetings:feed", args=[table.slug])
    tag = client.get(address).headers["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    made_up.planned(aino, table, 70)
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200
