from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from kumppanuus.accounts import actions as accounts
from kumppanuus.accounts import providers
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.merging import actions as merging
from kumppanuus.notices.models import Delivery, State
from kumppanuus.notices.rendering import message, render
from kumppanuus.notices.sending import send_due
from kumppanuus.services import actions, tasks
from kumppanuus.services.actions import saved as saving
from kumppanuus.services.models import SavedSearch, Service
from kumppanuus.services.saved import next_after
from tests.factories import building, services
from tests.factories.cast import organisation

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def later(hours=2):
    """Go on to a later hour: what was done before has settled, and searches that tell at once are due."""
    return time_machine.travel(timezone.now() + hours * HOUR, tick=False)


def save(by, query="", *, how_often="at_once", name="Kahvit", email=""):
    return actions.save_search(by, None, query=query, name=name, how_often=how_often, email=email)


@pytest.fixture
def bertil(cast):
    return cast.actor("bertil")


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


def entry(cast, area, **more):
    return services.entry(cast.ngo_a, area, **more)


def found():
    return list(Delivery.objects.filter(topic=saving.FOUND).order_by("pk"))


def names(mail):
    return [(one["name"], one["new"]) for one in mail.context["entries"]]


def test_what_is_new_or_changed_is_told_once_and_nothing_new_sends_nothing(cast, bertil, area):
    with translation.override("fi"):
        with later(-48):
            old = entry(cast, area, name=Text(fi="Vanha kerho"))
        with later(-24):
            search = save(bertil, "area=koski-tl")
        with later(-20):
            tasks.tell_saved_searches()
        assert found() == []
        with later(-10):
            entry(cast, area, name=Text(fi="Uusi kerho"))
            actions.change(system("tests"), old, summary=Text(fi="Kahvia ja pullaa"))
            entry(cast, area, name=Text(fi="Luonnos"), published=False)
            entry(cast, cast.municipality_b.governs, name=Text(fi="Muualla"))
        tasks.tell_saved_searches()
        tasks.tell_saved_searches()
    (mail,) = found()
    assert (mail.address, names(mail)) == ("bertil@example.org", [("Uusi kerho", True), ("Vanha kerho", False)])
    search.refresh_from_db()
    assert (search.last_number, search.last_ids[1]) == (2, old.pk)


def test_a_draft_published_later_is_new_and_one_that_ended_is_not_told(cast, bertil, area):
    with later(-48):
        draft, other = (entry(cast, area, published=False) for _n in range(2))
        gone = entry(cast, area, name=Text(fi="Loppuva"))
    with later(-24):
        save(bertil)
    with later(-10):
        actions.publish(system("tests"), draft)
        actions.end(system("tests"), gone)
    tasks.tell_saved_searches()
    assert [(one["url"].split("/")[-2], one["new"]) for one in found()[0].context["entries"]] == [(draft.slug, True)]
    assert other.is_public is False


def test_a_merged_entry_is_told_as_what_it_is_now_and_a_merged_organisation_is_followed(cast, bertil, area):
    old, new = organisation("Vanha seura", areas=[area], home=area), organisation("Uusi seura", areas=[area], home=area)
    with later(-48):
        kept, dropped = (services.entry(old, area, name=Text(fi="Kerho")) for _n in range(2))
    with later(-24):
        search = save(bertil, f"organisation={old.slug}")
    with later(-10):
        merging.merge(system("command"), _pair(kept, dropped), keep=kept.pk)
        merging.merge(system("command"), _pair(old, new), keep=new.pk)
    tasks.tell_saved_searches()
    (mail,) = found()
    assert [one["url"].split("/")[-2] for one in mail.context["entries"]] == [kept.slug]
    search.refresh_from_db()
    assert search.last_ids == [kept.pk]


def _pair(one, other):
    from kumppanuus.merging.models import Pair, What

    with building():
        what = What.ENTRY if isinstance(one, Service) else What.ORGANISATION
        low, high = sorted((one.pk, other.pk))
        return Pair.objects.get_or_create(what=what, one_id=low, other_id=high)[0]


