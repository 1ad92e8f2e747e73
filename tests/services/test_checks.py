"""An entry is confirmed or corrected from an e-mail link; nothing else the link can do."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone, translation

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import actor_for, stand_in
from kumppanuus.notices.models import Delivery
from kumppanuus.services import actions, tasks
from kumppanuus.services.actions.checks import CONFIRM, CORRECT
from kumppanuus.services.models import Reminder, Service, Status, Suggestion, VerifiedAs
from tests.factories import services as made_up

pytestmark = pytest.mark.django_db
YEAR_AGO = dt.timedelta(days=366)


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def entry(cast, area):
    """Bertil's entry, confirmed a year and a day ago."""
    with time_machine.travel(timezone.now() - YEAR_AGO, tick=True):
        return made_up.entry(cast.ngo_a, area)


def _mails() -> list[Delivery]:
    return list(Delivery.objects.filter(template="services/mail/reminder").order_by("pk"))


def _tokens(entry: Service) -> tuple[str, str]:
    """Let the clock ask about the entry; return the tokens of its two links."""
    tasks.remind_of_due()
    asked = [one for mail in _mails() for one in mail.context["entries"] if str(entry.slug) in one["page"]]
    return asked[-1]["confirm"].split("/")[-2], asked[-1]["correct"].split("/")[-2]


def test_reminder_goes_once_at_each_of_three_times(entry, cast):
    assert [tasks.remind_of_due(), tasks.remind_of_due()] == [1, 0]
    now = timezone.now()
    for days, more in ((12, 0), (13, 1), (15, 0), (29, 1), (60, 0)):
        with time_machine.travel(now + dt.timedelta(days=days), tick=True):
            assert (days, tasks.remind_of_due()) == (days, more)
    assert [mail.address for mail in _mails()] == [cast.ngo_a.email] * 3
    assert sorted(Reminder.objects.values_list("stage", flat=True)) == [1, 2, 3]


def test_reminder_is_one_mail_for_all_of_a_recipients_entries(entry, cast, area):
    with time_machine.travel(timezone.now() - YEAR_AGO, tick=True):
        made_up.entry(cast.ngo_a, area, name=Text(fi="Toinen"))
        made_up.entry(cast.ngo_a, area, contacts=[{"email": "vetaja@example.org"}], name=Text(fi="Oma"))
    tasks.remind_of_due()
    assert [(mail.address, len(mail.context["entries"])) for mail in _mails()] == [
        (cast.ngo_a.email, 2),
        ("vetaja@example.org", 1),
    ]


def test_reminder_goes_to_editors_when_no_address_is_known(entry, cast):
    from tests.factories import building

    with building():
        type(cast.ngo_a).objects.update(email="")
    tasks.remind_of_due()
    assert [mail.address for mail in _mails()] == ["bertil@example.org"]


def test_ended_and_paused_entries_are_asked_about_as_they_are_listed(entry, cast):
    actions.end(cast.actor("bertil"), entry)
    assert tasks.remind_of_due() == 0


def test_a_scanner_that_follows_each_link_changes_nothing(entry):
    before = Service.objects.values().get(pk=entry.pk)
    confirm, correct = _tokens(entry)
    for path in (f"right/{confirm}", f"correct/{correct}", f"correct/{correct}/summary"):
        for _n in range(2):
            assert Client().get(f"/fi/upkeep/{path}/").status_code == 200
            assert Client().head(f"/fi/upkeep/{path}/").status_code == 200
    assert Service.objects.values().get(pk=entry.pk) == before
    assert list(Link.objects.exclude(used_at=None)) == []


def test_confirming_works_once_and_only_by_the_button(entry, cast):
    confirm, _correct = _tokens(entry)
    assert Client().post(f"/fi/upkeep/right/{confirm}/").status_code == 303
    entry.refresh_from_db()
    assert (entry.verified_as, entry.verified_by, entry.is_overdue) == (VerifiedAs.LINK, cast.ngo_a, False)
    moment = entry.verified_at
    assert [Client().post(f"/fi/upkeep/right/{confirm}/").status_code, Client().get(f"/fi/upkeep/right/{confirm}/").status_code] == [410, 410]  # fmt: skip
    entry.refresh_from_db()
    assert entry.verified_at == moment


