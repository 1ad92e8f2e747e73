"""Pages, files, feed and links of forums."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
import time_machine

from kumppanuus.forums import actions
from kumppanuus.forums.models import Forum, Signup
from tests.factories import forums

SENT = {"name": "Pekka Satunen", "email": "Pekka@Example.org", "organisation_name": "Kyläyhdistys", "way": "on_site"}


@pytest.fixture
def made(cast):
    return forums.forums(cast, cast.municipality_a.governs, cast.municipality_b.governs)


def test_list_has_the_coming_first_and_is_narrowed(client, made):
    page = client.get("/en/forums/")
    assert [str(one) for one in page.context["coming"]] == ["Yhdistysilta", "Peruttu silta"]
    assert [str(one) for one in page.context["page_obj"]] == ["Kevään foorumi"]
    page = client.get("/en/forums/?stage=cancelled&area=varsinais-suomi")
    assert [str(one) for one in page.context["page_obj"]] == ["Peruttu silta"]
    assert client.get("/en/forums/?area=no-such").status_code == 200


def test_files_feed_and_entry(client, made):
    told = client.get("/en/forums/list.csv?stage=past").content.decode("utf-8-sig")
    assert [row["Name"] for row in csv.DictReader(io.StringIO(told), delimiter=";")] == ["Kevään foorumi"]
    assert client.get("/en/forums/feed.atom").content.decode().count("<entry>") == 3
    entry = client.get(f"/en/forums/{made.open.slug}/event.ics").content.decode()
    assert ("DTSTART;TZID=Europe/Helsinki" in entry, "example.org/remote" in entry) == (True, False)


def test_who_comes_is_told_to_the_organiser_only(client, enter, made):
    for address in (f"/en/forums/{made.open.slug}/", f"/api/v1/forums/forums/{made.open.slug}"):
        words = client.get(address).content.decode()
        assert (forums.SECRET_NAME in words, "example.org/remote" in words) == (False, False)
    assert enter("bertil").get(f"/en/forums/{made.open.slug}/coming/").status_code == 403
    page = enter("aino").get(f"/en/forums/{made.open.slug}/coming/").content.decode()
    assert (forums.SECRET_NAME in page, forums.SECRET_NEEDS in page) == (True, True)


def test_pekka_registers_confirms_changes_and_cancels(client, made):
    address = f"/en/forums/{made.open.slug}/register/"
    assert client.post(address, SENT).status_code == 200
    own = Signup.objects.get(email="pekka@example.org")
    link = f"/en/forums/registrations/{forums.token_of(own)}/"
    for _scan in range(2):  # a mail scanner that opens every link does nothing
        assert client.get(link).status_code == 200
    own.refresh_from_db()
    assert own.state == "asked"
    assert client.post(link, {"do": "confirm"}).status_code == 303
    own.refresh_from_db()
    assert own.state == "waiting"
    assert client.post(link, {"do": "amend", "way": "remote", "needs": "Silmukka"}).status_code == 303
    own.refresh_from_db()
    assert (own.state, own.needs) == ("coming", "Silmukka")
    assert "https://example.org/remote" in client.get(link).content.decode()
    assert client.post(link, {"do": "withdraw"}).status_code == 303
    own.refresh_from_db()
    assert own.state == "withdrawn"


def test_altered_link_opens_nothing(client, made):
    for token in ("x" + made.token, made.token[:-1], "1.abc", "x"):
        assert client.get(f"/en/forums/registrations/{token}/").status_code == 404


def test_deadline_that_passes_while_typing_keeps_what_was_typed(client, made):
    with time_machine.travel(made.open.register_until + dt.timedelta(minutes=1)):
        page = client.post(f"/en/forums/{made.open.slug}/register/", SENT)
        assert client.get(f"/en/forums/{made.open.slug}/register/").status_code == 303
    words = page.content.decode()
    assert (page.status_code, "Registration has closed" in words, "Kyläyhdistys" in words) == (422, True, True)


def test_wrong_address_is_said_beside_its_field(client, made):
    page = client.post(f"/en/forums/{made.open.slug}/register/", SENT | {"email": "ei osoite"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["email"])


def test_signed_in_registers_and_cancels_on_the_page(enter, cast, made):
    client = enter("beata")
    assert client.post(f"/en/forums/{made.open.slug}/register/", {"way": "remote"}).status_code == 303
    own = Signup.objects.get(person=cast.people["beata"])
    assert own.state == "coming"
    assert "https://example.org/remote" in client.get(f"/en/forums/{made.open.slug}/").content.decode()
    assert client.post(f"/en/forums/{made.open.slug}/withdraw/").status_code == 303
    own.refresh_from_db()
    assert own.state == "withdrawn"


def test_aino_calls_an_evening_on_the_day_when_summer_time_ends(enter, cast):
    sent = {
        "name_fi": "Syysilta",
        "area": cast.municipality_a.governs.pk,
        "date": "2027-10-31",
        "begins": "18:00",
        "ends": "20:00",
        "place_fi": "Kirjasto",
        "languages": ["fi"],
        "register_until": "2027-10-31",
    }
    client = enter("aino")
    page = client.post("/en/forums/new/", sent | {"ends": "17:00", "place_fi": ""})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["ends"])
    assert client.post("/en/forums/new/", sent).status_code == 303
    found = Forum.objects.get()
    assert found.starts_at == found.register_until == dt.datetime(2027, 10, 31, 16, tzinfo=dt.UTC)


def test_year_has_the_forum(client, made):
    page = client.get(f"/en/calendar/?kind=event&year={made.open.starts_at.year}").content.decode()
    assert "Yhdistysilta" in page


def test_outcome_stands_on_the_page(client, cast, made):
    from kumppanuus.core.texts import Text

    link = {"title": "Kalvot", "url": "https://example.org/kalvot"}
    actions.tell_outcome(cast.actor("aino"), made.past, outcome=Text(fi="Sovittiin tiloista"), outcome_links=[link])
    page = client.get(f"/en/forums/{made.past.slug}/").content.decode()
    assert ("Sovittiin tiloista" in page, "https://example.org/kalvot" in page) == (True, True)
