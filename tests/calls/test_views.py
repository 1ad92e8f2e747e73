from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone

from kumppanuus.bodies import actions as seating
from kumppanuus.calls import actions, sitemaps
from kumppanuus.calls.models import Call, Decision, Nomination
from kumppanuus.calls.waiting import waiting_for
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.links import actions as links
from kumppanuus.links.models import Link
from tests.factories import building
from tests.factories import calls as made
from tests.factories.bodies import today
from tests.factories.meetings import at

pytestmark = pytest.mark.django_db


def page(client, address):
    return client.get(address.replace("/fi/", "/en/")).content.decode()


def form_of(call, **more):
    """Return what the form of a nomination sends."""
    told = {"name": made.SECRET_NOMINEE, "email": "nimetty@example.org", "why": made.SECRET_WHY, "languages": ["fi"]}
    return told | {"mandate_by": "Hallitus", "mandate_on": today(-1).isoformat()} | more


def link_page(nomination):
    return f"/en/nominations/answer/{made.token_of(nomination)}/"


# --- reading ---
def test_open_calls_stand_first_the_one_that_closes_first_on_top(aino, client, table, seats):
    later = made.call(aino, table, seats[:1], closes_at=made.hence(days=20))
    sooner = made.call(aino, table, seats[1:], closes_at=at(2, 16))
    over = made.call(aino, table, [made.seat(aino, table, "Muu")])
    actions.cancel(aino, over, why="Ei tarvita")
    told = client.get("/en/calls/").context
    assert ([one.pk for one, _left in told["open"]], [one.pk for one in told["past"]]) == (
        [sooner.pk, later.pk],
        [over.pk],
    )
    assert told["open"][0][1] == "2 days left"


def test_list_is_narrowed_by_area_and_a_wrong_area_narrows_nothing(cast, aino, client, table, seats):
    near = made.call(aino, table, seats[:1], area=cast.municipality_a.governs)
    far = made.call(aino, table, seats[1:], area=cast.municipality_b.governs)
    wanted = {"koski-tl": [near.pk, far.pk], "marttila": [far.pk], "ei-ole": [near.pk, far.pk]}
    for slug, found in wanted.items():
        assert [one.pk for one, _left in client.get(f"/en/calls/?area={slug}").context["open"]] == found
    assert 'option value="koski-tl"' in page(client, "/en/calls/")


def test_a_stranger_reads_what_body_which_seats_who_may_and_until_when(client, call):
    told = page(client, call.get_absolute_url())
    for words in ("Kosken kumppanuuspöytä", "Kylät", "Omaiset", "Vacant", "days left", "Association", "Kunnanhallitus"):
        assert words in told
    assert "Sign in and nominate" in told


def test_no_name_is_shown_to_outsiders_on_any_page(client, bertil, call):
    nomination = made.nominate(bertil, call)
    addresses = [call.get_absolute_url(), "/en/calls/", call.body.get_absolute_url(), f"/api/v1/calls/calls/{call.pk}"]
    for address in addresses:
        told = page(client, address)
        assert (made.SECRET_NOMINEE in told, made.SECRET_WHY in told, "nimetty@example.org" in told) == (False,) * 3
    assert client.get(nomination.get_absolute_url()).status_code == 404
    assert client.get(f"/en/calls/{call.pk}/compare/").status_code == 302


def test_other_organisations_do_not_see_a_nomination(enter, bertil, call):
    nomination = made.nominate(bertil, call)
    assert enter("beata").get(nomination.get_absolute_url()).status_code == 404
    assert enter("beata").get(f"/en/calls/{call.pk}/compare/").status_code == 403
    assert enter("beata").get(f"/en/calls/{call.pk}/nominations.csv").status_code == 403
    assert made.SECRET_NOMINEE in page(enter("bertil"), nomination.get_absolute_url())


def test_how_many_nominations_is_told_after_the_closing_only(client, bertil, beata, call, seats):
    made.nominate(bertil, call, seat=seats[0])
    made.nominate(beata, call, own=True)
    assert "nominations in all" not in page(client, call.get_absolute_url())
    told = page(client, made.closed(call).get_absolute_url())
    assert "2 nominations in all, 1 of them for any of the seats" in told


# --- announcing and nominating ---
def test_secretary_announces_with_vacant_seats_chosen_already(enter, table, seats):
    client = enter("aino")
    address = f"/en/bodies/{table.slug}/calls/new/"
    shown = client.get(address).content.decode()
    assert shown.count("checked") >= 2 + 4  # the seats and the kinds of NGOs
    sent = {
        "seats": [seat.pk for seat in seats],
        "announcement_en": "We look for members",
        "start": today(40).isoformat(),
        "opens_on": today().isoformat(),
        "closes_on": today(10).isoformat(),
        "closes_hour": "16:00",
        "kinds": ["association"],
        "area": table.area_id,
        "decider_en": "The board",
    }
    assert client.post(address, sent).status_code == 303
    call = Call.objects.get()
    assert (call.seats.count(), timezone.localtime(call.closes_at).hour, call.is_open) == (2, 16, True)