def test_two_people_who_confirm_at_once_confirm_once(entry):
    _tokens(entry)
    link = Link.objects.get(purpose=CONFIRM)
    first, second = actor_for(link), actor_for(link)
    actions.confirm(first, entry)
    with pytest.raises((Refused, PermissionDenied)):
        actions.confirm(second, entry)


@pytest.mark.parametrize("change", ["altered", "shortened", "guessed", "other purpose", "expired", "revoked", "empty"])
def test_links_under_attack_open_nothing(entry, change):
    confirm, correct = _tokens(entry)
    token, status = confirm, 404
    match change:
        case "altered":
            token = confirm[:-1] + ("A" if confirm[-1] != "A" else "B")
        case "shortened":
            token = confirm[:-4]
        case "guessed":
            token = f"{Link.objects.get(purpose=CONFIRM).pk}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        case "other purpose":
            token = correct
        case "expired" | "revoked":
            from tests.factories import building

            now, status = timezone.now(), 410
            with building():
                Link.objects.update(**({"expires_at": now} if change == "expired" else {"revoked_at": now}))
        case "empty":
            token = "x"
    before = Service.objects.values().get(pk=entry.pk)
    found = [Client().get(f"/fi/upkeep/right/{token}/"), Client().post(f"/fi/upkeep/right/{token}/")]
    assert [one.status_code for one in found] == [status, status]
    assert Service.objects.values().get(pk=entry.pk) == before


def test_a_link_for_one_entry_does_nothing_to_another(entry, cast, area):
    other = made_up.entry(cast.ngo_a, area, by=cast.actor("bertil"), name=Text(fi="Toinen"))
    _tokens(entry)
    for purpose in (CONFIRM, CORRECT):
        holder = actor_for(Link.objects.get(purpose=purpose))
        with pytest.raises(PermissionDenied):
            actions.confirm(holder, other)
        with pytest.raises(PermissionDenied):
            actions.correct(holder, other, line="summary", values={"text": "Kaapattu", "language": "fi"})
    line = f"phone:{other.contacts.get().pk}"
    correct = stand_in(Link.objects.get(purpose=CORRECT))
    answer = Client().post(f"/fi/upkeep/correct/{correct}/{line}/", {"phone": "02 555 6666"})
    assert (answer.status_code, other.contacts.get().phone) == (303, "02 555 0101")


def test_a_confirming_link_corrects_nothing(entry):
    _tokens(entry)
    holder = actor_for(Link.objects.get(purpose=CONFIRM))
    with pytest.raises(PermissionDenied):
        actions.correct(holder, entry, line="summary", values={"text": "Kaapattu", "language": "fi"})


def test_an_entry_that_ended_meanwhile_is_not_confirmed(entry, cast):
    confirm, _correct = _tokens(entry)
    stale = Service.objects.get(pk=entry.pk)
    actions.end(cast.actor("bertil"), entry)
    assert Client().post(f"/fi/upkeep/right/{confirm}/").status_code == 403
    with translation.override("en"), pytest.raises(Refused, match="ended"):
        actions.confirm(actor_for(Link.objects.get(purpose=CONFIRM)), stale)
    assert Service.objects.get(pk=entry.pk).status == Status.ENDED
    assert Link.objects.filter(used_at=None).count() == 2


def _phone(entry: Service) -> str:
    return f"phone:{entry.contacts.get().pk}"


def _form(client: Client, path: str, **given: str) -> dict[str, str]:
    """Return the form of a page as a browser would send it, with some fields changed."""
    page = client.get(path).content.decode()
    was = re.search(r'name="was" value="([^"]*)"', page)
    return {"was": was[1].replace("&quot;", '"'), **given}


def test_one_line_is_corrected_without_an_account_and_undone_by_the_editor(entry, cast):
    _confirm, correct = _tokens(entry)
    path = f"/fi/upkeep/correct/{correct}/{_phone(entry)}/"
    answer = Client().post(path, _form(Client(), path, phone="02 555 9999"))
    assert answer.status_code == 303
    entry.refresh_from_db()
    assert [one.phone for one in entry.contacts.all()] == ["02 555 9999"]
    assert entry.is_overdue, "one line corrected says nothing of the others"
    assert {field: one["as"] for field, one in entry.checked.items()} == {"phone": VerifiedAs.LINK}
    told = Delivery.objects.get(template="services/mail/suggestion")
    assert (told.address, told.context["at_once"]) == ("bertil@example.org", True)
    made = Suggestion.objects.get()
    actions.undo_correction(cast.actor("bertil"), made)
    assert [one.phone for one in entry.contacts.all()] == ["02 555 0101"]
    with pytest.raises((Refused, PermissionDenied)):
        actions.undo_correction(cast.actor("bertil"), Suggestion.objects.get())


