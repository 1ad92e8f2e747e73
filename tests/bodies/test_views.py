from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumppanuus.bodies import actions, sitemaps
from kumppanuus.bodies.models import Body, Mandate
from kumppanuus.core.texts import Text
from tests.factories import bodies as made_up
from tests.factories.bodies import SECRET_NAME, today

pytestmark = pytest.mark.django_db


def shown(client, query=""):
    page = client.get(f"/en/bodies/?{query}").content.decode()
    return re.findall(r'<th scope="row"><a href="/en/bodies/([^"/]+)/"', page)


def test_list_is_narrowed_by_area_kind_words_vacancy_and_term(cast, client, area, table):
    aino = cast.actor("aino")
    far = made_up.body(
        cast.actor("akseli"), cast.municipality_b, cast.space, cast.municipality_b.governs, "Ääni", code="network"
    )
    over = made_up.body(aino, cast.municipality_a, cast.space, area, "Vanha")
    actions.end(aino, over, last_day=today(-1))
    actions.add_seat(aino, table)
    assert set(shown(client)) == {table.slug, far.slug}
    assert shown(client, f"area={area.slug}") == [table.slug]
    assert shown(client, "kind=network") == [far.slug]
    assert shown(client, "q=ÄÄNI") == [far.slug]
    assert shown(client, "state=vacant") == [table.slug]
    assert shown(client, "state=over") == [over.slug]
    assert set(shown(client, "state=all")) == {table.slug, far.slug, over.slug}


def test_body_page_shows_vacancies_and_hides_names_not_to_be_shown(cast, client, table):
    aino = cast.actor("aino")
    actions.add_seat(aino, table, stands_for=Text(fi="Kylät"))
    seat = actions.add_seat(aino, table, stands_for=Text(fi="Omaiset"))
    actions.appoint(aino, seat, organisation=cast.ngo_a, name=SECRET_NAME, email="salli@example.org")
    page = client.get(table.get_absolute_url().replace("/fi/", "/en/")).content.decode()
    assert ("Vacant" in page, SECRET_NAME in page, "salli@example.org" in page) == (True, False, False)
    assert str(cast.ngo_a) in page


def test_convener_sees_the_name_but_outsiders_files_do_not_tell_it(cast, as_aino, table):
    aino = cast.actor("aino")
    seat = actions.add_seat(aino, table)
    actions.appoint(aino, seat, organisation=cast.ngo_a, name=SECRET_NAME)
    assert SECRET_NAME in as_aino.get(table.get_absolute_url()).content.decode()
    as_aino.logout()
    rows = list(
        csv.DictReader(
            io.StringIO(as_aino.get(f"{table.get_absolute_url()}seats.csv").content.decode("utf-8-sig")), delimiter=";"
        )
    )
    assert (len(rows), SECRET_NAME in str(rows)) == (1, False)
    told = as_aino.get(f"/api/v1/bodies/bodies/{table.slug}/seats").json()
    assert (told[0]["vacant"], told[0]["sittings"][0]["name"]) == (False, "")


def test_page_of_a_past_day_shows_who_sat_then(cast, client, table):
    aino = cast.actor("aino")
    seat = actions.add_seat(aino, table, start=today(-90))
    actions.appoint(aino, seat, organisation=cast.ngo_a, start=today(-80))
    actions.appoint(aino, seat, organisation=cast.ngo_b, start=today(-10))
    then = client.get(f"{table.get_absolute_url()}?on={today(-20)}").context["lines"]
    now = client.get(table.get_absolute_url()).context["lines"]
    assert [line.holders[0].mandate.organisation for line in (*then, *now)] == [cast.ngo_a, cast.ngo_b]


@pytest.mark.parametrize("words", ["31.2.2025", "2025-02-31", "0001-01-01", "x" * 5000, "９９９９-01-01"])
def test_page_of_no_day_says_so_and_shows_today(client, table, words):
    answer = client.get(table.get_absolute_url().replace("/fi/", "/en/"), {"on": words})
    assert (answer.status_code, "That is no day" in answer.content.decode()) == (200, True)


def test_setting_up_a_body_in_the_browser(cast, as_aino, area):
    kind = made_up.kind("standing-table")
    form = {
        "kind": kind.pk,
        "name_fi": "Kosken pöytä",
        "area": area.pk,
        "starts": today(),
        "languages": "fi",
        "open_to": "all",
    }
    answer = as_aino.post(f"/fi/bodies/new/{cast.space.slug}/", form)
    made = Body.objects.get()
    assert (answer.status_code, answer.url, made.convener) == (303, made.get_absolute_url(), cast.municipality_a)
    assert made.seats.count() == len(kind.seats)


