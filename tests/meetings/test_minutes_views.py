from __future__ import annotations

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import ItemState, MeetingState, Minutes, Outcome, Phase, Place
from kumppanuus.organisations import actions as organisations
from tests.factories import building
from tests.factories import minutes as made_up
from tests.factories.bodies import today
from tests.factories.minutes import PRIVATE_NAME, SECRET_MINUTES, item_of

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HTMX = {"HX-Request": "true"}


def acting_as(client, cast, who):
    """Sign in; each of the cast acts for her only organisation."""
    client.force_login(cast.people[who], backend=BACKEND)
    return client


@pytest.fixture
def table(cast):
    return made_up.table(cast)


@pytest.fixture
def running(table):
    return made_up.meeting(table.body, -1, state=MeetingState.CALLED)


@pytest.fixture
def held(table):
    return made_up.meeting(table.body)


@pytest.fixture
def aino(cast, client):
    return acting_as(client, cast, "aino")


def english(address):
    return address.replace("/fi/", "/en/")


def page(client, address, **more):
    answer = client.get(english(address), **more)
    return answer.status_code, answer.content.decode()


# --- during ---
def test_secretary_marks_who_is_present_and_sees_the_quorum(cast, aino, table, running):
    answer = aino.post(f"/en/meetings/{running.pk}/attendance/", {"present": [table.chair.pk, table.member.pk]})
    assert (answer.status_code, Place.objects.filter(present=True).count()) == (303, 2)
    shown = aino.get(answer["Location"])
    assert (shown.context["filled"], shown.context["has_quorum"]) == (2, True)
    assert "Who is present is saved." in shown.content.decode()


def test_outcome_is_recorded_without_scripts_and_the_item_is_shown_again(aino, running):
    item = item_of(running)
    answer = aino.post(f"/en/items/{item.pk}/record/", {"kind": "decision", "text_fi": "Päätettiin."})
    assert (answer.status_code, answer["Location"].endswith(f"item={item.pk}#item-{item.pk}")) == (303, True)
    shown = aino.get(answer["Location"])
    assert (shown.context["focus"], "Päätettiin." in shown.content.decode()) == (item.pk, True)


def test_task_needs_who_and_when_and_what_was_written_is_kept(cast, aino, running):
    address = f"/en/items/{item_of(running).pk}/record/"
    sent = {"kind": "task", "text_fi": "Tehdään lista."}
    refused = aino.post(address, sent)
    body = refused.content.decode()
    assert (refused.status_code, "Choose who does it." in body, "Tehdään lista." in body) == (422, True, True)
    assert aino.post(address, sent, headers=HTMX).status_code == 200
    assert Outcome.objects.count() == 0
    assert aino.post(address, sent | {"who": str(cast.ngo_a.pk), "due": today(30)}).status_code == 303
    assert Outcome.objects.get().measure.owner == cast.ngo_a


def test_task_can_be_given_to_a_post(cast, aino, running):
    post = organisations.add_post(
        cast.actor("aino"), cast.municipality_a, kind="contact_person", title=Text(fi="Yhdyshenkilö"), email=""
    )
    sent = {"kind": "task", "text_fi": "Selvitetään.", "who": f"{cast.municipality_a.pk}:{post.pk}", "due": today(9)}
    aino.post(f"/en/items/{item_of(running).pk}/record/", sent)
    assert Outcome.objects.get().measure.post == post


def test_outcome_is_corrected_on_a_page_that_knows_what_it_was(cast, aino, running):
    actions.record(cast.actor("aino"), item_of(running), kind="task", text=Text(fi="Lista."), task=made_up.task(cast))
    address = f"/en/outcomes/{Outcome.objects.get().pk}/change/"
    status, body = page(aino, address)
    assert (status, f'value="{today(60).isoformat()}"' in body) == (200, True)
    sent = {"kind": "task", "text_fi": "Luettelo.", "who": str(cast.ngo_a.pk), "due": today(70)}
    assert aino.post(address, sent).status_code == 303
    assert (str(Outcome.objects.get().text), Outcome.objects.get().measure.due) == ("Luettelo.", today(70))


