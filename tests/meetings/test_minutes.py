from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.activity.models import Event
from kumppanuus.bodies import actions as bodies
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.clock import jobs
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import Correction, MeetingState, Minutes, Phase
from kumppanuus.meetings.published import read
from kumppanuus.notices.models import Delivery
from kumppanuus.notices.rendering import render
from tests.factories import building
from tests.factories import minutes as made_up
from tests.factories.bodies import today
from tests.factories.minutes import item_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast):
    return made_up.table(cast)


@pytest.fixture
def held(table):
    return made_up.meeting(table.body)


def fresh(minutes):
    return Minutes.objects.get(pk=minutes.pk)


def part_of(minutes, order=1):
    return minutes.parts.get(order=order) if order else minutes.parts.get(item=None)


def text_of(minutes, order=1):
    return str(part_of(minutes, order).text)


# --- beginning and writing ---
def test_begun_minutes_have_a_part_for_the_opening_and_each_item(cast, table, held):
    actions.take_attendance(cast.actor("aino"), held, present=[table.chair, table.member])
    made = actions.begin_minutes(cast.actor("aino"), held)
    assert list(made.parts.values_list("order", flat=True)) == [0, 1, 2]
    opening = text_of(made, 0)
    assert ("Kosken kunta" in opening, "Kosken Kylätupa" in opening, "17" in opening) == (True, True, True)
    assert ("Bertil" in opening, part_of(made, 0).text.original) == (False, "fi")


def test_opening_is_in_each_language_of_the_body(cast, table, held):
    with building():
        type(table.body).objects.filter(pk=table.body.pk).update(languages=["sv", "fi"])
    held.body.refresh_from_db()
    opening = part_of(actions.begin_minutes(cast.actor("aino"), held), 0).text
    assert (set(opening), "öppnade" in opening["sv"], "avasi" in opening["fi"]) == ({"fi", "sv"}, True, True)


def test_opening_says_whether_there_was_a_quorum(cast, table, held):
    actions.take_attendance(cast.actor("aino"), held, present=[table.chair])
    made = actions.begin_minutes(cast.actor("aino"), held)
    assert "1" in text_of(made, 0).splitlines()[-1]


def test_minutes_are_begun_once(cast, held):
    aino = cast.actor("aino")
    actions.begin_minutes(aino, held)
    with pytest.raises(PermissionDenied):
        actions.begin_minutes(aino, held)
    assert Minutes.objects.count() == 1


def test_item_put_on_the_agenda_later_gets_its_part_by_writing(cast, held):
    made = made_up.drafted(cast, held)
    with building():
        late = held.items.create(order=3, title=Text(fi="Muu asia"))
    saved = actions.write(cast.actor("aino"), made, item=late, text={"fi": "Lopuksi."}, revision=0)
    assert (saved.item, saved.order, saved.revision, str(saved.text)) == (late, 3, 1, "Lopuksi.")


def test_older_revision_never_overwrites_and_shows_what_stands_there(cast, held):
    aino = cast.actor("aino")
    made = actions.begin_minutes(aino, held)
    item = item_of(held)
    actions.write(aino, made, item=item, text={"fi": "Ainon teksti"}, revision=0)
    with pytest.raises(actions.WrittenMeanwhile) as refusal:
        actions.write(aino, made, item=item, text={"fi": "Toisen teksti"}, revision=0)
    assert (str(refusal.value.part.text), refusal.value.part.revision) == ("Ainon teksti", 1)
    assert text_of(made) == "Ainon teksti"


def test_text_that_holds_all_that_was_written_meanwhile_is_saved(cast, held):
    aino, item = cast.actor("aino"), item_of(held)
    made = actions.begin_minutes(aino, held)
    actions.write(aino, made, item=item, text={"fi": "Ainon teksti"}, revision=0)
    saved = actions.write(aino, made, item=item, text={"fi": "Ainon teksti\n\nToisen teksti"}, revision=0)
    assert (str(saved.text), saved.revision) == ("Ainon teksti\n\nToisen teksti", 2)


def test_joined_text_is_saved_only_over_the_revision_that_was_seen(cast, held):
    aino, item = cast.actor("aino"), item_of(held)
    made = actions.begin_minutes(aino, held)
    for revision, words in enumerate(("yksi", "kaksi")):
        actions.write(aino, made, item=item, text={"fi": words}, revision=revision)
    with pytest.raises(actions.WrittenMeanwhile):
        actions.write(aino, made, item=item, text={"fi": "oma"}, revision=0, joined=1)
    assert str(actions.write(aino, made, item=item, text={"fi": "oma"}, revision=0, joined=2).text) == "oma"


