from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.matters import actions, personal, reading
from kumppanuus.matters.models import Matter
from kumppanuus.matters.search import sources
from kumppanuus.matters.waiting import waiting_for
from kumppanuus.meetings.receiving import as_receiver
from kumppanuus.notices.models import Delivery
from tests.factories import organisations as made_up
from tests.factories.matters import REGISTRY, SECRET_EMAIL, SECRET_NAME, days_ago, matter, resident

pytestmark = pytest.mark.django_db
WORDS = Text(fi="Näin kävi.")


def fresh(made):
    return Matter.objects.get(pk=made.pk)


def mails(made, template=""):
    rows = Delivery.objects.filter(target_model="matters.matter", target_id=made.pk).order_by("pk")
    return [(row.template.rpartition("/")[2], row.address) for row in rows if row.template.endswith(template)]


def test_a_matter_waits_at_whom_it_was_sent_to_with_a_day_and_both_are_told(cast, sent):
    today = timezone.localdate()
    assert (sent.state, sent.holder, sent.sender) == ("sent", cast.municipality_a, cast.ngo_a)
    assert (sent.since, sent.due) == (today, today + dt.timedelta(days=60))
    assert [step.kind for step in sent.steps.all()] == ["given", "sent"]
    assert mails(sent, "came") != []
    assert mails(sent, "step") == [], "she did it herself"


def test_each_step_is_told_to_who_gave_it_in_her_language(cast, area, koski, aino):
    bertil = cast.people["bertil"]
    made = matter(cast.actor("bertil"), area, koski)
    actions.record_number(aino, made, diary_number="12/2026", link="https://example.org/12")
    actions.record_handling(aino, made, text=WORDS, link="https://example.org/paatos")
    actions.answer(aino, made, text=Text(fi="Rakennetaan keväällä."))
    told = Delivery.objects.filter(person=bertil, template="matters/mail/step").order_by("pk")
    assert [(row.language, row.context["heading"].split(":")[0]) for row in told] == [
        (bertil.language, word) for word in ("Kirjattu", "Käsitelty", "Vastattu")
    ] or [row.context["text"] for row in told][-1] == "Rakennetaan keväällä."
    assert fresh(made).state == "answered"


def test_only_who_has_it_acts_and_who_sent_it_out_of_the_platform_follows_it(cast, sent, outside):
    aino, akseli, bertil, beata = (cast.actor(one) for one in ("aino", "akseli", "bertil", "beata"))
    for actor in (akseli, bertil, beata, Actor()):
        with pytest.raises(PermissionDenied):
            actions.answer(actor, sent, text=WORDS)
    assert not aino.may("matters.record_number", outside)
    actions.record_delivery(bertil, outside, text=Text(fi="Sähköpostilla kirjaamoon"))
    assert "not officially pending" in reading.not_pending(fresh(outside))
    actions.record_number(bertil, fresh(outside), diary_number="77/2026")
    assert (reading.not_pending(fresh(outside)), fresh(outside).diary_number) == ("", "77/2026")
    actions.answer(bertil, fresh(outside), text=Text(fi="Hallitus hyväksyi."))
    assert fresh(outside).state == "answered"


def test_a_second_diary_number_is_refused_and_a_wrong_one_corrected_beside_it(cast, sent, aino):
    step = actions.record_number(aino, sent, diary_number="12/2026")
    assert not aino.may("matters.record_number", fresh(sent))
    with pytest.raises(PermissionDenied):
        actions.record_number(aino, sent, diary_number="13/2026")
    actions.correct(aino, step, diary_number="21/2026")
    line = reading.path_of(fresh(sent))[-1]
    assert (line.step.diary_number, line.now.diary_number, fresh(sent).diary_number) == (
        "12/2026",
        "21/2026",
        "21/2026",
    )
    with pytest.raises(Refused, match="stands there already"):
        actions.correct(aino, step, diary_number="21/2026")


