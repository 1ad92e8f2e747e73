from __future__ import annotations

import io
import re

import pikepdf
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.merging import actions as merging
from kumppanuus.merging.models import Pair, What
from kumppanuus.notices import actions as notices
from kumppanuus.notices.models import Delivery
from kumppanuus.notices.sending import send_due
from kumppanuus.search.rebuilding import rebuild as rebuild_index
from kumppanuus.services import actions
from kumppanuus.services.sheets import MOST, entries_of, sheet_of
from tests.factories import building, services

pytestmark = pytest.mark.django_db
CHOOSE = "/en/directory/sheet/choose/"
GREETING = "Lycka till, vi hörs på tisdag"


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def rows(cast, area):
    """Three entries, of which the second has texts in Swedish too."""
    made = [services.entry(cast.ngo_a, area, name=Text(fi=f"Kerho {n}")) for n in range(3)]
    actions.change(system("tests"), made[1], name=Text(fi="Kerho 1", sv="Klubb 1"))
    return made


def put(client, *rows, **more):
    for row in rows:
        assert client.post(CHOOSE, {"add": row.slug, **more}).status_code == 303


def on_sheet(client):
    return [int(pk) for pk in client.session.get("services.sheet", [])]


def test_entries_are_chosen_moved_and_taken_off_in_the_session(client, rows):
    one, two, three = rows
    put(client, one, two, three, two)
    assert on_sheet(client) == [one.pk, two.pk, three.pk]
    client.post(CHOOSE, {"up": three.pk})
    client.post(CHOOSE, {"up": one.pk})
    assert on_sheet(client) == [one.pk, three.pk, two.pk]
    client.post(CHOOSE, {"drop": one.slug})
    assert on_sheet(client) == [three.pk, two.pk]
    client.post(CHOOSE, {"clear": "yes"})
    assert on_sheet(client) == []


def test_choosing_leads_back_but_never_to_another_site(client, rows):
    for given, expected in (
        ("/en/directory/?q=kerho", "/en/directory/?q=kerho"),
        ("https://x.example/", "/en/directory/sheet/"),
        ("//x.example/", "/en/directory/sheet/"),
        ("/\\x.example", "/en/directory/sheet/"),
    ):
        assert client.post(CHOOSE, {"add": rows[0].slug, "next": given})["location"] == expected


def test_a_sheet_holds_twenty_and_no_drafts(client, cast, area):
    many = [services.entry(cast.ngo_a, area, name=Text(fi=f"Kerho {n}")) for n in range(MOST + 1)]
    put(client, *many)
    assert len(on_sheet(client)) == MOST
    draft = services.entry(cast.ngo_a, area, published=False)
    assert client.post(CHOOSE, {"add": draft.slug}).status_code == 404
    assert f"/directory/{draft.slug}/" not in client.get(f"/en/directory/sheet/shown/?e={draft.pk}").content.decode()


def test_a_visitor_without_a_sheet_gets_no_cookie_and_choosing_takes_no_token(rows):
    client = Client(enforce_csrf_checks=True)
    client.get("/en/directory/")
    assert dict(client.cookies) == {}
    put(client, rows[0])
    assert sorted(client.cookies) == ["sessionid"]


def test_with_scripts_only_the_button_and_the_count_are_sent(client, rows):
    answer = client.post(CHOOSE, {"add": rows[0].slug}, headers={"HX-Request": "true"}).content.decode()
    assert re.findall(r'name="(add|drop)"', answer) == ["drop"]
    assert ("1 entry on the client" in answer, "<html" in answer) == (True, False)


def test_the_list_says_what_is_on_the_sheet(client, rows):
    put(client, rows[1])
    page = client.get("/en/directory/").content.decode()
    assert re.findall(r'name="(add|drop)" value="([\w-]+)"', page) == [
        ("add", rows[0].slug), ("drop", rows[1].slug), ("add", rows[2].slug),
    ]  # fmt: skip