def test_term_that_ends_first_is_said_on_the_form_and_nothing_is_made(cast, as_aino, area):
    form = {
        "kind": made_up.kind().pk, "name_fi": "P", "area": area.pk, "starts": today(), "ends": today(-1), "languages": "fi", "open_to": "all",
    }  # fmt: skip
    answer = as_aino.post(f"/en/bodies/new/{cast.space.slug}/", form)
    assert (answer.status_code, Body.objects.count()) == (422, 0)
    assert "The term cannot end before it begins" in answer.content.decode()


def test_appointing_asks_for_a_whole_name_where_several_fit(cast, as_aino, table):
    seat = actions.add_seat(cast.actor("aino"), table)
    word = next(iter(cast.ngo_a.name.values()))[:3]
    for wrong in (word, "Ei mikään tällainen"):
        answer = as_aino.post(
            f"/en/seats/{seat.pk}/appoint/", {"part": "holder", "organisation": wrong, "start": today()}
        )
        assert (answer.status_code, Mandate.objects.count()) == (422, 0)
    answer = as_aino.post(
        f"/en/seats/{seat.pk}/appoint/", {"part": "holder", "organisation": str(cast.ngo_a), "start": today()}
    )
    assert (answer.status_code, Mandate.objects.get().organisation) == (303, cast.ngo_a)


def test_changing_a_seat_without_touching_it_keeps_it(cast, as_aino, table):
    seat = actions.add_seat(cast.actor("aino"), table, organisation=cast.ngo_a, stands_for=Text(fi="Kylät", sv="Byar"))
    page = as_aino.get(f"/en/seats/{seat.pk}/change/").context["form"]
    told = {
        "role": page["role"].initial,
        "organisation": page["organisation"].initial,
        "stands_for_fi": "Kylät",
        "stands_for_sv": "Byar",
    }
    assert as_aino.post(f"/en/seats/{seat.pk}/change/", told).status_code == 303
    after = type(seat).objects.get(pk=seat.pk)
    assert (after.organisation, after.stands_for, after.role) == (cast.ngo_a, seat.stands_for, seat.role)


def test_old_rules_stay_readable_and_say_that_they_are_old(cast, client, table):
    for words in ("Ensimmäinen sääntö", "Toinen sääntö"):
        actions.adopt_rules(cast.actor("aino"), table, text=Text(fi=words), approved_by="H", approved_on=today(-2))
    old = client.get(f"/en/bodies/{table.slug}/rules/1/").content.decode()
    assert ("Ensimmäinen sääntö" in old, "not in force any more" in old) == (True, True)
    assert client.get(f"/en/bodies/{table.slug}/rules/3/").status_code == 404


def test_editor_of_the_space_keeps_the_kinds(cast, client):
    made_up.kind()
    client.force_login(cast.people["kaisa"], backend="allauth.account.auth_backends.AuthenticationBackend")
    where = f"/en/bodies/kinds/{cast.space.slug}/"
    assert client.post(f"{where}new/", {"name_fi": "Foorumi", "about_fi": "Avoin ilta"}).status_code == 303
    assert "Foorumi" in client.get(where).content.decode()
    assert client.post(f"{where}foorumi/end/").status_code == 303
    assert "Foorumi" not in client.get(where).content.decode()


def test_bodies_as_json_tell_kind_and_seats(cast, client, table):
    actions.add_seat(cast.actor("aino"), table)
    row = json.loads(client.get("/en/bodies/list.json").content)["rows"][0]
    assert (row["kind"], row["seats"], row["vacant"]) == ("working-group", 1, 1)


def test_pages_cost_the_same_with_one_seat_and_with_many(cast, client, table):
    aino = cast.actor("aino")

    def cost():
        cache.clear()
        with CaptureQueriesContext(connection) as caught:
            client.get(table.get_absolute_url())
        return len(caught)

    def seat():
        actions.appoint(aino, actions.add_seat(aino, table, start=today(-9)), organisation=cast.ngo_a, start=today(-9))

    seat()
    cost()
    before = cost()
    for _more in range(4):
        seat()
    assert cost() == before <= 12


def test_site_map_leads_to_pages_that_are_there(client, table):
    found = dict(sitemaps.addresses())
    assert found["bodies:body"] == [table.slug]
