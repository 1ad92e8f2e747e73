"""The pages of everyday words, and what of silent searches may be kept."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.core.actors import Actor, system
from kumppanuus.search import actions
from kumppanuus.search.models import Saying, Silent, SilentDay
from kumppanuus.search.privacy import looks_personal
from tests.factories import building, people
from tests.factories.cast import organisation

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NEW = {
    "language": "fi",
    "saying": "Rahat  Loppu",
    "meaning": "velkaneuvonta\n talousneuvonta \n\nvelkaneuvonta",
    "note": "",
}


@pytest.fixture
def kaisa(client, cast):
    client.force_login(cast.people["kaisa"], backend=BACKEND)
    return client


def ask(words: str, times: int = 3) -> None:
    for _n in range(times):
        actions.tell_silent(Actor(), None, words=words, language="fi")


def test_an_editor_adds_a_word_and_the_list_of_silent_ones_loses_it(kaisa, cast):
    ask("rahat loppu")
    page = kaisa.get("/en/search/words/silent/").content.decode()
    assert "/en/search/words/new/?saying=rahat%20loppu&amp;language=fi" in page
    form = kaisa.get("/en/search/words/new/?saying=rahat%20loppu&language=fi").context["form"]
    assert (form["saying"].value(), form["language"].value()) == ("rahat loppu", "fi")
    assert kaisa.post("/en/search/words/new/", NEW).status_code == 303
    made = Saying.objects.get()
    assert (made.saying, made.meaning, made.space) == ("rahat loppu", "velkaneuvonta|talousneuvonta", cast.space)
    assert (Silent.objects.count(), Event.objects.filter(name="search.add_word").count()) == (0, 1)


def test_a_word_that_is_there_and_too_many_meanings_are_refused_and_kept_in_the_form(kaisa):
    kaisa.post("/en/search/words/new/", NEW)
    again = kaisa.post("/en/search/words/new/", NEW)
    assert (again.status_code, "in the list already" in again.content.decode()) == (422, True)
    many = kaisa.post("/en/search/words/new/", NEW | {"saying": "muu", "meaning": "|".join("abcdefghi")})
    assert (many.status_code, Saying.objects.count(), "a|b" in many.content.decode()) == (422, 1, True)


def test_an_editor_changes_and_removes_a_shipped_word(kaisa):
    with building():
        word = Saying.objects.create(language="fi", saying="paha olla", meaning="keskusteluapu", shipped=True)
    page = kaisa.get(f"/en/search/words/{word.pk}/").content.decode()
    assert "came with the product" in page
    kaisa.post(f"/en/search/words/{word.pk}/", NEW | {"saying": "paha olla"})
    word.refresh_from_db()
    assert (word.shipped, word.meaning) == (False, "velkaneuvonta|talousneuvonta")
    assert kaisa.post(f"/en/search/words/{word.pk}/remove/").status_code == 303
    assert Saying.objects.count() == 0


def test_a_word_of_another_space_is_read_but_not_changed(kaisa, cast):
    from kumppanuus.spaces.models import Space, SpaceRole

    other = people.person("Toinen")
    with building():
        space = Space.objects.create(
            slug="toinen", name="Toinen pöytä", operator=organisation("Toinen verkko"), area=cast.space.area,
            contact_email="t@example.org",
        )  # fmt: skip
        SpaceRole.objects.create(space=space, person=other, role="editor")
    word = actions.add_word(Actor(person_id=other.pk), space, language="fi", saying="eka", meaning="kerho")
    assert "/words/new/" in kaisa.get("/en/search/words/?q=eka").content.decode()
    assert f"/words/{word.pk}/" not in kaisa.get("/en/search/words/?q=eka").content.decode()
    assert kaisa.post(f"/en/search/words/{word.pk}/", NEW).status_code == 403
    word.refresh_from_db()
    assert word.saying == "eka"


def test_everybody_reads_the_list_and_only_editors_what_found_nothing(client, kaisa, cast):
    kaisa.post("/en/search/words/new/", NEW)
    ask("kuumatka")
    client.logout()
    page = client.get("/en/search/words/?q=talousn").content.decode()
    assert ("rahat loppu" in page, "/words/new/" in page) == (True, False)
    assert client.get("/en/search/words/silent/").status_code == 302
    client.force_login(cast.people["aino"], backend=BACKEND)
    assert [client.get(f"/en/search/words/{path}").status_code for path in ("silent/", "new/")] == [403, 403]


def test_what_was_asked_less_than_three_times_is_shown_to_nobody(kaisa):
    ask("kuumatka", 2)
    silent = Silent.objects.get()
    assert "kuumatka" not in kaisa.get("/en/search/words/silent/").content.decode()
    assert kaisa.post(f"/en/search/words/silent/{silent.pk}/drop/").status_code == 404
    ask("kuumatka", 1)
    assert "kuumatka" in kaisa.get("/en/search/words/silent/").content.decode()
    assert kaisa.post(f"/en/search/words/silent/{silent.pk}/drop/").status_code == 303
    assert Silent.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "personal"),
    [
        ("seniorijumppa 2026", False), ("koski tl", False), ("en saa unta", False), ("toivo paremmasta", False),
        ("anna apua", False), ("Turku ja Salo", False), ("kaksisuuntainen mielialahäiriö", False), ("", False),
        ("Virtanen", True), ("liisa", True), ("pekka pouta", True), ("matti anna", True), ("Xyzzo Qwertto", True),
        ("0401234567", True), ("010170-123A", True), ("a@example.org", True), ("www.example.org", True), ("\x00", False),
    ],
)  # fmt: skip
def test_what_looks_like_a_person_is_not_kept(words, personal):
    assert looks_personal(words) is personal


def test_personal_words_leave_no_row():
    ask("Pekka Virtasen puhelin")
    assert Silent.objects.count() == 0


def test_days_are_counted_without_words_and_forgotten_with_them(kaisa, client):
    today = timezone.localdate()
    ask("kuumatka", 2)
    ask("matti.meikalainen@posti.example", 1)
    assert list(SilentDay.objects.values_list("day", "language", "times")) == [(today, "fi", 3)]
    html = kaisa.get("/en/search/words/silent/").content.decode()
    assert [int(number) for number in re.findall(r"<td>(\d+) <svg", html)] == [3, *([0] * 29)]
    assert "meikalainen" not in html
    assert set(SilentDay._meta._forward_fields_map) == {"id", "day", "language", "times"}
    actions.forget_silent(system("clock"), None, before=today)
    assert SilentDay.objects.count() == 1
    actions.forget_silent(system("clock"), None, before=today + dt.timedelta(days=1))
    assert (SilentDay.objects.count(), Silent.objects.count()) == (0, 0)