def test_what_was_typed_is_kept_and_shown_when_the_call_closes_meanwhile(enter, call):
    client = enter("bertil")
    address = f"/en/calls/{call.pk}/nominate/"
    assert client.get(address).status_code == 200
    made.closed(call)
    answer = client.post(address, form_of(call))
    told = answer.content.decode()
    assert (answer.status_code, made.SECRET_WHY in told, made.SECRET_NOMINEE in told) == (422, True, True)
    assert ("The call closed" in told, Nomination.objects.count()) == (True, 0)


def test_nomination_form_asks_for_a_name_unless_one_stands_oneself(enter, call):
    client = enter("bertil")
    address = f"/en/calls/{call.pk}/nominate/"
    answer = client.post(address, form_of(call, name="", email=""))
    assert (answer.status_code, "unless you stand yourself" in answer.content.decode()) == (422, True)
    assert client.post(address, form_of(call, name="", email="", own="on")).status_code == 303
    assert Nomination.objects.get().state == "complete"


def test_a_hundred_thousand_characters_are_refused_and_kept(enter, call):
    much = "x" * 100_000
    answer = enter("bertil").post(f"/en/calls/{call.pk}/nominate/", form_of(call, why=much))
    assert (answer.status_code, much in answer.content.decode(), Nomination.objects.count()) == (422, True, 0)


def test_second_nomination_is_refused_with_words(enter, bertil, call):
    made.nominate(bertil, call)
    answer = enter("bertil").post(f"/en/calls/{call.pk}/nominate/", form_of(call))
    assert (answer.status_code, "has nominated in this call already" in answer.content.decode()) == (422, True)


# --- the nominee ---
def test_nominee_consents_by_the_link_without_an_account(client, bertil, call):
    nomination = made.nominate(bertil, call)
    address = link_page(nomination)
    assert "Do you consent" in page(client, address)
    nomination.refresh_from_db()
    assert nomination.state == "waiting"  # reading changes nothing
    assert client.post(address, {"answer": "yes", "show_name": "on"}).status_code == 303
    nomination.refresh_from_db()
    assert (nomination.state, nomination.show_name) == ("complete", True)
    assert "Take my consent back" in page(client, address)
    client.post(address, {"answer": "no"})
    nomination.refresh_from_db()
    assert (nomination.state, nomination.consent_at) == ("refused", None)
    assert client.post(address, {"answer": "yes"}).status_code == 403


def test_altered_withdrawn_and_expired_links_say_what_is_wrong(client, bertil, call):
    nomination = made.nominate(bertil, call)
    address = link_page(nomination)
    assert client.get(address.replace(".", ".x", 1)).status_code == 404
    link = Link.objects.get(pk=nomination.link_id)
    with building():
        Link.objects.filter(pk=link.pk).update(expires_at=made.hence(days=-1))
    assert client.get(address).status_code == 410
    with building():
        Link.objects.filter(pk=link.pk).update(expires_at=made.hence(days=1))
    links.revoke(system("calls"), link)
    assert client.get(address).status_code == 410


def test_a_link_for_something_else_opens_nothing(client, bertil, call):
    nomination = made.nominate(bertil, call)
    _link, token, _code = links.make(
        system("calls"), nomination, purpose="meetings.answer", expires_at=made.hence(days=1)
    )
    assert client.get(f"/en/nominations/answer/{token}/").status_code == 404


def test_nonsense_as_an_answer_changes_nothing(client, bertil, call):
    nomination = made.nominate(bertil, call)
    assert client.post(link_page(nomination), {"answer": "maybe"}).status_code == 200
    nomination.refresh_from_db()
    assert nomination.state == "waiting"


def test_a_late_answer_is_refused_with_words(client, bertil, call):
    nomination = made.nominate(bertil, call)
    made.closed(call)
    answer = client.post(link_page(nomination), {"answer": "yes"})
    assert (answer.status_code, "before you consented" in answer.content.decode()) == (409, True)


# --- choosing ---
def both(cast, call, seats):
    first = made.consented(made.nominate(cast.actor("bertil"), call, seat=seats[0]), show_name=True)
    return first, made.nominate(cast.actor("beata"), call, seat=seats[1], own=True)


def test_balance_tells_those_who_stay_and_what_the_ticked_add(cast, enter, aino, call, seats):
    stays = made.seat(aino, call.body, "Pysyvä")
    seating.appoint(aino, stays, organisation=cast.ngo_a, start=today(-20))
    first, second = both(cast, call, seats)
    shown = enter("aino").get(f"/en/calls/{call.pk}/compare/?tick={first.pk}&tick={second.pk}&tick=999&tick=x")
    areas = shown.context["balances"][1]
    assert [(str(line.label), line.now, line.after) for line in areas.lines] == [("Koski Tl", 1, 2), ("Marttila", 0, 1)]
    assert len(shown.context["chosen"]) == 2