def test_the_second_of_two_who_answer_at_once_is_refused_and_nothing_is_lost(cast, sent, aino):
    late = fresh(sent)  # the page of the second one was made before the first answered
    steps = list(late.steps.all())
    late._prefetched_objects_cache = {"steps": steps}
    actions.answer(aino, sent, text=Text(fi="Ensimmäinen"))
    with pytest.raises(Refused, match="Nothing was changed"):
        actions.answer(aino, late, text=Text(fi="Toinen"))
    assert [str(one.text) for one in fresh(sent).steps.filter(kind="answered")] == ["Ensimmäinen"]


def test_who_gave_it_withdraws_after_sending_and_the_receiver_is_told(cast, sent, aino, bertil):
    assert not aino.may("matters.withdraw", sent)
    actions.withdraw(bertil, sent)
    made = fresh(sent)
    assert (made.state, made.holder, made.due) == ("withdrawn", None, None)
    assert not aino.may("matters.answer", made)
    assert [one[0] for one in mails(made)].count("step") >= 1


def test_an_answer_goes_back_step_by_step_to_who_sent_it(cast, table, area, koski, aino, bertil):
    made = matter(bertil, area, as_receiver(table))
    actions.send_on(aino, made, to=koski)
    actions.send_on(aino, fresh(made), to=REGISTRY)
    assert (fresh(made).holder, str(fresh(made).waits_name)) == (None, "Kosken kunnanhallitus")
    actions.answer(aino, fresh(made), text=Text(fi="Hallitus: kyllä"))
    assert fresh(made).holder == cast.municipality_a
    actions.give_back(aino, fresh(made))
    assert (fresh(made).state, fresh(made).due is not None) == ("returned", True)
    actions.answer(aino, fresh(made), text=Text(fi="Kunta: kyllä"))
    assert (fresh(made).held_model, fresh(made).held_id) == ("bodies.body", table.pk)
    actions.give_back(aino, fresh(made))
    actions.answer(aino, fresh(made), text=Text(fi="Pöytä: kyllä"))
    assert (fresh(made).state, fresh(made).holder, str(fresh(made).waits_name)) == ("answered", None, "")
    assert waiting_for(bertil) == []


def test_a_resident_confirms_by_a_link_and_is_seen_by_nobody_before(cast, area, koski):
    made = resident(area, koski, confirmed=False)
    assert mails(made) == [("confirm", SECRET_EMAIL)]
    assert (list(Matter.objects.visible_to(cast.actor("aino"))), list(sources([made.pk]))) == ([], [])
    holder = Actor(link_id=made.link_id)
    assert list(Matter.objects.visible_to(holder)) == [made]
    actions.confirm(holder, made)
    assert (fresh(made).state, fresh(made).holder) == ("sent", cast.municipality_a)
    with pytest.raises(Refused, match="already"):
        actions.confirm(holder, fresh(made))
    with pytest.raises(PermissionDenied):
        actions.confirm(Actor(link_id=made.link_id + 1), made)


def test_the_name_of_a_resident_is_shown_only_if_she_agreed_and_to_the_receiver(cast, area, koski, aino):
    hidden = resident(area, koski)
    shown = resident(area, koski, "Toinen", name_public=True)
    assert (hidden.public_name, shown.public_name) == ("", SECRET_NAME)
    found = "".join(str(one.fields()) for one in sources([hidden.pk]))
    assert SECRET_NAME not in found
    assert SECRET_EMAIL not in found
    assert reading.sender_in_words(hidden, named=True) == SECRET_NAME
    assert (aino.may("matters.read_document", hidden), cast.actor("beata").may("matters.read_document", hidden)) == (
        True,
        False,
    )


def test_too_many_open_matters_of_one_address_are_refused(area, koski):
    for n in range(5):
        resident(area, koski, f"Asia {n}", confirmed=False)
    with pytest.raises(Refused, match="Five matters"):
        resident(area, koski, "Kuudes", confirmed=False)


