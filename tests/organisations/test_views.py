from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumppanuus.accounts.models import Person, PersonView
from kumppanuus.core.texts import Text
from kumppanuus.notices.models import Delivery
from kumppanuus.organisations import actions
from kumppanuus.organisations.models import Membership, Organisation
from kumppanuus.taxonomy.models import Term
from tests.factories import building, people
from tests.factories import organisations as make

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def clean():
    cache.clear()


def sign_in(client, actor):
    client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)
    if actor.organisation_id:
        session = client.session
        session["acting_for"] = actor.organisation_id
        session.save()


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_list_is_found_by_any_name_number_area_and_kind(client):
    area = make.municipality("Koskela")
    make.organisation("Äänekosken Näkövammaiset", register_number="123456")
    actions.create(
        make.TESTS, None, name=Text(fi="Marttojen seura", sv="Marthaföreningen"), kind="association", areas=[area]
    )
    make.organisation("Koskelan kunta", kind="municipality")

    def found(query):
        lines = client.get(f"/en/organisations/?{query}").context["lines"]
        return [name.in_language("fi") for _address, name, _kind, _home in lines]

    assert found("q=ÄÄNEKOSKEN") == ["Äänekosken Näkövammaiset"]
    assert found("q=123456") == ["Äänekosken Näkövammaiset"]
    assert found("q=martha") == ["Marttojen seura"]
    assert found(f"area={area.slug}") == ["Marttojen seura"]
    assert found("kind=municipality") == ["Koskelan kunta"]
    assert found("q=zzz") == []


def test_list_costs_the_same_with_many_rows(client):
    area = make.municipality()
    make.organisation("Yksi", home=area)
    queries(client, "/en/organisations/")
    few = queries(client, "/en/organisations/")
    for _n in range(30):
        make.organisation(home=area)
    assert (few, queries(client, "/en/organisations/")) == (2, 3)  # the number is counted anew after any event
    sign_in(client, make.acting("Bertil", Organisation.objects.first()))
    queries(client, "/en/organisations/")
    assert queries(client, "/en/organisations/") <= 5


def test_page_costs_the_same_with_many_posts(client):
    ry = make.organisation("Seura")
    admin = make.acting("Bertil", ry)
    holder = Person.objects.get(pk=admin.person_id)
    actions.set_holder(admin, make.post(ry), person=holder)
    queries(client, "/en/organisations/seura/")
    few = queries(client, "/en/organisations/seura/")
    for _n in range(5):
        actions.set_holder(admin, make.post(ry), person=holder, name_public=True)
    many = queries(client, "/en/organisations/seura/")
    assert (few, many, queries(client, "/en/organisations/seura/")) == (2, 12, 2)


def test_page_shows_vacancy_and_hides_names_that_are_not_public(client):
    ry = make.organisation("Seura")
    admin = make.acting("Bertil Salainen", ry)
    make.post(ry, "Sihteeri")
    actions.set_holder(admin, make.post(ry, "Yhteyshenkilö"), person=Person.objects.get(pk=admin.person_id))
    page = client.get("/en/organisations/seura/").content.decode()
    assert page.count("Vacant") == 1
    assert "Bertil Salainen" not in page
    sign_in(client, admin)
    assert "Bertil Salainen" in client.get("/en/organisations/seura/").content.decode()


def test_page_names_the_classes_and_marks_their_language(client):
    with building():
        term = Term.objects.create(scheme="prh_sote", code="3", name=Text(fi="Eläkeläisyhdistykset"))
    made = make.organisation("Eläkeläiset", classes=[term])
    html = client.get(f"/sv/organisations/{made.slug}/").content.decode()
    assert re.findall(r'<li><span lang="fi">([^<]*)</span>', html) == ["Eläkeläisyhdistykset"]


def test_create_wrong_check_digit_keeps_what_was_typed(client):
    sign_in(client, people.actor(people.person("Aino")))
    data = {"name_en": "A Society", "kind": "association", "business_id": "07375463"}
    response = client.post("/en/organisations/new/", data)
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "business_id": ["The check digit of the business ID is wrong. Look for a mistyped digit."]
    }
    assert 'value="A Society"' in response.content.decode()
    assert client.post("/en/organisations/new/", data | {"business_id": "0737546-2"}).status_code == 303
    assert Organisation.objects.get().business_id == "0737546-2"
    again = client.post("/en/organisations/new/", data | {"business_id": "0737546-2"})
    assert list(again.context["form"].errors.values()) == [["An organisation with this business ID is here already."]]


def test_areas_are_written_by_name_and_unknown_ones_are_said(client):
    ry = make.organisation("Seura")
    region = make.municipality("Maakunta", kind="region")
    a, b, c = (
        make.municipality("Aarre", region=region),
        make.municipality("Beeta", region=region),
        make.municipality("Cee"),
    )
    sign_in(client, make.acting("Bertil", ry, "editor"))
    data = {"name_fi": "Seura", "kind": "association", "areas": "cee,  Aarre\nTuntematon"}
    answer = client.post("/en/organisations/seura/change/", data)
    assert answer.context["form"].errors == {
        "areas": ["No municipality is called Tuntematon. Compare the spelling; the others are kept."]
    }
    assert "cee,  Aarre" in answer.content.decode()
    client.post("/en/organisations/seura/change/", data | {"areas": "Cee"})
    assert set(ry.areas.all()) == {c}
    assert ">\nCee</textarea>" in client.get("/en/organisations/seura/change/").content.decode()
    client.post("/en/organisations/seura/change/", data | {"areas": "maakunta"})
    assert set(ry.areas.all()) == {a, b}


