"""The search box: what it shows, that it is silent where nothing fits, and that nobody sees what is not hers."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumppanuus.core.texts import Text
from kumppanuus.search.documents import Source
from kumppanuus.search.listing import reason_of
from kumppanuus.search.models import Saying, Silent
from kumppanuus.search.reasons import Reason
from kumppanuus.search.rebuilding import rebuild
from tests.factories import building
from tests.factories import organisations as make
from tests.organisations.test_views import sign_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ENTRY, BODY = "services.service", "organisations.organisation"


def thing(kind: str, pk: int, title: str, text: str = "", **more) -> Source:
    address = ("services:service", (f"merkinta-{pk}",))
    return Source(kind, pk, Text(fi=title), address, Text(), [("text", text)], **more)


@pytest.fixture
def shelf() -> None:
    rebuild([
        [
            *(thing(ENTRY, n, f"Surevien ryhmä {n}", "Puhutaan menetyksestä.") for n in range(1, 31)),
            thing(ENTRY, 40, "Salainen surevien ryhmä", tokens=frozenset({"organisation:77"})),
            thing(BODY, 50, "Surevien tuki ry"),
            thing(BODY, 51, "Tanssiseura"),
        ],
    ])  # fmt: skip


def shown(client, words: str, **more) -> str:
    return unescape(client.get("/en/search/", {"q": words, **more}).content.decode())


def titles(html: str) -> list[str]:
    return re.findall(r'class="sr-title"><a[^>]*>(?:<span[^>]*>)?([^<]*)', html)


def test_search_groups_by_kind_and_tells_how_many(client, shelf):
    html = shown(client, "surevien ryhmä")
    assert re.findall(r'<section class="sr-group"><h2>([^<]*)', html) == ["Services and activities", "Organisations"]
    assert re.findall(r'<a [^>]*kind=services.service">Show all (\d+)', html) == ["30"]
    assert len(titles(html)) == 11
    assert titles(html)[-1] == "Surevien tuki ry"


def test_search_of_one_kind_has_pages_that_repeat_and_drop_nothing(client, shelf):
    pages = [titles(shown(client, "surevien ryhmä", kind=ENTRY, page=n)) for n in (1, 2)]
    assert sorted(pages[0] + pages[1]) == sorted(f"Surevien ryhmä {n}" for n in range(1, 31))
    assert [len(page) for page in pages] == [20, 10]


def test_search_shows_no_draft_to_others(client, shelf):
    assert "Salainen" not in shown(client, "salainen surevien ryhmä", kind=ENTRY, page=2)
    assert "Salainen" not in client.get("/en/search/suggest/", {"q": "sala"}, headers=HTMX).content.decode()


def test_search_is_silent_where_nothing_fits_and_counts_it_without_the_asker(client, shelf):
    html = shown(client, "Avaruusmatkailu Kuuhun")
    assert (titles(html), "Nothing here fits “Avaruusmatkailu Kuuhun”" in html) == ([], True)
    assert list(Silent.objects.values_list("words", "times")) == [("avaruusmatkailu kuuhun", 1)]
    shown(client, "matti.meikalainen@posti.example")
    assert Silent.objects.count() == 1


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a",
        "ja on se",
        "\"'()*:^~",
        "SELECT * FROM x; --",
        "x NEAR/2 y AND OR NOT",
        "😀",
        "\u202eabc",
        "\x07",
        "12345",
    ],
)
def test_search_takes_whatever_is_typed(client, shelf, words):
    answer = client.get("/fi/search/", {"q": words})
    assert (answer.status_code, answer.content.decode().count("<h1>")) == (200, 1)
    assert client.get("/fi/search/suggest/", {"q": words}, headers=HTMX).status_code == 200


def test_search_cuts_what_is_far_too_long_and_keeps_the_field(client, shelf):
    html = shown(client, "sureva " * 2000)
    assert len(re.findall(r'id="q"[^>]*value="([^"]*)"', html)[0]) <= 400


def test_search_takes_any_page_number_and_kind(client, shelf):
    for page in ("0", "-1", "9999999999", "x", "²"):
        assert client.get("/en/search/", {"q": "surevien", "kind": ENTRY, "page": page}).status_code == 200
    assert len(re.findall("<h2>", shown(client, "surevien ryhmä", kind="no.such"))) == 2


def test_search_costs_the_same_with_many_hits(client, shelf):
    shown(client, "tanssiseura")
    with CaptureQueriesContext(connection) as few:
        shown(client, "tanssiseura")
    with CaptureQueriesContext(connection) as many:
        shown(client, "surevien ryhmä")
    assert len(few) == len(many) <= 5


def test_search_before_there_is_an_index_says_so(client):
    assert "Search is being made ready" in shown(client, "surevien ryhmä")


def test_suggestions_are_links_and_tell_their_number(client, shelf):
    html = client.get("/en/search/suggest/", {"q": "tanssi"}, headers=HTMX).content.decode()
    assert re.findall(r'href="([^"]*)"', html)[0] == "/en/directory/merkinta-51/"
    assert re.findall(r'role="status">(\d) suggestion', html) == ["1"]


def test_suggestions_opened_by_themselves_lead_to_the_search(client):
    assert client.get("/en/search/suggest/", {"q": "tanssi"}).url == "/en/search/?q=tanssi"


def test_member_finds_drafts_of_her_organisation(client):
    ry = make.organisation("Surevien tuki")
    own = frozenset({f"organisation:{ry.pk}"})
    rebuild([[thing(ENTRY, 1, "Surevien iltaryhmä", tokens=own)]])
    assert titles(shown(client, "surevien iltaryhmä")) == []
    sign_in(client, make.acting("Bertil", ry))
    assert titles(shown(client, "surevien iltaryhmä")) == ["Surevien iltaryhmä"]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason("suru", "word", "suru", "title"), ""),
        (Reason("suru", "word", "suru", "text"), "<mark>suru</mark> in the text"),
        (Reason("en saa unta", "words", "unettomuus", "text"), "“en saa unta” means <mark>unettomuus</mark> here"),
        (Reason("<b>", "similar", "<i>", "title"), "<mark>&lt;i&gt;</mark> looks like “&lt;b&gt;”"),
    ],
)
def test_reason_is_said_in_words_and_never_as_markup(reason, said):
    assert reason_of([reason]) == said


def test_words_that_hurt_are_understood_and_never_suggested(client, shelf):
    with building():
        Saying.objects.create(language="fi", saying="loukkaava sana", meaning="suru", note="vanhentunut tai loukkaava")
        Saying.objects.create(language="fi", saying="loukkuun jäänyt", meaning="suru", note="")
    html = client.get("/fi/search/suggest/", {"q": "loukk"}, headers=HTMX).content.decode()
    assert (("loukkuun jäänyt" in html), ("loukkaava sana" in html)) == (True, False)


def test_search_costs_the_same_for_5_hits_and_50(client):
    things = [thing(ENTRY, n, f"Viisikko {n}") for n in range(1, 6)]
    things += [thing(ENTRY, n, f"Kuoro {n}") for n in range(6, 56)]
    rebuild([things])
    costs = {}
    for words in ("viisikko", "kuoro"):
        for kind in ("", ENTRY):
            for _time in range(2):
                with CaptureQueriesContext(connection) as queries:
                    html = shown(client, words, kind=kind)
            costs[words, kind] = (len(titles(html)), len(queries))
    assert costs == {
        ("viisikko", ""): (5, 2),
        ("viisikko", ENTRY): (5, 2),
        ("kuoro", ""): (10, 2),
        ("kuoro", ENTRY): (20, 2),
    }
