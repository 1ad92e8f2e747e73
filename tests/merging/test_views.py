"""Pages about duplicates, and old addresses."""

from __future__ import annotations

import pytest

from kumppanuus.merging import actions
from kumppanuus.merging.models import Merge, Pair
from kumppanuus.organisations.models import Organisation
from tests.factories.merging import COMMAND, merge, organisation, pair_of, twins


@pytest.fixture
def kaisa(cast, client):
    client.force_login(cast.people["kaisa"], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_old_addresses_lead_to_the_last_of_a_chain_in_one_step(cast, client):
    area = cast.municipality_a.governs
    a, b, c = (organisation(name, area) for name in ("Aamukerho", "Iltakerho", "Yökerho"))
    merge(a, b)
    merge(b, c)
    moves = {
        f"/fi/organisations/{a.slug}/": f"/fi/organisations/{c.slug}/",
        f"/sv/organisations/{b.slug}/?x=1": f"/sv/organisations/{c.slug}/?x=1",
        f"/api/v1/organisations/{a.slug}": f"/api/v1/organisations/{c.slug}",
        f"/api/hsds/organizations/{a.uuid}": f"/api/hsds/organizations/{c.uuid}",
    }
    found = {path: client.get(path) for path in moves}
    assert {path: (answer.status_code, answer.headers.get("Location")) for path, answer in found.items()} == {
        path: (301, to) for path, to in moves.items()
    }
    assert client.post(f"/fi/organisations/{a.slug}/nothing/").status_code == 308
    assert client.get("/fi/organisations/never-was/").status_code == 404
    told = client.get(f"/api/v1/organisations/{c.slug}").json()
    assert told["formerly"] == [a.slug, str(a.uuid), b.slug, str(b.uuid)]


def test_old_address_of_an_entry_leads_to_the_kept_one(cast, client):
    one, two = twins(cast.municipality_a.governs)
    stays, goes = one.services.get(), two.services.get()
    merge(goes, stays)
    answer = client.get(f"/fi/directory/{goes.slug}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/fi/directory/{stays.slug}/")
    assert client.get(f"/api/hsds/services/{goes.uuid}").headers["Location"] == f"/api/hsds/services/{stays.uuid}"


def test_no_list_shows_what_was_merged(cast, client):
    one, two = twins(cast.municipality_a.governs)
    merge(two, one)
    assert two.slug not in client.get("/en/organisations/").content.decode()
    listed = [row["slug"] for row in client.get("/api/v1/organisations/?limit=100").json()["items"]]
    assert (two.slug in listed, one.slug in listed) == (False, True)
    assert f"organisations/{two.slug}/" not in client.get("/sitemap.xml").content.decode()


def test_slug_of_a_merged_one_is_never_given_to_another(cast):
    area = cast.municipality_a.governs
    one, two = organisation("Sama kerho", area), organisation("Muu kerho", area)
    merge(one, two)
    assert organisation("Sama kerho", area).slug != one.slug


def test_compare_choose_merge_and_undo_by_pages(kaisa, cast):
    one, two = twins(cast.municipality_a.governs)
    actions.find(COMMAND, None, what="organisation")
    pair = Pair.objects.get(one_id=one.pk, other_id=two.pk)
    listed = kaisa.get("/en/duplicates/").content.decode()
    assert ("the names are alike" in listed, pair.get_absolute_url() in listed) == (True, True)
    page = kaisa.get(pair.get_absolute_url())
    assert page.context["kept"] == one
    values = {name: field.initial for name, field in page.context["form"].fields.items()}
    assert values["description"] == "old"
    posted = values | {"keep": one.pk, "seen": page.context["mark"]}
    answer = kaisa.post(f"/en/duplicates/{pair.pk}/merge/", posted)
    made = Merge.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/en/merges/{made.pk}/")
    one.refresh_from_db()
    assert str(one.description) == "Omaisten tuki."
    assert "It can be undone until" in kaisa.get(f"/en/merges/{made.pk}/").content.decode()
    undone = kaisa.post(f"/en/merges/{made.pk}/undo/")
    assert (undone.status_code, undone.headers["Location"]) == (303, f"/en/merges/{made.pk}/")
    assert "It was taken back on" in kaisa.get(f"/en/merges/{made.pk}/").content.decode()
    assert Organisation.objects.filter(pk=two.pk).exists()


def test_merge_without_having_seen_the_two_is_refused(kaisa, cast):
    one, two = twins(cast.municipality_a.governs)
    pair = pair_of(one, two)
    assert kaisa.post(f"/en/duplicates/{pair.pk}/merge/", {"keep": one.pk}).status_code == 409
    assert kaisa.post(f"/en/duplicates/{pair.pk}/merge/", {"keep": 999, "seen": "x"}).status_code == 409
    assert Merge.objects.count() == 0


def test_dismissed_pairs_stand_in_a_list_of_their_own(kaisa, cast):
    pair = pair_of(*twins(cast.municipality_a.governs))
    assert kaisa.post(f"/en/duplicates/{pair.pk}/dismiss/").status_code == 303
    assert pair.get_absolute_url() not in kaisa.get("/en/duplicates/").content.decode()
    assert kaisa.get("/en/duplicates/?state=dismissed").content.decode().count("Compare the two") == 1


def test_others_do_not_learn_of_pairs(cast, client):
    pair = pair_of(*twins(cast.municipality_a.governs))
    client.force_login(cast.people["beata"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/en/duplicates/{pair.pk}/").status_code == 404


def test_a_number_that_another_has_leads_to_comparing_the_two(cast, client):
    area = cast.municipality_a.governs
    other = organisation("Omaiset", area, register_number="123.456")
    client.force_login(cast.people["bertil"], backend="allauth.account.auth_backends.AuthenticationBackend")
    own = cast.ngo_a
    page = client.get(f"/en/organisations/{own.slug}/change/")
    posted = {name: value for name, value in page.context["form"].initial.items() if isinstance(value, str | bool)}
    posted |= {"name_fi": "Oma", "register_number": "123 456", "kind": "association"}
    answer = client.post(f"/en/organisations/{own.slug}/change/", posted)
    assert answer.status_code == 422
    assert f"/en/organisations/{own.slug}/same-as/?other={other.slug}" in answer.content.decode()
    made = client.post(f"/en/organisations/{own.slug}/same-as/", {"other": "123.456"})
    assert made.headers["Location"] == Pair.objects.get().get_absolute_url().replace("/fi/", "/en/")