def test_items_are_settled_and_the_meeting_is_ended(aino, running):
    first = item_of(running)
    aino.post(f"/en/items/{first.pk}/settle/", {"state": "dealt"})
    aino.post(f"/en/items/{first.pk}/settle/", {"state": "withdrawn"})
    aino.post(f"/en/meetings/{running.pk}/close/")
    states = list(running.items.order_by("order").values_list("state", flat=True))
    running.refresh_from_db()
    assert (running.state, states) == (MeetingState.HELD, [ItemState.DEALT, ItemState.NOT_REACHED])


@pytest.mark.parametrize(("who", "status"), [("bertil", 403), ("beata", 403), (None, 302)])
def test_page_of_recording_is_for_who_runs_the_body(cast, client, running, who, status):
    reader = acting_as(client, cast, who) if who else client
    assert reader.get(f"/en/meetings/{running.pk}/record/").status_code == status


def test_record_page_costs_the_same_with_more_items(cast, aino, running):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            aino.get(f"/en/meetings/{running.pk}/record/")
        return len(queries)

    cost()
    before = cost()
    with building():
        for order in range(3, 9):
            item = running.items.create(order=order, title=Text(fi=f"Asia {order}"))
            Outcome.objects.create(item=item, text=Text(fi="Päätös"))
    assert cost() == before


# --- writing ---
def write(client, minutes, item, text, revision, **more):
    sent = {"text_fi": text, "revision": revision} | more.pop("data", {})
    return client.post(f"/en/meetings/{minutes.meeting_id}/minutes/{minutes.number}/write/{item}/", sent, **more)


def test_minutes_are_begun_and_written_part_by_part(aino, held):
    begun = aino.post(f"/en/meetings/{held.pk}/minutes/begin/")
    made = Minutes.objects.get()
    assert (begun.status_code, begun["Location"]) == (303, f"/en/meetings/{held.pk}/minutes/1/write/")
    item = item_of(held)
    assert write(aino, made, item.pk, "Keskusteltiin.", 0).status_code == 303
    assert str(made.parts.get(item=item).text) == "Keskusteltiin."


def test_saving_by_itself_says_when_and_gives_the_new_revision(cast, aino, held):
    made = actions.begin_minutes(cast.actor("aino"), held)
    answer = write(aino, made, item_of(held).pk, "Keskusteltiin.", 0, headers=HTMX)
    body = answer.content.decode()
    assert (answer.status_code, "data-saved" in body, 'value="1"' in body, "<html" in body) == (200, True, True, False)


def test_conflict_shows_both_texts_and_the_joined_one_is_saved(cast, aino, held):
    item = item_of(held)
    made = made_up.drafted(cast, held, "Toisen teksti")
    answer = write(aino, made, item.pk, "Oma teksti", 0)
    body = answer.content.decode()
    assert (answer.status_code, "Toisen teksti" in body, "Oma teksti" in body) == (409, True, True)
    live = write(aino, made, item.pk, "Oma teksti", 0, headers=HTMX).content.decode()
    assert ("Toisen teksti" in live, "data-saved" in live, 'name="joined" value="1"' in live) == (True, False, True)
    assert str(made.parts.get(item=item).text) == "Toisen teksti"
    assert write(aino, made, item.pk, "Yhteinen teksti", 0, data={"joined": 1}).status_code == 303
    assert str(made.parts.get(item=item).text) == "Yhteinen teksti"


def test_writer_who_was_signed_out_is_told_so_and_not_led_away(cast, client, held):
    made = made_up.drafted(cast, held)
    assert write(client, made, 0, "Avaus", 0, headers=HTMX).status_code == 401
    assert write(client, made, 0, "Avaus", 0).status_code == 302


def test_too_long_text_is_refused_and_kept_on_the_form(cast, aino, held):
    made = made_up.drafted(cast, held)
    answer = write(aino, made, 0, "x" * 10_001, 0)
    assert (answer.status_code, "x" * 10_001 in answer.content.decode()) == (422, True)