def test_answer_that_was_lost_on_the_way_is_no_conflict(cast, held):
    aino, item = cast.actor("aino"), item_of(held)
    made = actions.begin_minutes(aino, held)
    for _time in range(2):
        saved = actions.write(aino, made, item=item, text={"fi": "Sama"}, revision=0)
    assert (str(saved.text), saved.revision) == ("Sama", 1)


def test_writing_one_language_leaves_the_other_and_an_empty_one_empties(cast, held):
    aino, item = cast.actor("aino"), item_of(held)
    made = actions.begin_minutes(aino, held)
    actions.write(aino, made, item=item, text={"fi": "suomeksi", "sv": "på svenska"}, revision=0)
    assert dict(actions.write(aino, made, item=item, text={"fi": "toisin"}, revision=1).text) == {
        "fi": "toisin",
        "sv": "på svenska",
    }
    assert dict(actions.write(aino, made, item=item, text={"fi": ""}, revision=2).text) == {"sv": "på svenska"}


def test_writing_leaves_no_event(cast, held):
    made = actions.begin_minutes(cast.actor("aino"), held)
    before = Event.objects.count()
    actions.write(cast.actor("aino"), made, item=None, text={"fi": "Avaus"}, revision=0)
    assert Event.objects.count() == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["type", "save", "join", "reload"])), max_size=14)
)
def test_no_interleaving_of_two_writers_loses_an_acknowledged_text(cast, held, steps):
    """Two writers add words, save, join after a conflict, or open the page anew; every word saved stays reachable."""
    aino, item = cast.actor("aino"), item_of(held)
    with transaction.atomic():
        made = actions.begin_minutes(aino, held)
        pages = {who: {"text": "", "revision": 0, "conflict": None} for who in "AB"}
        acknowledged: set[str] = set()
        for place, (who, step) in enumerate(steps):
            page = pages[who]
            if step == "type":
                page["text"] = f"{page['text']} <{who}{place}>".strip()
            elif step == "reload":
                part = part_of(made)
                page |= {"text": str(part.text), "revision": part.revision, "conflict": None}
            else:
                joined = None
                if step == "join" and page["conflict"] is not None:
                    missing = [one for one in str(page["conflict"].text).split() if one not in page["text"].split()]
                    page["text"] = " ".join([*missing, page["text"]]).strip()
                    joined = page["conflict"].revision
                try:
                    saved = actions.write(
                        aino, made, item=item, text={"fi": page["text"]}, revision=page["revision"], joined=joined
                    )
                except actions.WrittenMeanwhile as refusal:
                    page["conflict"] = refusal.part
                else:
                    page |= {"revision": saved.revision, "conflict": None}
                    acknowledged |= set(page["text"].split())
            assert acknowledged <= set(text_of(made).split())
        transaction.set_rollback(True)


# --- corrections ---
def test_opening_for_corrections_tells_all_who_sit_there_by_mail_and_says_until_when(cast, held):
    made = made_up.opened(cast, held)
    assert (made.phase, made.corrections_until) == (Phase.CORRECTIONS, today(7))
    sent = Delivery.objects.filter(template="meetings/mail/minutes_draft")
    assert sorted(sent.values_list("address", flat=True)) == [
        "aino@example.org",
        "bertil@example.org",
        "nimeton@example.org",
    ]


def test_opening_is_refused_before_the_meeting_was_ended(cast, table):
    made = made_up.drafted(cast, made_up.meeting(table.body, -1, state=MeetingState.CALLED))
    with pytest.raises(Refused):
        actions.open_for_corrections(cast.actor("aino"), made)
    assert (fresh(made).phase, Delivery.objects.filter(topic="minutes").count()) == (Phase.WRITING, 0)


def test_member_asks_and_gets_an_answer_by_mail(cast, held):
    made = made_up.opened(cast, held)
    asked = actions.ask_for_correction(cast.actor("bertil"), made, text=" Lisätään lähde. ", part=part_of(made))
    actions.answer_correction(cast.actor("aino"), asked, accepted=False, answer="Lähde on jo liitteenä.")
    asked.refresh_from_db()
    assert (asked.text, asked.mandate.organisation, asked.accepted) == ("Lisätään lähde.", cast.ngo_a, False)
    rows = Delivery.objects.filter(topic="minutes").exclude(template="meetings/mail/minutes_draft")
    told = {row.template: row.address for row in rows}
    assert told == {
        "meetings/mail/minutes_asked": "aino@example.org",
        "meetings/mail/minutes_answered": "bertil@example.org",
    }


@pytest.mark.parametrize("who", ["beata", "akseli", "cecilia", "eero", "link", "dani"])
def test_outsiders_neither_see_a_draft_nor_ask(cast, held, who):
    made = made_up.opened(cast, held)
    with pytest.raises(PermissionDenied):
        actions.ask_for_correction(cast.actor(who), made, text="Asia")
    assert Minutes.objects.visible_to(cast.actor(who)).count() == 0


