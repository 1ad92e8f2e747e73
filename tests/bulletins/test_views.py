"""Pages, files, feed and API of bulletins."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone

from kumppanuus.bulletins.models import Bulletin
from tests.factories import bulletins


@pytest.fixture
def made(cast):
    return bulletins.bulletins(cast, cast.municipality_a.governs, cast.municipality_b.governs)


def titles(client, query=""):
    page = client.get(f"/en/bulletins/?{query}")
    return sorted(one.title["fi"] for one in page.context["page_obj"].object_list)


def test_archive_is_narrowed(client, made, cast):
    both = ["Avustukset haettavana", "Verkoston uutisia"]
    year = timezone.localdate().year
    assert titles(client) == titles(client, "area=varsinais-suomi") == titles(client, f"year={year}") == both
    assert titles(client, "q=sökas") == titles(client, "area=koski-tl") == both[:1]
    assert titles(client, f"sender={cast.umbrella.slug}") == both[1:]
    assert titles(client, "area=no-such") == titles(client, f"year={year - 1}") == []
    assert titles(client, "year=nonsense") == both


def test_drafts_are_seen_by_the_sender_only(client, enter, made):
    assert bulletins.SECRET_DRAFT not in client.get("/en/bulletins/").content.decode()
    assert client.get(f"/en/bulletins/{made.draft.slug}/").status_code == 404
    assert bulletins.SECRET_DRAFT in enter("aino").get("/en/bulletins/").content.decode()


def test_files_and_feed_hold_the_same(client, made):
    told = client.get("/en/bulletins/list.csv?area=koski-tl").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(told), delimiter=";")
    assert (row["Went to organisations"], row["Links"]) == ("1", "Ohje https://example.org/ohje")
    assert client.get("/en/bulletins/feed.atom").content.decode().count("<entry>") == 2
    assert client.get("/en/bulletins/list.xlsx").status_code == client.get("/en/bulletins/list.json").status_code == 200


def test_aino_writes_previews_and_sends(enter, cast):
    client = enter("aino")
    sent = {"title_fi": "Tilat auki", "body_fi": "Koulun sali.", "area": cast.municipality_a.governs.pk}
    page = client.post("/en/bulletins/new/", sent | {"links": "Ohje ei-osoitetta"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["links"])
    assert "Koulun sali." in page.content.decode()
    assert client.post("/en/bulletins/new/", sent | {"links": "Ohje https://example.org/o"}).status_code == 303
    made = Bulletin.objects.get()
    page = client.get(made.get_absolute_url().replace("/fi/", "/en/")).content.decode()
    assert "It goes to 1 organisation" in page
    assert "https://example.org/o" in page
    assert client.get(f"/en/bulletins/{made.slug}/send/").status_code == 405
    assert client.post(f"/en/bulletins/{made.slug}/send/").status_code == 303
    made.refresh_from_db()
    assert made.sent_at is not None


def test_correction_leads_from_the_old_one(client, cast, made):
    aino = cast.actor("aino")
    from kumppanuus.bulletins import actions

    fix = bulletins.bulletin(aino, cast.municipality_a, cast.municipality_a.governs, corrects=made.sent)
    address = f"/en/bulletins/{made.sent.slug}/"
    assert f"/en/bulletins/{fix.slug}/" not in client.get(address).content.decode()
    actions.send(aino, fix)
    assert f"/en/bulletins/{fix.slug}/" in client.get(address).content.decode()


def test_api_has_sent_ones_only(client, made):
    rows = client.get("/api/v1/bulletins/bulletins").json()["items"]
    assert [one["slug"] for one in rows] == [made.other.slug, made.sent.slug]
    assert client.get(f"/api/v1/bulletins/bulletins/{made.draft.slug}").status_code == 404
    assert client.get(f"/api/v1/bulletins/bulletins/{made.sent.slug}").json()["reached"] == 1