@pytest.mark.parametrize("field", ["title", "text"])
def test_a_hundred_thousand_characters_are_refused(cast, area, koski, field):
    told = {"title": Text(fi="Asia"), "text": Text(fi="Siksi")} | {field: Text(fi="a" * 100_000)}
    with pytest.raises(Refused, match="100000 characters"):
        actions.start(cast.actor("bertil"), area, to=koski, **told)
    made = matter(cast.actor("bertil"), area, koski)
    with pytest.raises(Refused, match="100000 characters"):
        actions.answer(cast.actor("aino"), made, text=Text(fi="a" * 100_000))
    assert made.steps.count() == 2


def test_a_day_to_come_and_an_empty_answer_are_refused(sent, aino):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(Refused, match="yet to come"):
        actions.answer(aino, sent, text=WORDS, on=tomorrow)
    with pytest.raises(Refused, match="in words"):
        actions.answer(aino, sent, text=Text())
    with pytest.raises(Refused, match="passed already"):
        actions.send_on(aino, sent, to=REGISTRY, due=tomorrow - dt.timedelta(days=2))


def test_what_waits_too_long_is_told_once_and_a_month_later_once_to_the_chairs(cast, table, area):
    made = matter(cast.actor("bertil"), area, as_receiver(table), ago=62)
    clock = system("clock")
    assert (fresh(made).is_late, actions.keep_time(clock), actions.keep_time(clock)) == (True, 1, 0)
    first = mails(made, "late")
    with time_machine.travel(timezone.now() + dt.timedelta(days=31), tick=True):
        assert (actions.keep_time(clock), actions.keep_time(clock)) == (1, 0)
    assert mails(made, "late")[len(first) :] == [("late", cast.people["aino"].email)]
    assert fresh(made).told_again_on is not None


def test_sending_it_on_makes_a_new_promise(cast, table, area, koski, aino):
    made = matter(cast.actor("bertil"), area, as_receiver(table), ago=62)
    actions.keep_time(system("clock"))
    actions.send_on(aino, fresh(made), to=koski)
    assert (fresh(made).is_late, fresh(made).told_late_on) == (False, None)


def test_what_nobody_confirmed_is_erased_in_two_weeks(area, koski):
    with days_ago(15):
        made = resident(area, koski, confirmed=False)
    actions.keep_time(system("clock"))
    assert Matter.objects.filter(pk=made.pk).count() == 0


def test_own_data_is_given_and_forgotten_while_the_path_stays(cast, sent):
    bertil = cast.people["bertil"]
    held = personal.collect(bertil.pk)
    assert [row["title"] for row in held["matters"]] == ["Asia"]
    assert [row["kind"] for row in held["steps"]] == ["given", "sent"]
    from tests.factories import building

    with building():
        personal.erase(bertil.pk)
    assert (fresh(sent).person, sent.steps.filter(person=bertil).count(), sent.steps.count()) == (None, 0, 2)


def test_what_waits_for_a_person_stands_in_her_work(cast, sent, outside, table, area):
    matter(cast.actor("bertil"), area, as_receiver(table), "Pöydälle")
    words = [said for said, _address in waiting_for(cast.actor("aino"))]
    assert sorted(one.rpartition(": ")[2] for one in words) == ["Asia", "Pöydälle"]
    assert [one for one, _address in waiting_for(cast.actor("bertil"))] == ["Follow at Kosken kunnanhallitus: Asia"]
    assert waiting_for(cast.actor("akseli")) == []


def test_a_merged_organisation_s_matters_wait_at_the_one_it_became(cast, sent, aino):
    other = made_up.organisation("Uusi Koski", kind="municipality")
    from tests.factories import building

    with building():
        cast.municipality_a.merged_into = other
        cast.municipality_a.save(update_fields=["merged_into"])
    actions.record_delivery(cast.actor("bertil"), fresh(sent))
    assert fresh(sent).holder == other


def test_the_link_to_confirm_is_single_to_its_matter(area, koski):
    one, two = resident(area, koski), resident(area, koski, "Toinen", email="b@example.org")
    assert Link.objects.get(pk=one.link_id).target_id == one.pk
    assert not Actor(link_id=one.link_id).may("matters.withdraw", two)
    actions.withdraw(Actor(link_id=one.link_id), fresh(one))
    assert fresh(one).state == "withdrawn"