def test_asking_is_refused_without_words_and_after_the_day(cast, held):
    made, bertil = made_up.opened(cast, held), cast.actor("bertil")
    with pytest.raises(Refused):
        actions.ask_for_correction(bertil, made, text="  ")
    made_up.time_passes(made)
    with pytest.raises(Refused):
        actions.ask_for_correction(bertil, made, text="Asia")
    assert Correction.objects.count() == 0


def test_request_is_answered_once_and_with_words(cast, held):
    asked = actions.ask_for_correction(cast.actor("bertil"), made_up.opened(cast, held), text="Asia")
    again, aino = Correction.objects.get(pk=asked.pk), cast.actor("aino")
    with pytest.raises(Refused):
        actions.answer_correction(aino, asked, accepted=True, answer=" ")
    actions.answer_correction(aino, asked, accepted=True, answer="Tehty")
    with pytest.raises(Refused):
        actions.answer_correction(aino, again, accepted=False, answer="Ei")
    asked.refresh_from_db()
    assert (asked.accepted, asked.answer) == (True, "Tehty")


def test_submitting_is_refused_while_time_is_left_or_a_request_waits(cast, held):
    made, aino = made_up.opened(cast, held), cast.actor("aino")
    with pytest.raises(Refused):
        actions.submit(aino, made)
    actions.ask_for_correction(cast.actor("bertil"), made, text="Asia")
    made_up.time_passes(made)
    with pytest.raises(Refused):
        actions.submit(aino, made)
    assert fresh(made).phase == Phase.CORRECTIONS


def test_mails_lead_to_the_minutes_in_the_readers_words(cast, held):
    made = made_up.opened(cast, held)
    asked = actions.ask_for_correction(cast.actor("bertil"), made, text="Lisätään lähde.")
    actions.answer_correction(cast.actor("aino"), asked, accepted=True, answer="Lisätty lähde.")
    mails = {row.template.rpartition("_")[2]: render(row) for row in Delivery.objects.filter(topic="minutes")}
    assert all(made.get_absolute_url().partition("/en/")[2] in mail.text for mail in mails.values())
    assert ("Lisätään lähde." in mails["asked"].text, "Lisätty lähde." in mails["answered"].text) == (True, True)
    assert mails.keys() == {"draft", "asked", "answered"}


# --- approval ---
def test_clock_approves_silent_minutes_the_day_after_and_not_before(cast, held):
    made = made_up.opened(cast, held)
    run = jobs["meetings.approve_by_silence"].run
    assert (run(), fresh(made).phase) == (0, Phase.CORRECTIONS)
    made_up.time_passes(made)
    assert (run(), run(), fresh(made).phase) == (1, 0, Phase.APPROVED)
    assert (fresh(made).approved_how, fresh(made).silent_days, fresh(made).approved_on) == ("silence", 7, today())


def test_clock_waits_for_an_unanswered_request_and_passes_other_rules_by(cast, held):
    made = made_up.opened(cast, held)
    actions.ask_for_correction(cast.actor("bertil"), made, text="Asia")
    made_up.time_passes(made)
    other = made_up.submitted(cast, made_up.meeting(made_up.table(cast, approval="meeting", name="Toinen").body))
    assert jobs["meetings.approve_by_silence"].run() == 0
    assert (fresh(made).phase, fresh(other).phase) == (Phase.CORRECTIONS, Phase.APPROVAL)


def test_who_runs_the_body_cannot_approve_in_place_of_silence_or_inspectors(cast, table, held):
    aino = cast.actor("aino")
    silent = made_up.submitted(cast, held)
    inspected = made_up.submitted(cast, made_up.meeting(made_up.table(cast, approval="inspectors", name="Toinen").body))
    later = made_up.meeting(table.body, -1)
    for minutes in (silent, inspected):
        with pytest.raises(Refused):
            actions.approve(aino, minutes, at=later)
    assert Minutes.objects.filter(phase=Phase.APPROVED).count() == 0


def test_later_meeting_approves_and_no_other(cast):
    sits = made_up.table(cast, approval="meeting")
    found = made_up.meeting(sits.body)
    waiting, aino = made_up.submitted(cast, found), cast.actor("aino")
    before = made_up.meeting(sits.body, -30)
    coming = made_up.meeting(sits.body, 20, state=MeetingState.CALLED)
    elsewhere = made_up.meeting(made_up.table(cast, name="Toinen").body, -1)
    for at in (None, found, before, coming, elsewhere):
        with pytest.raises(Refused):
            actions.approve(aino, waiting, at=at)
    later = made_up.meeting(sits.body, -1)
    done = actions.approve(aino, waiting, at=later)
    assert (done.phase, done.approved_how, done.approved_at) == (Phase.APPROVED, "meeting", later)