def test_a_correction_waits_where_the_organisation_wants_it(entry, cast):
    bertil = cast.actor("bertil")
    actions.set_listing(bertil, cast.ngo_a, corrections_at_once=False)
    _tokens(entry)
    holder = actor_for(Link.objects.get(purpose=CORRECT))
    made = actions.correct(holder, entry, line=_phone(entry), values={"phone": "02 555 9999"})
    assert [one.phone for one in entry.contacts.all()] == ["02 555 0101"]
    actions.accept_suggestion(bertil, made)
    assert [one.phone for one in entry.contacts.all()] == ["02 555 9999"]


def test_a_line_changed_meanwhile_is_not_overwritten(entry, cast):
    _confirm, correct = _tokens(entry)
    path = f"/fi/upkeep/correct/{correct}/summary/"
    sent = _form(Client(), path, text="Toinen lause.")
    actions.change(cast.actor("bertil"), entry, summary=Text(fi="Muutettu sillä välin."))
    assert Client().post(path, sent).status_code == 422
    assert str(Service.objects.get(pk=entry.pk).summary) == "Muutettu sillä välin."


def test_times_and_place_are_corrected_as_what_they_are(entry):
    _tokens(entry)
    holder = actor_for(Link.objects.get(purpose=CORRECT))
    rule, at = entry.schedules.get(), entry.places.get()
    actions.correct(holder, entry, line=f"schedule:{rule.pk}", values={"weekdays": ["TH"], "opens": "13:00"})
    actions.correct(holder, entry, line=f"place:{at.pk}", values={"address": "Uusitie 1"})
    rule.refresh_from_db()
    assert (rule.byday, rule.opens, rule.closes) == ("TH", dt.time(13), dt.time(12))
    assert entry.places.get().location.address == "Uusitie 1"
    entry.refresh_from_db()
    assert sorted(entry.checked) == ["place", "times"]


def test_everything_else_is_right_confirms_and_closes_the_link(entry):
    _confirm, correct = _tokens(entry)
    assert Client().post(f"/fi/upkeep/correct/{correct}/").status_code == 303
    entry.refresh_from_db()
    assert (entry.verified_as, Client().get(f"/fi/upkeep/correct/{correct}/").status_code) == (VerifiedAs.LINK, 410)


def test_a_reminder_by_hand_goes_once_in_some_days(entry, cast):
    aino = cast.actor("aino")
    assert actions.remind(aino, entry) == 1
    with pytest.raises(Refused, match="a moment ago"):
        actions.remind(aino, entry)
    with pytest.raises(PermissionDenied):
        actions.remind(cast.actor("akseli"), entry)


def test_long_silence_climbs_to_the_contact_person_once_a_month(entry, cast):
    from kumppanuus.organisations import actions as organisations

    organisations.add_post(
        cast.actor("aino"),
        cast.municipality_a,
        kind="contact_person",
        title=Text(fi="Yhdyshenkilö"),
        email="y@example.org",
    )
    assert tasks.climb_overdue() == 0, "it is overdue by a day"
    with time_machine.travel(timezone.now() + dt.timedelta(days=40), tick=True):
        tasks.climb_overdue()
        tasks.climb_overdue()
        mails = Delivery.objects.filter(template="services/mail/overdue")
        assert [(one.address, one.context["count"]) for one in mails] == [("y@example.org", 1)]
    assert entry in Service.objects.listed(), "never hidden"


def test_the_mail_says_the_entry_in_plain_text_with_both_links(entry):
    from kumppanuus.notices.rendering import render

    actions.remind(system("clock"), entry)
    made = render(_mails()[0])
    assert "Leskien kahvit" in made.subject
    assert {"Keskustie 4", "02 555 0101", "/upkeep/right/", "/upkeep/correct/"} == {
        part for part in ("Keskustie 4", "02 555 0101", "/upkeep/right/", "/upkeep/correct/") if part in made.text
    }