def test_body_of_two_languages_writes_in_both(cast, aino, held):
    with building():
        type(held.body).objects.filter(pk=held.body_id).update(languages=["fi", "sv"])
    made = actions.begin_minutes(cast.actor("aino"), held)
    sent = {"text_sv": "Vi diskuterade."}
    write(aino, made, item_of(held).pk, "Keskusteltiin.", 0, data=sent)
    assert dict(made.parts.get(item=item_of(held)).text) == {"fi": "Keskusteltiin.", "sv": "Vi diskuterade."}


def test_write_page_costs_the_same_with_more_items(cast, aino, held):
    made = made_up.drafted(cast, held)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            aino.get(f"/en/meetings/{held.pk}/minutes/1/write/")
        return len(queries)

    cost()
    before = cost()
    with building():
        for order in range(3, 9):
            held.items.create(order=order, title=Text(fi=f"Asia {order}"))
    actions.write(cast.actor("aino"), made, item=item_of(held, 8), text={"fi": "Lopuksi"}, revision=0)
    assert cost() == before


# --- reading, corrections, approval ---
def test_draft_is_hidden_outside_and_says_what_it_is_inside(cast, client, held):
    made = made_up.drafted(cast, held)
    assert page(client, made.get_absolute_url())[0] == 302
    assert page(acting_as(client, cast, "beata"), made.get_absolute_url())[0] == 404
    status, body = page(acting_as(client, cast, "bertil"), made.get_absolute_url())
    assert (status, "Being written" in body, "Keskusteltiin tiloista." in body) == (200, True, True)


def test_member_asks_on_the_page_and_the_chair_answers(cast, client, held):
    made = made_up.opened(cast, held)
    part = made.parts.get(order=1)
    ask = f"/en/meetings/{held.pk}/minutes/1/corrections/ask/"
    member = acting_as(client, cast, "bertil")
    assert member.post(ask, {"text": "", "part": part.pk}).status_code == 422
    assert member.post(ask, {"text": "Lisätään lähde.", "part": part.pk}).status_code == 303
    asked = made.corrections.get()
    chair = acting_as(client, cast, "aino")
    answered = chair.post(f"/en/corrections/{asked.pk}/answer/", {"accepted": "no", "answer": "On jo liitteenä."})
    asked.refresh_from_db()
    assert (answered.status_code, asked.accepted, asked.part) == (303, False, part)
    body = page(acting_as(client, cast, "bertil"), made.get_absolute_url())[1]
    assert ("On jo liitteenä." in body, "Lisätään lähde." in body) == (True, True)


def test_whole_way_from_draft_to_publication_by_the_next_meeting(cast, client):
    sits = made_up.table(cast, approval="meeting")
    found = made_up.meeting(sits.body)
    made = made_up.drafted(cast, found)
    base = f"/en/meetings/{found.pk}/minutes/1"
    chair = acting_as(client, cast, "aino")
    assert chair.post(f"{base}/open/").status_code == 303
    assert chair.post(f"{base}/submit/").status_code == 409
    made_up.time_passes(made)
    assert chair.post(f"{base}/submit/").status_code == 303
    later = made_up.meeting(sits.body, -1)
    assert chair.post(f"{base}/approve/", {"at": ""}).status_code == 422
    assert chair.post(f"{base}/approve/", {"at": later.pk}).status_code == 303
    assert chair.post(f"{base}/approve/", {"at": later.pk}).status_code == 403
    client.logout()
    status, body = page(client, f"{base}/")
    assert (status, "Keskusteltiin tiloista." in body, str(later) in body) == (200, True, True)
    assert Minutes.objects.get().phase == Phase.APPROVED


