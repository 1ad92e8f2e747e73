from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from kumppanuus.bodies.models import Body
from kumppanuus.following import actions
from kumppanuus.following.models import Follow
from kumppanuus.organisations.models import Organisation
from tests.factories import building, people
from tests.factories.bodies import bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast):
    return bodies(cast, cast.municipality_a.governs, cast.municipality_b.governs).table


@pytest.fixture
def oona(cast):
    return cast.people["oona"]


@pytest.fixture
def browser(oona):
    made = Client()
    made.force_login(oona)
    return made


def at(name: str, thing) -> str:
    return reverse(f"following:{name}", args=[thing._meta.label_lower, thing.pk])


def test_signed_out_the_button_leads_to_an_address_or_to_sign_in_and_back(client, table):
    page = client.get(table.get_absolute_url()).content.decode()
    assert f'href="{at("follow", table)}"' in page
    assert "hx-get" not in page.split('class="follow"')[1].split("</div>")[0]
    shown = client.get(at("follow", table)).content.decode()
    assert f"{reverse('account_login')}?next={quote(at('follow', table), safe='')}" in shown


def test_follow_change_and_stop_on_the_things_page(browser, table, oona):
    assert f'hx-get="{at("state", table)}"' in browser.get(table.get_absolute_url()).content.decode()
    assert b"<button" in browser.get(at("state", table)).content
    response = browser.post(at("follow", table), {"rhythm": "daily"})
    assert (response.status_code, response["location"]) == (303, table.get_absolute_url())
    assert "You follow this: Once a day." in browser.get(at("state", table)).content.decode()
    browser.post(at("follow", table), {"rhythm": "weekly"})
    assert Follow.objects.get(person=oona).rhythm == "weekly"
    assert browser.get(at("follow", table)).context["form"]["rhythm"].value() == "weekly"
    assert browser.post(at("unfollow", table)).status_code == 303
    assert Follow.objects.count() == 0
    assert browser.post(at("unfollow", table)).status_code == 303  # pressed twice


def test_follow_with_an_unknown_rhythm_says_so(browser, table):
    response = browser.post(at("follow", table), {"rhythm": "hourly"})
    assert "rhythm" in response.context["form"].errors
    assert Follow.objects.count() == 0


def test_what_cannot_be_followed_or_seen_is_not_found(browser, table, cast):
    for model, pk in (("bodies.body", 10**9), ("spaces.space", cast.space.pk), ("nothing.here", 1), ("x", 1)):
        assert browser.get(reverse("following:follow", args=[model, pk])).status_code == 404


def test_a_merged_thing_leads_to_what_it_is_now(browser, cast):
    old, new = cast.ngo_b, cast.ngo_a
    with building():
        Organisation._base_manager.filter(pk=old.pk).update(merged_into=new)
    assert browser.post(at("follow", old), {"rhythm": "daily"}).status_code == 303
    assert Follow.objects.get().object_id == new.pk


def test_the_list_stands_beside_the_choices_and_changes_each_row(browser, table, oona, cast):
    for thing in (table, cast.municipality_a, table.area):
        actions.follow(people.actor(oona), thing)
    for address in ("following:follows", "notices:preferences"):
        page = browser.get(reverse(address)).content.decode()
        assert all(f'href="{thing.get_absolute_url()}"' in page for thing in (table, cast.municipality_a, table.area))
    rows = list(Follow.objects.order_by("pk"))
    data = {f"rhythm-{row.pk}": "daily" for row in rows} | {f"rhythm-{rows[0].pk}": "never"}
    assert browser.post(reverse("following:follows"), data).status_code == 303
    assert list(Follow.objects.order_by("pk").values_list("rhythm", flat=True)) == ["never", "daily", "daily"]
    assert browser.post(reverse("following:follows"), data | {"stop": str(rows[1].pk)}).status_code == 303
    assert list(Follow.objects.order_by("pk")) == [rows[0], rows[2]]


def test_the_list_stops_only_ones_own(browser, table, cast):
    row = actions.follow(cast.actor("bertil"), table)
    for wanted in (str(row.pk), "x", "9" * 30):
        assert browser.post(reverse("following:follows"), {"stop": wanted}).status_code == 404
    assert Follow.objects.count() == 1


def test_the_list_tells_of_what_is_gone_only_its_kind(browser, table, oona):
    row = actions.follow(people.actor(oona), table)
    with building():
        Follow.objects.filter(pk=row.pk).update(object_id=10**9)
    page = browser.get(reverse("following:follows")).content.decode()
    assert "It is not there any more, or you cannot see it now." in page


def test_an_empty_list_says_what_to_do(browser):
    assert "Press Follow on the page of" in browser.get(reverse("following:follows")).content.decode()


def test_body_page_costs_no_query_more(browser, table, django_assert_max_num_queries):
    assert Body.objects.count() > 0
    with django_assert_max_num_queries(8):
        browser.get(at("state", table))