def test_change_is_forbidden_to_others_and_saved_for_members(client):
    ry = make.organisation("Seura")
    make.organisation("Toinen")
    sign_in(client, make.acting("Beata", Organisation.objects.get(slug="toinen")))
    assert client.get("/en/organisations/seura/change/").status_code == 403
    sign_in(client, make.acting("Bertil", ry, "editor"))
    data = {"name_fi": "Seura", "name_en": "Society", "kind": "association", "registered": "on"}
    assert client.post("/en/organisations/seura/change/", data).status_code == 303
    assert dict(Organisation.objects.get(slug="seura").name) == {"fi": "Seura", "en": "Society"}


def test_members_shows_addresses_to_administrators_and_records_the_look(client):
    ry = make.organisation("Seura")
    admin, beata = make.acting("Bertil", ry), make.acting("Beata", ry, "answerer")
    address = Person.objects.get(pk=beata.person_id).email
    assert client.get("/en/organisations/seura/members/").status_code == 302
    sign_in(client, people.actor(people.person("Dani")))
    assert client.get("/en/organisations/seura/members/").status_code == 403
    sign_in(client, beata)
    assert address not in client.get("/en/organisations/seura/members/").content.decode()
    assert PersonView.objects.count() == 0
    sign_in(client, admin)
    for _twice in range(2):
        assert address in client.get("/en/organisations/seura/members/").content.decode()
    view = PersonView.objects.get()
    assert (view.subject_id, view.viewer_id, view.what) == (
        beata.person_id,
        admin.person_id,
        f"organisations.members:{ry.pk}",
    )


def test_invitation_acts_only_by_the_button_after_sign_in(client):
    ry = make.organisation("Seura")
    admin = make.acting("Bertil", ry)
    sign_in(client, admin)
    assert (
        client.post("/en/organisations/seura/members/invite/", {"email": "b@example.org", "role": "editor"}).status_code
        == 303
    )
    client.logout()
    address = Delivery.objects.get().context["url"].removeprefix("http://127.0.0.1:8000")
    assert f"/account/login/?next={address}" in client.get(address).content.decode()
    assert client.post(address).status_code == 200
    assert Membership.objects.count() == 1
    sign_in(client, people.actor(people.person("Beata")))
    assert client.get(address).status_code == 200
    assert Membership.objects.count() == 1
    assert client.post(address).status_code == 303
    assert Membership.objects.count() == 2
    assert client.get(address).status_code == 410
    assert client.get(address[:-3] + "/").status_code == 404


def test_act_for_switches_and_refuses_foreign_organisations(client):
    ours, theirs = make.organisation("Meidän"), make.organisation("Heidän")
    someone = people.person("Oona")
    make.member(someone, ours)
    sign_in(client, people.actor(someone))

    def chosen(value):
        client.post("/en/act-for/", {"organisation": value, "next": "https://evil.example/"})
        return client.get("/en/act-for/").context["now"].organisation_id

    assert client.get("/en/act-for/").context["now"].organisation_id == ours.pk
    assert (chosen("myself"), chosen(ours.pk), chosen(theirs.pk)) == (None, ours.pk, None)


def test_act_for_ends_with_the_membership(client):
    ry = make.organisation()
    eero = people.person("Eero")
    make.ended_member(eero, ry)
    sign_in(client, people.actor(eero, ry.pk))
    assert client.get("/en/act-for/").context["now"].organisation_id is None


def test_forms_of_members_and_posts_work_in_the_browser(client):
    ry = make.organisation("Seura")
    admin = make.acting("Bertil", ry)
    row = make.member(people.person("Beata"), ry, "answerer")
    sign_in(client, admin)
    assert client.post(f"/en/memberships/{row.pk}/change/", {"role": "editor"}).status_code == 303
    row = Membership.objects.get(person=row.person, end=None)
    assert row.role == "editor"
    assert client.post("/en/organisations/seura/posts/new/", {"kind": "chair", "title_en": "Chair"}).status_code == 303
    post = ry.posts.get()
    data = {"person": row.person_id, "part": "holder", "start": "2026-01-01"}
    assert client.post(f"/en/posts/{post.pk}/holder/", data).status_code == 303
    assert post.has_holder
    data = {"kind": "chair", "title_en": "Head", "funding_end": "2027-01-01"}
    assert client.post(f"/en/posts/{post.pk}/change/", data).status_code == 303
    assert client.post(f"/en/memberships/{row.pk}/end/", {}).status_code == 303
    assert not post.has_holder
    last = Membership.objects.get(person=admin.person_id)
    response = client.post(f"/en/memberships/{last.pk}/end/", {})
    assert response.context["form"].non_field_errors()[0].startswith("This is the organisation's last administrator.")
    assert client.get(f"/en/posts/{post.pk}/end/").status_code == 200


def test_change_gives_no_organisation_a_government(client):
    ry = make.organisation()
    bertil = make.acting("Bertil", ry)
    sign_in(client, bertil)
    fields = {"name_fi": "Kylä ry", "kind": "municipality", "registered": "on"}
    response = client.post(f"/en/organisations/{ry.slug}/change/", fields)
    ry.refresh_from_db()
    assert (response.status_code, ry.kind) == (422, "association")


def test_page_says_what_kind_of_organisation_it_is_once(client):
    for kind, words in (("municipality", "Municipality"), ("association", "Association"), ("company", "Company")):
        made = make.organisation(f"Kuvitelma {kind}", kind=kind)
        body = client.get(f"/en/organisations/{made.slug}/").content.decode().partition("</h1>")[2].partition("</p>")[0]
        assert re.sub(r"<[^>]+>", "", body).strip() == words