def test_file_of_nominations_is_for_who_runs_the_body(cast, enter, call, seats):
    both(cast, call, seats)
    told = enter("aino").get(f"/en/calls/{call.pk}/nominations.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told), delimiter=";"))
    assert [(row["Name"], row["State"]) for row in rows] == [(made.SECRET_NOMINEE, "Complete"), ("Beata", "Complete")]


def decision_of(*chosen, **more):
    told = {"decided_by": "Kunnanhallitus § 5", "decided_on": today().isoformat(), "reasons_en": "A good balance"}
    for one, seat in chosen:
        told |= {f"seat_{one.pk}": seat.pk, f"reason_{one.pk}": "Knows the field"}
    return told | {"publish_now": "on"} | more


def test_secretary_decides_and_the_result_is_public_with_names_by_consent(cast, enter, client, call, seats):
    first, second = both(cast, call, seats)
    made.closed(call)
    address = f"/en/calls/{call.pk}/decide/?tick={first.pk}&tick={second.pk}"
    answer = enter("aino").post(address, decision_of((first, seats[0]), (second, seats[1])))
    assert answer.status_code == 303
    client.logout()
    told = page(client, f"/en/calls/{call.pk}/result/")
    assert (made.SECRET_NOMINEE in told, "Beata" in told) == (True, False)
    for words in ("Kosken Kylätupa", "Marttilan Martat", "A good balance", "Knows the field", "2 nominations in all"):
        assert words in told
    told = client.get(f"/api/v1/calls/calls/{call.pk}").json()
    assert (told["stage"], [one["organisation"] for one in told["result"]["chosen"]]) == (
        "decided",
        ["kosken-kylatupa", "marttilan-martat"],
    )
    assert ("calls:result", [call.pk]) in list(sitemaps.addresses())


def test_what_was_written_is_kept_when_a_seat_was_taken_meanwhile(cast, enter, aino, call, seats):
    first, _second = both(cast, call, seats)
    made.closed(call)
    seating.appoint(aino, seats[0], organisation=cast.umbrella, start=today())
    address = f"/en/calls/{call.pk}/decide/?tick={first.pk}"
    answer = enter("aino").post(address, decision_of((first, seats[0])))
    told = answer.content.decode()
    assert (answer.status_code, "was filled since" in told, "A good balance" in told) == (422, True, True)
    assert Decision.objects.count() == 0


def test_an_unpublished_result_is_no_page_for_others(cast, enter, client, aino, call, seats):
    first, _second = both(cast, call, seats)
    made.decide(aino, made.closed(call), first, publish_now=False)
    address = f"/en/calls/{call.pk}/result/"
    assert client.get(address).status_code == 404
    assert "Waits for the decision" in page(client, call.get_absolute_url())
    assert client.get(f"/api/v1/calls/calls/{call.pk}").json()["result"] is None
    assert "Not published yet" in page(enter("aino"), address)
    assert enter("aino").post(f"/en/calls/{call.pk}/publish/").status_code == 303
    client.logout()
    assert client.get(address).status_code == 200


def test_deciding_waits_for_the_closing(cast, enter, call, seats):
    assert enter("aino").get(f"/en/calls/{call.pk}/decide/").status_code == 403
    assert "decide after that" in page(enter("aino"), f"/en/calls/{call.pk}/compare/")


# --- where it is told ---
def test_body_page_tells_of_the_call(client, call):
    assert "New members are sought" in page(client, call.body.get_absolute_url())


def test_front_page_and_municipality_tell_of_open_calls(cast, aino, client, table, seats):
    near = made.call(aino, table, seats[:1], area=cast.municipality_b.governs)
    wide = made.call(aino, table, seats[1:])
    told = {address: page(client, address) for address in ("/en/", "/en/municipalities/koski-tl/")}
    shown = {name: [one.pk for one in (near, wide) if one.get_absolute_url() in words] for name, words in told.items()}
    assert shown == {"/en/": [near.pk, wide.pk], "/en/municipalities/koski-tl/": [wide.pk]}


def test_work_list_tells_each_what_waits_for_her(cast, aino, bertil, call, seats):
    made.nominate(bertil, call, email="cecilia@example.org")
    said = {
        name: [words for words, _address in waiting_for(cast.actor(name))] for name in ("bertil", "cecilia", "beata")
    }
    assert [words.split(",")[0] for words in said["bertil"]] == ["The consent of whom you nominated is missing"]
    assert [words.split(",")[0] for words in said["cecilia"]] == ["You are nominated"]
    assert said["beata"] == []
    made.closed(call)
    assert waiting_for(aino) == [(f"A call for seats to decide: {call.body}", f"/en/calls/{call.pk}/compare/")]


def test_search_finds_a_call_by_what_its_seats_stand_for(call):
    from kumppanuus.calls.search import sources

    source = next(iter(sources([call.pk])))
    assert ("classes", Text(fi="Kylät")) in list(source.texts)
    assert "Nimetty" not in str(source)


def test_history_of_a_call_tells_the_verbs_and_no_names(enter, aino, bertil, call):
    made.nominate(bertil, call)
    actions.extend(aino, call, closes_at=made.hence(days=20), why="Loma-aika")
    told = page(enter("aino"), f"/en/history/calls.call/{call.pk}/")
    assert ("announced a call for seats" in told, "gave more time for nominating" in told) == (True, True)
    assert (made.SECRET_NOMINEE in told, "nominated somebody" in told) == (False, False)