def test_a_visitor_is_asked_first_and_nothing_typed_by_a_stranger_stands_in_that_mail(client, cast, area):
    page = client.post(
        "/en/directory/saved/new/?area=koski-tl&q=osta+heti",
        {"name": "Halpaa http://x.example", "how_often": "daily", "email": "Dani@Example.org"},
    )
    assert (page.status_code, page["location"]) == (303, "/en/directory/saved/sent/")
    search = SavedSearch.objects.get()
    assert (search.email, search.confirmed_at, search.query) == ("dani@example.org", None, "q=osta+heti&area=koski-tl")
    mail = Delivery.objects.get(address="dani@example.org")
    text = render(mail).text
    assert ("Koski Tl" in text, "osta" in text, "x.example" in text) == (True, False, False)
    address = mail.context["url"].partition("/en/")[2]
    assert b"<button" in client.get(f"/en/{address}").content
    assert SavedSearch.objects.get().confirmed_at is None
    done = client.post(f"/en/{address}")
    search.refresh_from_db()
    assert (done.status_code, search.confirmed_at is not None) == (303, True)
    assert client.get(f"/en/{address}").status_code == 410
    assert b"Halpaa" in client.get(done["location"]).content


def test_an_address_is_asked_three_times_at_most_and_learns_nobody_anything(cast):
    made = [save(Actor(), f"q=sana{n}", email="a@example.org") for n in range(4)]
    assert ([one is None for one in made], Delivery.objects.count()) == ([False, False, False, True], 3)


def test_a_person_has_twenty_searches_and_each_once(cast, bertil):
    save(bertil, "kind=event")
    with pytest.raises(Refused):
        save(bertil, "kind=event&kind=nonsense")
    for n in range(19):
        save(bertil, f"q=sana{n}")
    with pytest.raises(Refused):
        save(bertil, "q=yksi")
    with pytest.raises(Refused):
        save(cast.actor("aino"), f"organisation={'ä' * 120}&q={'ä' * 100}")
    assert SavedSearch.objects.count() == 20


def test_a_machine_that_fills_the_hidden_field_saves_nothing(client, cast):
    given = {"name": "a", "how_often": "daily", "email": "a@example.org", "nickname": "x"}
    assert client.post("/en/directory/saved/new/", given).status_code == 303
    assert (SavedSearch.objects.count(), Delivery.objects.count()) == (0, 0)


def test_a_mail_ends_its_search_in_one_click_without_sign_in(client, cast, bertil, area):
    with later(-24):
        search = save(bertil)
    with later(-10):
        entry(cast, area)
    tasks.tell_saved_searches()
    (mail,) = found()
    header = message(mail, render(mail)).extra_headers
    stop = header["List-Unsubscribe"].strip("<>")
    assert (header["List-Unsubscribe-Post"], "/directory/saved/stop/" in stop) == ("List-Unsubscribe=One-Click", True)
    path = "/" + stop.partition("//")[2].partition("/")[2]
    client.handler.enforce_csrf_checks = True
    client.get(path)
    assert SavedSearch.objects.filter(pk=search.pk).exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert (SavedSearch.objects.count(), client.get(path).status_code) == (0, 410)


def test_by_the_link_from_a_mail_one_changes_pauses_and_goes_on(client, cast, area):
    search = services.confirmed(save(Actor(), "kind=event", email="a@example.org"))
    path = f"/en/directory/saved/mine/{stand_in(Link(pk=search.link_id))}/"
    client.post(path, {"name": "Uusi nimi", "how_often": "monthly"})
    search.refresh_from_db()
    assert (search.name, search.how_often) == ("Uusi nimi", "monthly")
    client.post(path, {"do": "pause"})
    with later(24 * 40):
        entry(cast, area, kind="event")
        with later(1):
            assert tasks.tell_saved_searches() == 0
            client.post(path, {"do": "resume"})
            client.post(path, {"do": "go_on"})
            client.post(path, {"do": "look"})
            search.refresh_from_db()
            assert (search.last_number, search.ends_on) == (1, (timezone.now() + saving.GOES_ON).date())
    client.post(path, {"do": "end"})
    assert SavedSearch.objects.count() == 0