def test_two_different_inspectors_approve_and_the_secretary_is_none_of_them(cast):
    sits = made_up.table(cast, approval="inspectors")
    seat = bodies.add_seat(cast.actor("aino"), sits.body, role="secretary", start=today(-300))
    bodies.appoint(cast.actor("aino"), seat, person=cast.people["cecilia"], organisation=cast.county, start=today(-300))
    waiting = made_up.submitted(cast, made_up.meeting(sits.body))
    with pytest.raises(PermissionDenied):
        actions.inspect(cast.actor("cecilia"), waiting)
    actions.inspect(cast.actor("bertil"), waiting)
    with pytest.raises(PermissionDenied):
        actions.inspect(cast.actor("bertil"), fresh(waiting))
    assert fresh(waiting).phase == Phase.APPROVAL
    done = actions.inspect(cast.actor("aino"), fresh(waiting))
    assert (done.phase, [row["name"] for row in done.inspectors]) == (Phase.APPROVED, ["Bertil", ""])


def test_of_two_approvals_at_once_one_wins_and_the_other_is_told(cast):
    sits = made_up.table(cast, approval="meeting")
    waiting = made_up.submitted(cast, made_up.meeting(sits.body))
    later, second = made_up.meeting(sits.body, -1), fresh(waiting)
    actions.approve(cast.actor("aino"), waiting, at=later)
    with pytest.raises(Refused, match="meanwhile"):
        actions.approve(cast.actor("aino"), second, at=later)
    assert Event.objects.filter(name="meetings.approve").count() == 1


def test_writing_after_an_inspector_has_signed_lets_the_signature_fall(cast):
    sits = made_up.table(cast, approval="inspectors")
    waiting = made_up.submitted(cast, made_up.meeting(sits.body))
    actions.inspect(cast.actor("bertil"), waiting)
    actions.write(cast.actor("aino"), waiting, item=None, text={"fi": "Toisin"}, revision=0)
    assert waiting.signatures.count() == 0
    assert actions.inspect(cast.actor("bertil"), fresh(waiting)).phase == Phase.APPROVAL


def test_approved_minutes_hold_outcomes_and_attendance_with_names_only_by_consent(cast, table, held):
    aino = cast.actor("aino")
    actions.take_attendance(aino, held, present=[table.chair, table.member])
    actions.record(aino, item_of(held), kind="task", text=Text(fi="Tehdään lista."), task=made_up.task(cast))
    done = made_up.approved(cast, held)
    assert [(row["name"], row["side"], row["present"]) for row in done.attendance] == [
        ("", "public", True),
        ("Bertil", "ngo", True),
        ("", "ngo", False),
    ]
    assert made_up.PRIVATE_NAME not in str(done.attendance)
    kept = part_of(done).outcomes[0]
    assert (kept["kind"], kept["text"], kept["due"]) == ("task", {"fi": "Tehdään lista."}, today(60).isoformat())
    assert str(part_of(done).title) == "Asia 1"


def test_corrected_version_begins_as_a_copy_with_a_reason_and_the_old_one_stays(cast, held):
    done, aino = made_up.approved(cast, held), cast.actor("aino")
    with pytest.raises(Refused):
        actions.correct(aino, done, reason=" ")
    made = actions.correct(aino, done, reason="Luku oli väärin")
    assert (made.number, made.phase, text_of(made)) == (2, Phase.WRITING, "Keskusteltiin tiloista.")
    with pytest.raises(PermissionDenied):
        actions.correct(aino, fresh(done), reason="Uudestaan")
    actions.write(aino, made, item=item_of(held), text={"fi": "Keskusteltiin saleista."}, revision=0)
    actions.open_for_corrections(aino, made)
    actions.approve(system("clock"), made_up.time_passes(made))
    assert (text_of(fresh(done)), text_of(fresh(made))) == ("Keskusteltiin tiloista.", "Keskusteltiin saleista.")
    assert read(fresh(done), held.minutes_versions.all()).newer == made


# --- who sees what ---
def test_drafts_are_read_inside_the_body_and_approved_ones_by_everybody(cast, table, held):
    draft = made_up.drafted(cast, made_up.meeting(table.body, -2))
    done = made_up.approved(cast, held)
    seen = {who: set(Minutes.objects.visible_to(actor)) for who, actor in cast.actors().items()}
    inside = {"aino", "bertil"}
    assert seen == {who: {draft, done} if who in inside else {done} for who in cast.NAMES}


def test_members_only_body_shows_nothing_outside(cast):
    sits = made_up.table(cast, open_to="members")
    made_up.approved(cast, made_up.meeting(sits.body))
    seen = {who for who, actor in cast.actors().items() if Minutes.objects.visible_to(actor)}
    assert seen == {"aino", "bertil"}
