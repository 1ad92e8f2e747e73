from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kumppanuus.accounts import actions as accounts
from kumppanuus.bodies import panels as sections
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions, panels, personal, sitemaps
from kumppanuus.meetings.models import Coming, Meeting, Paper, Proposal
from kumppanuus.meetings.search import sources
from tests.factories import meetings as made_up
from tests.factories.bodies import today
from tests.factories.meetings import SECRET_ITEM, SECRET_LINK

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(cast, structures):
    return made_up.meetings(cast, structures)


def at(name, *args, **kwargs):
    return reverse(f"meetings:{name}", args=args, kwargs=kwargs)


def shown(client, query=""):
    page = words(client.get(f"{at('meetings')}?{query}"))
    return [int(pk) for pk in re.findall(r'class="mt-name"><a href="[^"]*/meetings/(\d+)/"', page)]


def words(answer):
    return answer.content.decode()


def test_list_is_narrowed_by_time_body_and_area(client, table, closed, made):
    assert shown(client) == [made.called.pk]
    assert shown(client, "when=past") == [made.held.pk]
    assert shown(client, "when=all") == [made.called.pk, made.held.pk]
    assert shown(client, f"when=all&body={table.slug}&area={table.area.slug}") == [made.called.pk, made.held.pk]
    assert shown(client, "q=nobody") == []
    assert shown(client, f"body={closed.slug}") == shown(client, "body=no-such") == []


def test_files_hold_the_same_meetings(client, made):
    rows = list(csv.DictReader(io.StringIO(client.get(at("export", "csv")).content.decode("utf-8-sig")), delimiter=";"))
    told = json.loads(client.get(f"{at('export', 'json')}?when=past").content)
    told = told["rows"] if isinstance(told, dict) and "rows" in told else told
    assert (len(rows), SECRET_LINK in str(rows)) == (1, False)
    assert made.held.number == 1
    assert "held" in str(told)


@pytest.mark.parametrize(
    ("name", "sees"),
    [(name, name == "akseli") for name in ("aino", "akseli", "bertil", "beata", "cecilia", "kaisa", "eero", "dani")],
)
def test_meetings_of_a_closed_body_are_seen_inside_only(cast, client, enter, closed, made, name, sees):
    if name != "dani":
        enter(name)
    pages = [at("meeting", made.planned.pk), at("ics", made.planned.pk), at("screen", made.planned.pk)]
    assert [client.get(page).status_code for page in pages] == [200 if sees else 404] * 3
    lists = [client.get(f"{at('meetings')}?when=all"), client.get(f"{at('export', 'csv')}?when=all")]
    lists += [client.get(closed.get_absolute_url()), client.get("/api/v1/meetings/meetings")]
    assert ["Suljettu kokous" in words(one) for one in lists] == [sees] * 4
    assert client.get(f"/api/v1/meetings/meetings/{made.planned.pk}").status_code == (200 if sees else 404)
    assert client.get(at("feed", closed.slug)).status_code == 404
    assert "Suljettu kokous" not in words(client.get(f"{at('atom')}?when=all"))


def test_search_and_map_of_the_site_know_what_is_closed(made):
    told = {one.object_id: one for one in sources([made.called.pk, made.planned.pk])}
    assert told[made.called.pk].tokens == {"public"}
    assert "public" not in told[made.planned.pk].tokens
    listed = [args for name, args in sitemaps.addresses() if name == "meetings:meeting"]
    assert listed == [[made.called.pk], [made.held.pk]] or listed == [[made.held.pk], [made.called.pk]]


def test_remote_link_is_for_insiders_unless_it_is_open(cast, client, enter, aino, made):
    page = at("meeting", made.called.pk)
    outside = words(client.get(page)), words(client.get(at("ics", made.called.pk))).replace("\r\n ", "")
    told = client.get(f"/api/v1/meetings/meetings/{made.called.pk}").json()["remote_link"]
    assert ([SECRET_LINK in one for one in outside], told) == ([False, False], "")
    actions.change(aino, made.called, remote_open=True)
    assert SECRET_LINK in words(client.get(page))
    actions.change(aino, made.called, remote_open=False)
    enter("bertil")
    assert SECRET_LINK in words(client.get(page))


def test_page_shows_agenda_with_times_papers_and_what_was_withdrawn(client, made):
    page = words(client.get(at("meeting", made.called.pk)))
    assert re.findall(r'class="mt-at"><time datetime="([^"]+)"', page) == ["13:00", "13:20", "13:50"]
    assert at("paper", made.paper.pk) in page
    assert ("Siinä oli puhelinnumero" in page, at("paper", made.withdrawn.pk) in page) == (True, False)