def test_nobody_reaches_the_search_of_another(client, cast, bertil):
    search = save(bertil)
    client.force_login(cast.people["aino"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"/en/directory/saved/{search.pk}/").status_code == 404
    other = services.confirmed(save(Actor(), email="a@example.org"))
    assert list(SavedSearch.objects.visible_to(Actor(link_id=other.link_id))) == [other]


def test_a_page_lists_mine_with_what_came_last(client, cast, bertil, area):
    with later(-24):
        search = save(bertil, "area=koski-tl")
    with later(-10):
        row = entry(cast, area)
    client.force_login(cast.people["bertil"], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(f"/en/directory/saved/{search.pk}/", {"do": "look"})
    assert found() == []
    page = client.get("/en/directory/saved/").content.decode()
    assert (f'href="{row.get_absolute_url()}"' in page, "Koski Tl" in page) == (True, True)


def test_unconfirmed_and_ended_searches_are_erased_after_a_warning(cast):
    save(Actor(), email="a@example.org")
    search = services.confirmed(save(Actor(), email="b@example.org"))
    with later(24 * 4):
        tasks.end_saved_searches()
        assert list(SavedSearch.objects.values_list("email", flat=True)) == ["b@example.org"]
    with later(24 * 350):
        tasks.end_saved_searches()
        tasks.end_saved_searches()
        (mail,) = found()
        assert ("/directory/saved/mine/" in render(mail).text, mail.address) == (True, "b@example.org")
    with later(24 * 367):
        tasks.end_saved_searches()
    assert SavedSearch.objects.filter(pk=search.pk).count() == 0


def test_own_data_holds_the_searches_and_erasure_removes_them(cast, bertil):
    save(bertil, "kind=event", name="Minun")
    services.confirmed(save(Actor(), "kind=place", name="Osoitteen", email="bertil@example.org"))
    person = cast.people["bertil"]
    held = providers.collect(person.pk)["services"]["saved_searches"]
    assert sorted(one["name"] for one in held) == ["Minun", "Osoitteen"]
    accounts.erase(bertil, person)
    assert SavedSearch.objects.count() == 0


@pytest.mark.parametrize(
    ("how_often", "moment", "expected"),
    [
        ("daily", "2026-11-22T06:00", "2026-11-22T07:00"),
        ("daily", "2026-11-22T07:00", "2026-11-23T07:00"),
        ("weekly", "2026-11-22T12:00", "2026-11-23T07:00"),
        ("weekly", "2026-11-23T07:00", "2026-11-30T07:00"),
        ("monthly", "2026-11-30T12:00", "2026-12-01T07:00"),
        ("monthly", "2026-12-01T06:00", "2026-12-01T07:00"),
        ("monthly", "2026-12-01T08:00", "2027-01-01T07:00"),
        ("daily", "2026-03-28T08:00", "2026-03-29T07:00"),
    ],
)
def test_rhythms_come_at_seven_local_time(how_often, moment, expected):
    at = timezone.make_aware(dt.datetime.fromisoformat(moment))
    assert timezone.localtime(next_after(at, how_often)).isoformat()[:16] == expected


def test_a_thousand_searches_cost_a_fixed_number_of_queries_each(cast, area):
    now = timezone.now()
    with building():
        SavedSearch.objects.bulk_create(
            SavedSearch(
                email=f"a{n}@example.org", name=f"Haku {n}", query="kind=event" if n % 2 else "kind=peer_group",
                how_often="at_once", confirmed_at=now, told_until=now - 30 * HOUR, next_at=now, link_id=n + 1,
            )
            for n in range(1000)
        )  # fmt: skip
    with later(-24):
        entry(cast, area)  # a peer group

    def cost():
        with CaptureQueriesContext(connection) as spent:
            sent = tasks.tell_saved_searches()
        return sent, len(spent)

    with later(1):
        sent, first = cost()
        assert (sent, cost()) == (500, (0, 1))
    with later(3):
        _none, quiet = cost()
        assert quiet <= 20 * 6 + 1, "where nothing has changed a batch of fifty costs a few queries"
    assert first <= 20 * 12 + 1000 + 500 * 6
    assert SavedSearch.objects.filter(last_number=1).count() == 500


def test_a_search_that_changed_while_it_was_read_is_left_for_next_time(cast, bertil, area):
    from kumppanuus.services.saved import news_of

    with later(-24):
        search = save(bertil)
    with later(-10):
        entry(cast, area)
    now = timezone.now()
    read = news_of([SavedSearch.objects.get(pk=search.pk)], now)
    assert actions.tell_searches(system("clock"), None, found=read, now=now) == 1
    assert actions.tell_searches(system("clock"), None, found=read, now=now) == 0
    assert len(found()) == 1


def test_the_mail_leaves_with_what_has_come(cast, bertil, area, mailoutbox):
    with later(-24):
        save(bertil, name="Kahvit")
    with later(-10):
        entry(cast, area)
    tasks.tell_saved_searches()
    send_due()
    (mail,) = [one for one in mailoutbox if "Kahvit" in one.subject]
    assert ("Leskien kahvit" in mail.body, Delivery.objects.filter(state=State.SENT).count()) == (True, 1)