def test_the_sheet_is_in_the_language_chosen_whatever_the_interface(client, rows):
    put(client, *rows)
    given = {"language": "sv", "layout": "each", "greeting": GREETING}
    page = client.post("/en/directory/sheet/shown/", given).content.decode()
    sheet = page[page.index("<article") : page.index("</article>")]
    assert '<article class="sheet sheet-each" lang="sv">' in sheet
    assert re.findall(r"<h2>(.*?)</h2>", sheet) == [
        '<span lang="fi">Kerho 0</span>',
        "Klubb 1",
        '<span lang="fi">Kerho 2</span>',
    ]
    assert (GREETING in sheet, sheet.count("<svg") == 3, "Keskustie 4" in sheet) == (True, True, True)


def test_the_greeting_is_kept_nowhere(client, rows, caplog):
    put(client, *rows)
    given = {"language": "sv", "layout": "one", "greeting": GREETING}
    client.post("/en/directory/sheet/shown/", given)
    client.post("/en/directory/sheet/sheet.pdf", given)
    held = [one.get_decoded() for one in Session.objects.all()]
    assert (held, GREETING in caplog.text) == ([{"services.sheet": [row.pk for row in rows]}], False)
    assert Delivery.objects.count() == 0


def test_the_address_shows_the_sheet_to_anybody_and_is_not_indexed(client, rows):
    put(client, *rows)
    page = client.post(
        "/en/directory/sheet/shown/", {"language": "fi", "layout": "one", "greeting": ""}
    ).content.decode()
    share = re.search(r'value="[^"]*(/fi/directory/sheet/shown/\?[^"]*)"', page)[1].replace("&amp;", "&")
    other = Client().get(share)
    assert (other["X-Robots-Tag"], 'content="noindex"' in other.content.decode()) == ("noindex", True)
    assert re.findall(r"<h2>(.*?)</h2>", other.content.decode()) == ["Kerho 0", "Kerho 1", "Kerho 2"]


def test_nonsense_in_the_address_shows_an_empty_sheet(client):
    page = client.get("/en/directory/sheet/shown/?e=x&e=-1&e=99999999999999999999&e=٣&e=7&in=xx&layout=zz")
    assert (page.status_code, "<h2>" in page.content.decode()) == (200, False)


def test_the_pdf_is_accessible_and_has_a_page_for_each(client, rows):
    query = "&".join(f"e={row.pk}" for row in rows)
    answer = client.get(f"/en/directory/sheet/sheet.pdf?{query}&in=sv&layout=each")
    pdf = pikepdf.open(io.BytesIO(answer.content))
    assert (len(pdf.pages), pdf.Root.Lang, pdf.Root.MarkInfo.Marked) == (3, "sv", True)
    assert b"pdfuaid" in bytes(pdf.Root.Metadata.read_bytes())


def test_ended_and_merged_entries_are_said_and_followed(cast, area, rows):
    one, two, three = rows
    actions.end(system("tests"), one)
    with building():
        pair = Pair.objects.get_or_create(what=What.ENTRY, one_id=two.pk, other_id=three.pk)[0]
    merging.merge(system("command"), pair, keep=two.pk)
    assert [row.pk for row in entries_of([three.pk, two.pk, one.pk])] == [two.pk, one.pk]
    assert [leaf["state"] for leaf in sheet_of([three.pk, one.pk], "en", "one")["leaves"]] == ["", "This has ended."]


def test_contacts_for_professionals_are_not_on_it(cast, area):
    contacts = [
        {"role": Text(fi="Vetäjä"), "phone": "02 555 0101"},
        {"role": Text(fi="Palveluohjaajille"), "phone": "02 555 0999", "audience_kind": "professionals"},
    ]
    row = services.entry(cast.ngo_a, area, contacts=contacts, for_professionals=Text(fi="Vain ammattilaisille"))
    said = str(sheet_of([row.pk], "fi", "one"))
    assert ("02 555 0101" in said, "02 555 0999" in said, "Vain ammattilaisille" in said) == (True, False, False)