def test_paper_is_given_and_a_withdrawn_one_says_why(client, made):
    given = client.get(at("paper", made.paper.pk))
    assert b"".join(given.streaming_content).decode() == "Sisältö: lista.txt"
    gone = client.get(at("paper", made.withdrawn.pk))
    assert (gone.status_code, "Siinä oli puhelinnumero" in words(gone)) == (410, True)
    assert client.get(made.withdrawn.file.get_absolute_url()).status_code in {404, 410}


def test_paper_of_a_closed_body_is_not_given_outside(cast, client, enter, closed, made):
    akseli = cast.actor("akseli")
    item = made.planned.items.get()
    paper = actions.add_paper(akseli, item, title=Text(fi="Salainen liite"), file=made_up.upload("salainen.txt"))
    assert [client.get(at("paper", paper.pk)).status_code, client.get(paper.file.get_absolute_url()).status_code] == [
        404,
        404,
    ]
    enter("akseli")
    assert client.get(at("paper", paper.pk)).status_code == 200


def test_who_comes_is_shown_inside_only(client, enter, made):
    page = at("meeting", made.called.pk)
    assert client.get(page).context["attendance"] is None
    seen = enter("bertil").get(page).context
    assert (seen["attendance"].needed, seen["attendance"].seats, [one.pk for one, _choices in seen["mine"]]) == (
        2,
        2,
        [made.place.pk],
    )


def test_link_in_the_call_shows_the_buttons_and_reading_it_changes_nothing(client, made):
    page = at("answer_by_link", made.token)
    for _scanner in range(3):
        answer = client.get(page)
        client.head(page)
    made.place.refresh_from_db()
    assert (made.place.coming, made.place.answered_at) == ("", None)
    assert [value for value, _label in answer.context["choices"]] == [Coming.YES, Coming.NO]
    assert SECRET_LINK in words(answer)


def test_link_answers_without_an_account_and_again_until_the_meeting(client, made):
    page = at("answer_by_link", made.token)
    for coming in (Coming.YES, Coming.NO):
        assert client.post(page, {"coming": coming}).status_code == 303
        made.place.refresh_from_db()
        assert made.place.coming == coming
    assert client.post(page, {"coming": "maybe"}).status_code == 422


def test_link_opens_papers_and_the_calendar_of_its_meeting_only(cast, client, structures, made):
    akseli = cast.actor("akseli")
    other = actions.add_paper(akseli, made.planned.items.get(), title=Text(fi="Muu"), url="https://example.org/")
    assert client.get(at("paper_by_link", made.token, made.paper.pk)).status_code == 200
    assert client.get(at("paper_by_link", made.token, other.pk)).status_code == 404
    assert SECRET_LINK in words(client.get(at("ics_by_link", made.token))).replace("\r\n ", "")


def test_member_without_an_account_reads_a_closed_meeting_by_the_link(cast, client, structures, made):
    actions.call(cast.actor("akseli"), made.planned)
    token = made_up.token_of(made.planned.places.get(mandate=structures.hidden))
    assert SECRET_ITEM in words(client.get(at("answer_by_link", token)))
    assert client.get(at("meeting", made.planned.pk)).status_code == 404


def test_links_of_others_and_broken_ones_open_nothing(cast, client, enter, aino, structures, made):
    assert client.get(at("answer_by_link", f"x{made.token}")).status_code == 404
    own = made.called.places.get(mandate__person=cast.people["aino"])
    enter("bertil")
    assert client.post(at("answer", own.pk), {"coming": "no"}).status_code == 403
    assert enter("beata").post(at("answer", own.pk), {"coming": "no"}).status_code == 404
    own.refresh_from_db()
    assert own.coming == ""


def test_link_of_another_place_does_not_answer_this_one(cast, client, made):
    own = made.called.places.get(mandate__person=cast.people["aino"])
    with pytest.raises(PermissionDenied):
        actions.answer(Actor(link_id=made.place.link_id), own, coming="no")


def form(**more):
    return {
        "date": today(60),
        "begins": "13:00",
        "ends": "15:00",
        "place_fi": "Kirjasto",
        "remote_link": "etakokous.example/a",
        "languages": "fi",
        **more,
    }


