"""A feed holds what its person may see, and nothing else, whatever the clock has and whoever asks."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from kumppanuus.assessments.models import Round
from kumppanuus.bodies.models import OpenTo
from kumppanuus.calendars import actions, reading
from kumppanuus.calendars.dates import Wanted
from kumppanuus.calendars.models import CalendarEntry
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.links.resolve import stand_in
from kumppanuus.meetings.models import Meeting
from tests.factories import building
from tests.factories.calendars import SECRET_DATE
from tests.factories.meetings import planned

pytestmark = pytest.mark.django_db
REMOTE = "https://etakokous.example/marttila"
CAST = ("aino", "akseli", "bertil", "beata", "cecilia", "kaisa", "oona", "eero", "dani")


def own(world, who):
    """What the person of the cast reads in her own feed, in words."""
    person = world.cast.people[who]
    token = stand_in(actions.open_feed(Actor(person_id=person.pk), person))
    return Client().get(reverse("calendars:own_ics", args=[token])).content.decode().replace("\r\n ", "")


def test_own_feed_holds_what_is_for_members_only_of_ones_own_organisations_alone(world):
    closed = planned(world.actor("akseli"), world.bodies.closed, 33, remote_link=REMOTE)
    told = {who: own(world, who) for who in ("aino", "akseli", "bertil", "beata", "eero", "kaisa")}
    secrets = {f"{SECRET_DATE} A": {"aino"}, f"{SECRET_DATE} B": {"akseli"}, f"{SECRET_DATE} (yhd": {"beata"}}
    secrets |= {str(closed.uid): {"akseli"}, REMOTE: {"akseli"}}
    seen = {secret: {who for who, words in told.items() if secret in words} for secret in secrets}
    assert seen == secrets


def test_everybodys_feeds_and_pages_hold_no_secret_even_for_a_member(world, client):
    client.force_login(world.cast.people["aino"], backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in ("ics", "atom"):
        words = client.get(reverse(f"calendars:{name}"), {"mine": "1"}).content.decode()
        assert SECRET_DATE not in words.replace("\r\n ", "")
    assert SECRET_DATE in client.get(reverse("calendars:calendar")).content.decode()
    assert SECRET_DATE not in Client().get(reverse("calendars:calendar")).content.decode()
    assert SECRET_DATE not in Client().get("/api/v1/calendars/calendar").content.decode()
    hidden = reverse("calendars:entry", args=[world.calendars.other.pk])
    assert (client.get(hidden).status_code, Client().get(hidden).status_code) == (404, 404)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    who=st.sampled_from(CAST),
    mine=st.booleans(),
    entries=st.lists(st.tuples(st.sampled_from(("municipality_a", "ngo_b")), st.booleans(), st.booleans()), max_size=4),
    open_to=st.sampled_from(OpenTo.values),
)
def test_no_date_is_told_to_who_may_not_see_its_row(world, who, mine, entries, open_to):
    actor = world.actor(who)
    today = timezone.localdate()
    with building():
        type(world.bodies.closed).objects.filter(pk=world.bodies.closed.pk).update(open_to=open_to)
        for organisation, members_only, yearly in entries:
            CalendarEntry.objects.create(
                organisation=getattr(world.cast, organisation),
                title=Text(fi="Päivä"),
                first=today,
                members_only=members_only,
                yearly=yearly,
            )
    window = today - dt.timedelta(days=800), today + dt.timedelta(days=800)
    told = {one.uid for one in reading.dates(Wanted(actor=actor, mine=mine), *window)}
    for model, label in ((CalendarEntry, "calendars.view_calendarentry"), (Meeting, "meetings.view_meeting")):
        for row in model.objects.all():
            if not actor.may(label, row):
                assert not {uid for uid in told if uid.startswith(str(row.uid))}
            elif not mine:
                assert str(row.uid) in told
    for row in Round.objects.all():
        if not actor.may("assessments.view_round", row):
            assert not {uid for uid in told if uid.startswith(f"round-{row.pk}-")}


def test_revoked_token_and_an_altered_one_open_nothing(world):
    address = reverse("calendars:own_ics", args=[stand_in(world.calendars.feed)])
    first = Client().get(address)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert [first.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")] == [
        *("private, max-age=0", "noindex, nofollow", "no-referrer"),
    ]
    assert "Set-Cookie" not in first.headers
    assert Client().get(address.replace("own/", "own/9")).status_code == 404
    actions.close_feed(world.actor("aino"), world.cast.people["aino"])
    again = Client().get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (410, "private, max-age=0")


def test_link_of_another_purpose_opens_no_calendar(world):
    assert Client().get(reverse("calendars:own_ics", args=[world.tokens["answer"]])).status_code == 404


def test_token_is_left_out_of_logs(world):
    import logging

    from kumppanuus.config.logs import WithoutTokens

    token = stand_in(world.calendars.feed)
    record = logging.LogRecord("x", 30, "", 1, "Gone: %s", (reverse("calendars:own_ics", args=[token]),), None)
    WithoutTokens().filter(record)
    assert token not in record.getMessage()


def test_who_asks_again_is_told_that_nothing_has_changed(world):
    address = reverse("calendars:own_ics", args=[stand_in(world.calendars.feed)])
    for path in (reverse("calendars:ics"), reverse("calendars:atom"), address):
        first = Client().get(path)
        again = Client().get(path, headers={"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        actions.change(world.actor("aino"), world.calendars.entry, place=f"Sali {path[-9:]}")
        after = Client().get(path, headers={"if-none-match": first.headers["ETag"]})
        assert (after.status_code, "Sali" in after.content.decode()) == (200, True)


def test_feed_reads_as_a_calendar(world):
    found = Calendar.from_ical(Client().get(reverse("calendars:ics")).content)
    uids = [str(event["UID"]) for event in found.walk("VEVENT")]
    assert len(uids) == len(set(uids)) > 5
    assert {event.name for event in found.subcomponents} == {"VTIMEZONE", "VEVENT"}
