"""Bulletins: whom they reach, that each gets one once, that what was sent stays, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from kumppanuus.bulletins import actions, tasks
from kumppanuus.bulletins.models import Bulletin, Sending, Stage
from kumppanuus.bulletins.reaching import addressed, reach
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.notices import actions as notices
from kumppanuus.notices.models import Delivery
from kumppanuus.notices.sending import send_due
from tests.factories import building, bulletins
from tests.factories.cast import organisation


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def aino(cast):
    return cast.actor("aino")


@pytest.fixture
def draft(cast, aino, area):
    return bulletins.bulletin(aino, cast.municipality_a, area)


def mails():
    return sorted(Delivery.objects.filter(topic="bulletins").values_list("address", "language"))


def test_goes_to_ngos_at_home_or_active_in_the_area(cast, aino, area, draft):
    active = organisation("Laajalla toimiva", areas=[area], home=cast.municipality_b.governs)
    organisation("Yritys", "company", areas=[area], home=area)
    assert list(addressed(draft)) == [cast.ngo_a, active]
    draft.area = area.region
    assert {cast.ngo_a, cast.ngo_b, active} <= set(addressed(draft))


def test_kinds_narrow_who_gets_it(cast, area, draft):
    parish = organisation("Seurakunta", "parish", areas=[area], home=area)
    draft.kinds = ["parish"]
    assert list(addressed(draft)) == [parish]


def test_preview_counts_languages_and_missing_addresses(cast, area, draft):
    organisation("Byaföreningen rf", areas=[area], home=area)
    silent = organisation("Hiljainen", areas=[area], home=area)
    with building():
        type(silent).objects.filter(pk=silent.pk).update(email="")
    told = reach(draft)
    assert (told.organisations, told.without_address, told.languages) == (3, 1, {"fi": 1, "sv": 1})


def test_each_gets_it_once_in_the_own_language(cast, aino, area, draft):
    organisation("Byaföreningen rf", areas=[area], home=area)
    actions.send(aino, draft)
    while actions.tell(system("bulletins"), draft):
        pass
    told = [("bertil@example.org", "en"), ("byaforeningen-rf@example.org", "sv"), (cast.ngo_a.email, "fi")]
    assert mails() == sorted(told)
    swedish = Delivery.objects.get(language="sv", topic="bulletins")
    assert swedish.context["title"] == "Understöd kan sökas"
    assert actions.tell(system("bulletins"), draft) is False
    assert mails() == sorted(told)
    done = Sending.objects.get(bulletin=draft)
    assert (done.reached, done.unreached, done.languages) == (2, 0, {"fi": 1, "sv": 1})


def test_sending_goes_on_after_a_crash(cast, aino, area, draft, monkeypatch):
    for n in range(5):
        organisation(f"Seura {n}", areas=[area], home=area)
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    with building():  # sent, and the task queue died
        Bulletin.objects.filter(pk=draft.pk).update(sent_at=timezone.now())
        Sending.objects.create(bulletin=draft)
    assert actions.tell(system("bulletins"), draft) is True  # and here the process dies
    assert Sending.objects.get().reached == 2
    tasks.send_due()
    done = Sending.objects.get()
    assert (done.reached, done.done_at is not None, len(mails())) == (6, True, 7)


def test_member_who_does_not_want_it_and_address_that_stopped_get_nothing(cast, aino, draft):
    notices.choose(cast.actor("bertil"), cast.people["bertil"], rhythms={"bulletins": "never"})
    notices.stop(system("mail link"), None, topic="bulletins", address=cast.ngo_a.email)
    actions.send(aino, draft)
    actions.tell(system("bulletins"), draft)
    assert set(Delivery.objects.filter(topic="bulletins").values_list("state", flat=True)) == {"dropped"}


def test_mail_has_the_way_out_in_one_click(cast, aino, draft, mailoutbox):
    actions.send(aino, draft)
    actions.tell(system("bulletins"), draft)
    send_due()
    to = {mail.to[0]: mail for mail in mailoutbox}
    assert to.keys() == {cast.ngo_a.email, "bertil@example.org"}
    mail = to[cast.ngo_a.email]
    assert mail.subject == "Avustukset haettavana"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_sent_one_is_frozen_and_corrected_by_a_new_one(cast, aino, area, draft):
    actions.send(aino, draft)
    with pytest.raises(DatabaseError, match="frozen"), building(), transaction.atomic():
        Bulletin.objects.filter(pk=draft.pk).update(title=Text(fi="Toinen"))
    new = bulletins.bulletin(aino, cast.municipality_a, area, corrects=draft)
    assert (new.corrects, new.stage) == (draft, Stage.DRAFT)
    with pytest.raises(Refused, match="has sent"):
        bulletins.bulletin(aino, cast.municipality_a, area, corrects=new)


def test_scheduled_one_goes_at_its_time_and_can_be_called_back(aino, draft):
    with pytest.raises(Refused, match="passed already"):
        actions.schedule(aino, draft, at=timezone.now())
    at = timezone.now() + dt.timedelta(hours=2)
    actions.schedule(aino, draft, at=at)
    with pytest.raises(Refused, match="Call it back first"):
        actions.change.function(aino, draft, title=Text(fi="Toinen"))
    tasks.send_due()
    draft.refresh_from_db()
    assert draft.stage == Stage.SCHEDULED
    actions.call_back(aino, draft)
    with time_machine.travel(at + dt.timedelta(minutes=1)):
        tasks.send_due()
        draft.refresh_from_db()
        assert draft.stage == Stage.DRAFT
        actions.schedule(aino, draft, at=timezone.now() + dt.timedelta(minutes=5))
    with time_machine.travel(at + dt.timedelta(hours=1)):
        tasks.send_due()
    draft.refresh_from_db()
    assert (draft.stage, len(mails())) == (Stage.SENT, 2)


def test_is_not_sent_twice(aino, draft):
    early = Bulletin.objects.get(pk=draft.pk)
    actions.send(aino, draft)
    with pytest.raises(Refused, match="sent meanwhile"):
        actions.send(aino, early)


def test_ngo_sends_at_most_one_a_week(cast, area):
    bertil = cast.actor("bertil")
    first, second = (bulletins.bulletin(bertil, cast.ngo_a, area) for _n in range(2))
    actions.send(bertil, first)
    with pytest.raises(Refused, match="one bulletin a week"):
        actions.send(bertil, second)
    actions.schedule(bertil, second, at=timezone.now() + dt.timedelta(days=8))
    fix = bulletins.bulletin(bertil, cast.ngo_a, area, corrects=first)
    actions.send(bertil, fix)


def test_classes_and_target_groups_narrow_who_gets_it(cast, area, draft):
    from kumppanuus.bulletins.reaching import CLASSES, TARGETS, choices, narrowed_by
    from kumppanuus.taxonomy import actions as taxonomy
    from kumppanuus.taxonomy.models import Term

    taxonomy.load(system("command"))
    pensioners = organisation("Eläkkeensaajat", areas=[area], home=area)
    with building():
        pensioners.classes.add(Term.objects.get(scheme=CLASSES, code="3"))
    draft.classes = ["3"]
    assert list(addressed(draft)) == [pensioners]
    draft.target_groups = ["KR1.1"]
    assert list(addressed(draft)) == []
    assert (len(narrowed_by(draft)), "KR1.1" in dict(choices(TARGETS))) == (2, True)