def test_planning_a_series_in_the_browser(cast, enter, table):
    page = at("plan", table.slug)
    browser = enter("aino")
    answer = browser.post(page, form(unit="weeks", every=4, until=today(120)))
    made = Meeting.objects.filter(body=table).order_by("starts_at")
    assert (answer.status_code, [one.day for one in made]) == (303, [today(60), today(88), today(116)])
    assert [made[0].remote_link, str(made[0].place)] == ["https://etakokous.example/a", "Kirjasto"]
    assert {f"{timezone.localtime(one.starts_at):%H.%M}" for one in made} == {"13.00"}


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"ends": "12:00"}, ["ends"]),
        ({"unit": "weeks"}, ["every", "until"]),
        ({"date": "", "begins": "25:00"}, ["date", "begins"]),
        ({"date": today(-2)}, ["__all__"]),
        ({"proposals_until": today(90)}, ["proposals_until"]),
        ({"remote_link": "javascript:alert(1)"}, ["remote_link"]),
    ],
)
def test_form_says_what_is_wrong_and_keeps_the_rest(enter, table, more, wrong):
    answer = enter("aino").post(at("plan", table.slug), form(**more))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, wrong)
    assert Meeting.objects.filter(body=table).count() == 0


def test_changing_without_touching_anything_changes_nothing(enter, aino, table):
    meeting = made_up.planned(aino, table, place=Text(fi="Kirjasto"))
    browser = enter("aino")
    initial = browser.get(at("change", meeting.pk)).context["form"].initial
    same = {name: initial[name] for name in ("date", "begins", "ends", "proposals_until", "languages")}
    assert browser.post(at("change", meeting.pk), {**same, "place_fi": "Kirjasto"}).status_code == 303
    after = Meeting.objects.get(pk=meeting.pk)
    assert (after.sequence, after.starts_at, after.proposals_until) == (0, meeting.starts_at, meeting.proposals_until)


def test_secretary_works_on_the_agenda_in_the_browser(enter, aino, table):
    meeting = made_up.planned(aino, table)
    browser = enter("aino")
    for title in ("Toinen", "Ensimmäinen"):
        browser.post(at("add_item", meeting.pk), {"title_fi": title, "kind": "decision", "minutes": 10})
    second = meeting.items.last()
    browser.post(at("move_item", second.pk), {"to": "up"})
    assert [str(item.title) for item in meeting.items.all()] == ["Ensimmäinen", "Toinen"]
    file = SimpleUploadedFile("liite.txt", b"abc")
    browser.post(at("add_paper", second.pk), {"title_fi": "Liite", "file": file})
    paper = Paper.objects.get(item=second)
    browser.post(at("withdraw_paper", paper.pk), {"why": "Virhe"})
    browser.post(at("call", meeting.pk))
    browser.post(at("withdraw_item", second.pk), {"why": "Siirtyy"})
    page = words(browser.get(at("meeting", meeting.pk)))
    meeting.refresh_from_db()
    assert (meeting.state, "Siirtyy" in page, at("paper", paper.pk) in page) == ("called", True, False)
    browser.post(at("cancel", meeting.pk), {"why": "Myrsky"})
    assert "Myrsky" in words(browser.get(at("meeting", meeting.pk)))


@pytest.mark.parametrize("name", ["plan", "propose"])
def test_stranger_is_led_to_sign_in(client, table, name):
    assert client.get(at(name, table.slug)).status_code == 302


def test_form_of_proposals_says_for_which_meeting_before_sending(enter, aino, table):
    browser = enter("bertil")
    page = at("propose", table.slug).replace("/fi/", "/en/")
    assert "has not been planned yet" in words(browser.get(page))
    made_up.planned(aino, table, 10)
    assert "kept for the following one, which has not been planned yet" in words(browser.get(page))
    made_up.planned(aino, table, 60)
    assert "kept for the following one, on" in words(browser.get(page))


def test_proposing_and_answering_in_the_browser(cast, enter, made):
    browser = enter("bertil")
    told = {"title_fi": "Uusi asia", "why_fi": "Siksi", "kind": "initiative"}
    assert browser.post(at("propose", made.called.body.slug), told).status_code == 303
    proposal = Proposal.objects.get(title=Text(fi="Uusi asia"))
    assert (proposal.organisation, proposal.person) == (cast.ngo_a, cast.people["bertil"])
    assert len(browser.get(at("own_proposals")).context["page_obj"].object_list) == 4
    browser = enter("aino")
    assert browser.post(at("accept_proposal", proposal.pk), {"meeting": made.planned.pk}).status_code == 422
    assert browser.post(at("accept_proposal", proposal.pk), {"meeting": made.called.pk}).status_code == 303
    assert browser.post(at("decline_proposal", made.waiting.pk), {"reason": ""}).status_code == 422
    browser.post(at("decline_proposal", made.waiting.pk), {"reason": "Ei nyt"})
    assert set(Proposal.objects.values_list("state", flat=True)) == {"accepted", "declined"}


