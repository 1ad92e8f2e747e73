"""Forums: who gets a place, who waits, what is told by mail, what is refused and what is forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.forums import actions
from kumppanuus.forums.models import Signup, SignupState, Stage
from kumppanuus.notices.models import Delivery
from tests.factories import building, forums

COMING, WAITING, ASKED, WITHDRAWN = SignupState.COMING, SignupState.WAITING, SignupState.ASKED, SignupState.WITHDRAWN


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def aino(cast):
    return cast.actor("aino")


@pytest.fixture
def evening(cast, aino, area):
    return forums.forum(aino, cast.municipality_a, area, places=1, remote_link="https://example.org/remote")


def letters(address="pekka@example.org"):
    rows = Delivery.objects.filter(topic="forums", address=address).order_by("pk")
    return [row.context["what"] for row in rows]


def state(signup):
    return Signup.objects.get(pk=signup.pk).state


def test_registers_by_mail_link_and_the_entry_comes_with_the_mail(evening):
    made = forums.asked(evening)
    assert (made.state, letters()) == (ASKED, ["ask"])
    actions.confirm(forums.holder(made), made)
    mail = Delivery.objects.get(context__what="coming")
    text = mail.context["attachments"][0]["text"]
    assert (state(made), f"UID:{evening.uid}@" in text, "SEQUENCE:0" in text) == (COMING, True, True)


def test_who_cancels_gives_the_place_to_who_waited_longest(evening):
    first, second, third = (forums.comes(evening, name) for name in ("Pekka", "Toinen", "Kolmas"))
    assert [state(one) for one in (first, second, third)] == [COMING, WAITING, WAITING]
    actions.withdraw(forums.holder(first), first)
    assert [state(one) for one in (first, second, third)] == [WITHDRAWN, COMING, WAITING]
    assert letters("toinen@example.org") == ["ask", "waiting", "given"]
    assert letters() == ["ask", "coming", "withdrawn"]


def test_remote_ones_need_no_place(evening):
    assert [forums.comes(evening, f"Etä {n}", way="remote").state for n in range(2)] == [COMING, COMING]
    here = forums.comes(evening)
    assert here.state == COMING
    far = Signup.objects.get(name="Etä 0")
    with pytest.raises(Refused, match="full meanwhile"):
        actions.amend(forums.holder(far), far, way="on_site")
    assert Signup.objects.get(pk=far.pk).way == "remote"


def test_who_waits_comes_remotely_at_once(evening):
    forums.comes(evening, "Ensimmäinen")
    made = forums.comes(evening)
    actions.amend(forums.holder(made), made, way="remote")
    assert state(made) == COMING


def test_more_places_go_to_who_waits(aino, evening):
    _first, second, third = (forums.comes(evening, name) for name in ("Pekka", "Toinen", "Kolmas"))
    actions.change(aino, evening, places=2)
    assert (state(second), state(third)) == (COMING, WAITING)
    actions.change(aino, evening, places=None)
    assert state(third) == COMING


def test_confirming_twice_changes_nothing(evening):
    made = forums.comes(evening)
    since = made.since
    actions.confirm(forums.holder(made), made)
    assert (Signup.objects.get(pk=made.pk).since, letters()) == (since, ["ask", "coming"])


def test_same_address_twice_is_told_only_in_the_mail(evening):
    made = forums.comes(evening)
    forums.asked(evening, needs="Toinen kerta")
    again = Signup.objects.get(pk=made.pk)
    assert (evening.signups.count(), again.state, again.needs) == (1, COMING, "")
    assert letters() == ["ask", "coming", "coming"]


def test_nobody_is_annoyed_without_end(evening):
    for _n in range(15):
        forums.asked(evening)
    assert len(letters()) == actions.MOST_LETTERS


def test_deadline_and_cancelling_refuse_with_what_was_kept(aino, evening):
    late = evening.register_until + dt.timedelta(seconds=1)
    with time_machine.travel(late), pytest.raises(Refused, match="What you wrote is kept here"):
        forums.asked(evening)
    made = forums.asked(evening)
    actions.cancel(aino, evening, why="Sairastapaus")
    with pytest.raises(Refused, match="was cancelled"):
        actions.confirm(forums.holder(made), made)


def test_one_who_asked_in_time_confirms_after_the_deadline(evening):
    made = forums.asked(evening)
    with time_machine.travel(evening.register_until + dt.timedelta(hours=1)):
        assert actions.confirm(forums.holder(made), made).state == COMING
    with time_machine.travel(evening.starts_at), pytest.raises(Refused, match="begun already"):
        actions.withdraw(forums.holder(made), made)


def test_signed_in_comes_at_once_for_her_organisation(cast, evening):
    made = actions.sign_up(cast.actor("bertil"), evening)
    assert (made.state, made.full_name, made.name, made.organisation_name) == (COMING, "Bertil", "", str(cast.ngo_a))
    with pytest.raises(Refused, match="registered already"):
        actions.sign_up(cast.actor("bertil"), evening)


def test_moving_tells_those_who_come_and_raises_the_sequence(aino, evening):
    forums.comes(evening)
    actions.change(aino, evening, name=Text(fi="Toinen nimi"))
    assert (evening.sequence, letters()) == (0, ["ask", "coming"])
    actions.change(aino, evening, place=Text(fi="Koulu"))
    assert (evening.sequence, letters()) == (1, ["ask", "coming", "moved"])
    actions.cancel(aino, evening, why="Sairastapaus")
    mail = Delivery.objects.get(context__what="cancelled")
    assert "METHOD:CANCEL" in mail.context["attachments"][0]["text"]
    assert (evening.stage, evening.sequence, mail.context["why"]) == (Stage.CANCELLED, 2, "Sairastapaus")


def test_reminder_comes_once_the_day_before(evening):
    forums.comes(evening)
    assert actions.remind(system("clock"), None) == 0
    with time_machine.travel(evening.starts_at - dt.timedelta(days=1)):
        assert [actions.remind(system("clock"), None) for _n in range(2)] == [1, 0]
    assert letters() == ["ask", "coming", "reminder"]


def test_outcome_is_told_once_to_those_who_came(aino, evening):
    forums.comes(evening)
    forums.comes(evening, "Jonossa")
    held = forums.over(evening)
    for words in ("Sovittiin", "Sovittiin kahdesta"):
        actions.tell_outcome(aino, held, outcome=Text(fi=words), outcome_links=[])
    assert letters() == ["ask", "coming", "outcome"]
    assert letters("jonossa@example.org") == ["ask", "waiting"]


def test_needs_then_names_are_forgotten(evening):
    made = forums.comes(evening, needs="Pähkinä")
    loose = forums.asked(evening, "Unohtaja")
    with building():
        Signup.objects.filter(pk=loose.pk).update(created_at=timezone.now() - dt.timedelta(days=4))
    kept = []
    for days in (1, 8, 181):
        forums.over(evening, days)
        actions.forget(system("clock"), None)
        row = Signup.objects.get(pk=made.pk)
        kept.append((row.name, row.needs, row.email))
    assert kept == [("Pekka", "Pähkinä", "pekka@example.org"), ("Pekka", "", "pekka@example.org"), ("", "", "")]
    assert evening.signups.count() == 1


def test_when_it_cannot_be(cast, aino, area):
    for words, fields in (
        ("cannot end before", {"ends_at": forums.soon(hour=17)}),
        ("after the event", {"register_until": forums.soon(11)}),
        ("Say where", {"place": Text()}),
        ("passed already", {"starts_at": forums.soon(-1), "ends_at": forums.soon(), "register_until": forums.soon(-1)}),
    ):
        with pytest.raises(Refused, match=words):
            forums.forum(aino, cast.municipality_a, area, **fields)