def test_reader_finds_who_was_present_what_came_of_it_and_how_it_stands_today(cast, client, table, held):
    actor = cast.actor("aino")
    actions.take_attendance(actor, held, present=[table.chair, table.private])
    made = actions.record(
        actor, item_of(held), kind="task", text=Text(fi="Tehdään lista."), task=made_up.task(cast, cast.ngo_b)
    )
    done = made_up.approved(cast, held)
    body = page(client, done.get_absolute_url())[1]
    assert (PRIVATE_NAME in body, str(cast.ngo_b) in body, english(made.measure.get_absolute_url()) in body) == (
        False,
        True,
        True,
    )
    assert ("Minutes 1/" in body, "by silence" in body) == (True, True)


def test_old_version_says_that_there_is_a_newer_one(cast, client, held):
    done = made_up.approved(cast, held)
    actor = cast.actor("aino")
    newer = actions.correct(actor, done, reason="Luku oli väärin")
    assert "newer version" not in page(client, done.get_absolute_url())[1]
    actions.open_for_corrections(actor, newer)
    actions.approve(system("clock"), made_up.time_passes(newer))
    body = page(client, done.get_absolute_url())[1]
    assert ("newer version" in body, english(newer.get_absolute_url()) in body) == (True, True)
    assert "Luku oli väärin" in page(client, newer.get_absolute_url())[1]


@pytest.mark.parametrize("who", [None, "beata", "akseli", "cecilia", "kaisa", "oona", "eero"])
def test_members_only_minutes_leak_nothing(cast, client, who):
    sits = made_up.table(cast, open_to="members")
    done = made_up.approved(cast, made_up.meeting(sits.body), SECRET_MINUTES)
    reader = acting_as(client, cast, who) if who else client
    address = done.get_absolute_url()
    for path in (address, f"{address}minutes.pdf", f"{address}minutes.docx", f"{address}write/"):
        status, body = page(reader, path)
        assert (status in {302, 404}, SECRET_MINUTES in body) == (True, False)


def test_page_of_minutes_costs_the_same_however_long_they_are(cast, client, table):
    def cost(minutes):
        with CaptureQueriesContext(connection) as queries:
            client.get(english(minutes.get_absolute_url()))
        return len(queries)

    def approved(items, days):
        found = made_up.meeting(table.body, days, items=items)
        for order in range(1, items + 1):
            actions.record(
                cast.actor("aino"), item_of(found, order), kind="task", text=Text(fi="Lista"), task=made_up.task(cast)
            )
        return made_up.approved(cast, found)

    few, many = approved(1, -30), approved(7, -20)
    cost(few)
    assert cost(many) == cost(few)


@pytest.mark.parametrize("who", ["aino", "beata"])
def test_parts_of_the_meetings_page_show_versions_and_what_one_may(cast, rf, held, who):
    actions.record(cast.actor("aino"), item_of(held), kind="decision", text=Text(fi="Päätettiin kokeilla."))
    done = made_up.approved(cast, held)
    actions.correct(cast.actor("aino"), done, reason="Luku oli väärin")
    request = rf.get("/")
    request.actor = cast.actor(who)
    shown = render_to_string("meetings/_minutes.html", {"meeting": held}, request=request)
    inside = who == "aino"
    assert (
        done.get_absolute_url() in shown,
        "Write the minutes" in shown,
        "Version 2" in shown or "version 2" in shown,
    ) == (
        *(True, inside),
        inside,
    )
    assert "Päätettiin kokeilla." in render_to_string("meetings/_outcomes.html", {"item": item_of(held)})


def test_name_is_removed_from_approved_minutes_through_the_page(cast, aino, table, held):
    actions.take_attendance(cast.actor("aino"), held, present=[table.chair, table.member])
    done = made_up.approved(cast, held)
    body = page(aino, done.get_absolute_url())[1]
    address = f"/en/history/meetings.minutes/{done.pk}/redact/attendance.1.name/"
    assert ("Bertil" in body, address in body) == (True, True)
    assert aino.post(address, {"reason": "Suostumus peruttu"}).status_code in {302, 303}
    body = page(aino, done.get_absolute_url())[1]
    assert ("Bertil" in body, str(cast.ngo_a) in body) == (False, True)