def test_files_hold_the_same_proposals_as_the_page(client, enter, table, made):
    def titles():
        body = client.get(at("proposals_export", table.slug, "json")).json()
        return {row["title"]["fi"] for row in (body["rows"] if isinstance(body, dict) else body)}

    answered = {"Hyväksytty ehdotus", "Hylätty ehdotus"}
    assert titles() == answered
    enter("bertil")
    assert titles() == answered | {"Odottava ehdotus"}
    assert client.get(at("proposals_export", table.slug, "xlsx")).status_code == 200
    assert client.get(at("proposals_export", table.slug, "exe")).status_code == 404


def test_answered_proposals_are_public_and_waiting_ones_are_not(client, enter, table, made):
    page = at("proposals", table.slug)
    seen = {one.pk for one in client.get(page).context["page_obj"]}
    assert seen == {made.accepted.pk, made.declined.pk}
    assert client.get(at("proposal", made.waiting.pk)).status_code == 404
    assert {one.pk for one in enter("bertil").get(page).context["page_obj"]} == seen | {made.waiting.pk}


def test_screen_shows_one_item_at_a_time_and_leads_on(client, made):
    page = at("screen", made.called.pk)
    first, last = client.get(page).context, client.get(f"{page}?item=3").context
    assert (first["line"].number, first["before"], first["after"].number) == (1, None, 2)
    assert (last["line"].number, last["before"].number, last["after"]) == (3, 2, None)
    assert client.get(f"{page}?item=99999999999999999999").context["line"].number == 1


def test_page_of_the_body_shows_its_meetings(client, enter, table, closed, made):
    page = words(client.get(table.get_absolute_url()))
    assert (at("meeting", made.called.pk) in page, at("meeting", made.held.pk) in page) == (True, True)
    assert (at("plan", table.slug) in page, f'href="{at("feed", table.slug)}"' in page) == (False, True)
    assert at("plan", table.slug) in words(enter("aino").get(table.get_absolute_url()))
    assert [one for one in sections.sections if one.__module__ == "kumppanuus.meetings.panels"] == [panels.of_body]


def test_api_gives_the_agenda_and_no_way_to_a_withdrawn_paper(client, made):
    told = client.get(f"/api/v1/meetings/meetings/{made.called.pk}").json()
    papers = told["items"][0]["papers"]
    assert [(one["withdrawn"], one["address"] is None) for one in papers] == [(False, False), (True, True)]
    assert [one["proposed_by"] for one in told["items"]] == [None, None, "kosken-kylatupa"]


@pytest.mark.parametrize("who", ["dani", "bertil", "aino"])
def test_page_costs_as_many_queries_with_more_items_and_seats(cast, client, enter, aino, made, who):
    if who != "dani":
        enter(who)
    page = at("meeting", made.called.pk)

    def cost():
        with CaptureQueriesContext(connection) as anew:
            client.get(page)
        with CaptureQueriesContext(connection) as again:
            client.get(page)
        return len(anew), len(again)

    def more(n):
        item = actions.add_item(aino, made.called, title=Text(fi=f"Lisä {n}"), minutes=5)
        actions.add_paper(aino, item, title=Text(fi="Liite"), file=made_up.upload(f"{n}.txt"))
        proposal = actions.propose(cast.actor("beata"), made.called.body, title=Text(fi=f"Ehdotus {n}"))
        if n % 2:
            actions.accept_proposal(aino, proposal, meeting=made.called)

    client.get(page)
    more(9)
    few = cost()
    for n in range(5):
        more(n)
    assert few == cost() == {"dani": (6, 3), "bertil": (13, 9), "aino": (15, 11)}[who]


def test_own_data_tells_of_proposals_and_calls_and_an_erased_person_is_on_no_proposal(cast, made):
    bertil = cast.people["bertil"]
    held = personal.collect(bertil.pk)
    assert (len(held["proposals"]), len(held["calls"])) == (3, 1)
    accounts.erase(cast.actor("bertil"), bertil)
    assert set(Proposal.objects.values_list("person", "organisation")) == {(None, cast.ngo_a.pk)}