def test_more_entries_cost_no_more_queries(cast, area):
    many = [services.entry(cast.ngo_a, area, name=Text(fi=f"Kerho {n}")) for n in range(12)]
    costs = []
    for some in (many[:2], many):
        with CaptureQueriesContext(connection) as spent:
            sheet_of([row.pk for row in some], "fi", "one")
        costs.append(len(spent))
    assert costs == [7, 7]


def test_a_sent_sheet_leaves_nothing_behind(client, rows, mailoutbox, settings):
    settings.DEMO = False
    put(client, *rows)
    given = {"language": "sv", "layout": "one", "greeting": GREETING, "email": "Asiakas@example.org"}
    assert client.post("/en/directory/sheet/send/", given).status_code == 303
    send_due()
    (mail,) = mailoutbox
    assert (mail.to, GREETING in mail.body, "Klubb 1" in mail.body) == (["asiakas@example.org"], True, True)
    assert ("List-Unsubscribe" in mail.extra_headers, Delivery.objects.count()) == (True, 0)


def test_who_has_stopped_such_mail_gets_none_and_no_row_is_made(client, rows):
    notices.stop(system("mail link"), None, topic="client_sheet", address="asiakas@example.org")
    made = actions.send_sheet(Actor(), None, sheet=sheet_of([rows[0].pk], "fi", "one"), email="asiakas@example.org")
    assert (made, Delivery.objects.count()) == (False, 0)


@pytest.mark.parametrize("greeting", ["katso https://x.example", "www.x.example", "kirjoita a@x.example"])
def test_a_mail_carries_no_addresses_of_others(client, rows, greeting):
    put(client, rows[0])
    given = {"language": "fi", "layout": "one", "greeting": greeting, "email": "asiakas@example.org"}
    assert client.post("/en/directory/sheet/send/", given).status_code == 422
    assert Delivery.objects.count() == 0


def test_three_sheets_a_day_go_to_one_address(client, rows):
    put(client, rows[0])
    given = {"language": "fi", "layout": "one", "greeting": "", "email": "asiakas@example.org"}
    assert [client.post("/en/directory/sheet/send/", given).status_code for _n in range(4)] == [303, 303, 303, 422]
    assert Delivery.objects.count() == 3


def test_an_empty_sheet_is_not_sent(client, cast):
    given = {"language": "fi", "layout": "one", "greeting": "", "email": "asiakas@example.org"}
    assert client.post("/en/directory/sheet/send/", given).status_code == 422


def test_taking_off_can_be_undone_once(client, rows):
    put(client, *rows)
    client.post(CHOOSE, {"drop": rows[1].slug})
    assert 'name="undo"' in client.get("/en/directory/sheet/").content.decode()
    client.post(CHOOSE, {"undo": "yes"})
    assert on_sheet(client) == [row.pk for row in rows]
    client.post(CHOOSE, {"clear": "yes"})
    assert on_sheet(client) == []
    client.post(CHOOSE, {"undo": "yes"})
    assert on_sheet(client) == [row.pk for row in rows]
    client.post(CHOOSE, {"undo": "yes"})
    assert on_sheet(client) == [row.pk for row in rows]
    assert 'name="undo"' not in client.get("/en/directory/sheet/").content.decode()


def test_hits_of_search_have_the_button_and_the_count(client, rows, cast):
    services.entry(cast.ngo_a, rows[0].areas.get(), name=Text(fi="Kerho luonnos"), published=False)
    rebuild_index()
    put(client, rows[0])
    html = client.get("/en/search/", {"q": "kerho"}).content.decode()
    assert sorted(re.findall(r'form="sheet" name="(add|drop)" value="([^"]*)"', html)) == sorted(
        [("drop", rows[0].slug), ("add", rows[1].slug), ("add", rows[2].slug)]
    )
    assert "1 entry on the client&#x27;s sheet" in html or "1 entry on the client's sheet" in html
    assert html.count('<form id="sheet"') == 1
    on_map = client.get("/en/search/", {"q": "kerho", "view": "map"}).content.decode()
    assert sorted(re.findall(r'id="pick-(\d+)"', on_map)) == sorted(str(row.pk) for row in rows)
