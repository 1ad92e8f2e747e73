"""Pages of comment rounds: links under attack, long and foreign text, drafts that save themselves, files."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from kumppanuus.consultations import actions
from kumppanuus.consultations.marking import find, marked, shown
from kumppanuus.consultations.models import Remark
from kumppanuus.core.texts import Text
from kumppanuus.ui.components.texts import rendered_markdown
from tests.factories.consultations import link_for, opened, over, part, prepared, said
from tests.factories.practices import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(cast):
    """A round of municipality A on a version of its operating model; Bertil's NGO is invited."""
    aino = cast.actor("aino")
    practice = published(aino, cast.municipality_a)
    made = opened(aino, cast.municipality_a, "Kommentoi mallia", target=practice.current, questions=[])
    actions.invite(aino, made, organisations=[cast.ngo_a])
    return made


def test_the_invited_comments_from_the_link_without_an_account(asked, client: Client):
    _holder, token = link_for(asked.invitations.get())
    page = f"/en/consultations/invited/{token}/"
    assert client.get(page).status_code == 200
    assert client.head(page).status_code == 200
    assert asked.invitations.get().response == "silent"
    key = f"{page}basic-idea/"
    sent = client.post(key, {"text": "Kahvi maksaa", "quote": "Kahvi on ilmaista.", "stance": "disagree", "give": "1"})
    assert sent.status_code == 303
    remark = asked.remarks.get()
    assert (remark.quote, remark.stance, str(remark.author)) == ("Kahvi on ilmaista.", "disagree", "Kosken Kylätupa")
    assert asked.invitations.get().response == "answered"
    over(asked)
    shown = client.get(f"/en/consultations/{asked.slug}/").content.decode()
    assert "<mark>Kahvi on ilmaista.</mark>" in shown
    assert "Words that were commented" in shown


def test_what_was_sent_by_the_link_is_taken_back_by_it(asked, client: Client):
    _holder, token = link_for(asked.invitations.get())
    page = f"/en/consultations/invited/{token}/"
    assert client.post(f"{page}basic-idea/", {"text": "Kahvi maksaa", "give": "1"}).status_code == 303
    remark = asked.remarks.get()
    assert client.post(page, {"withdraw": remark.pk}).status_code == 303
    assert asked.invitations.get().response == "silent"


def test_an_altered_link_opens_nothing_and_changes_nothing(asked, client: Client):
    _holder, token = link_for(asked.invitations.get())
    for wrong in (token[:-1] + ("a" if token[-1] != "a" else "b"), token + "x", "x" * 40):
        assert client.post(f"/en/consultations/invited/{wrong}/", {"nothing": "1"}).status_code == 404
    assert asked.invitations.get().response == "silent"


def test_words_not_in_the_part_are_refused_and_the_text_kept(asked, cast, enter):
    client = enter("bertil")
    page = f"/en/consultations/{asked.slug}/comment/basic-idea/"
    answer = client.post(page, {"text": "Ei näin", "quote": "Mitä ei ole", "give": "1"})
    assert answer.status_code == 422
    assert "The chosen words are not in this part" in answer.content.decode()
    assert [(one.text, one.given_at) for one in Remark.objects.all()] == [("Ei näin", None)]


def test_pasted_html_is_shown_as_text_and_a_hundred_thousand_letters_are_refused_with_a_reason(asked, enter):
    client = enter("bertil")
    page = f"/en/consultations/{asked.slug}/comment/whole/"
    assert client.post(page, {"text": "<script>alert(1)</script>", "give": "1"}).status_code == 303
    body = client.get(f"/en/consultations/{asked.slug}/").content.decode()
    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body
    long = client.post(page, {"text": "a" * 100_000, "give": "1"})
    assert long.status_code == 422
    assert "a" * 100_000 in long.content.decode()


def test_typing_saves_a_draft_and_the_signed_out_is_told(asked, cast, enter, client: Client):
    page = f"/en/consultations/{asked.slug}/comment/basic-idea/"
    own = enter("bertil")
    assert own.post(page, {"text": "Kesk"}, headers={"HX-Request": "true"}).status_code == 200
    assert own.post(page, {"text": "Kesken"}, headers={"HX-Request": "true"}).status_code == 200
    assert [one.text for one in Remark.objects.all()] == ["Kesken"]
    assert Client().post(page, {"text": "x"}, headers={"HX-Request": "true"}).status_code == 401
    over(asked)
    shown = own.get(page).content.decode()
    assert "Kesken" in shown
    assert "Send as late" in shown


def words_at(words: str, text: str, at: int) -> str:
    return "".join(shown(text).tokens[slice(*find(words, text, at))])


def test_chosen_words_are_found_where_they_stand_twice_and_through_marks_and_line_ends():
    text = "Ovi on **auki**.\nJa ovi on\n[auki](https://example.org/) taas."
    assert words_at("ovi on auki", text, 0) == "Ovi on <strong>auki"
    assert words_at("ovi on  auki", text, 1).startswith("ovi on\n<a ")
    assert words_at("ovi on auki", text, 9) == words_at("ovi on auki", text, 1)
    assert find("puuttuu", text, 0) is None
    assert find("  ", text, 0) is None


def test_marks_stand_around_the_chosen_words_and_change_no_letter_of_the_text():
    text = "Ovi on **auki** & Straße <b>.\n\n- yksi\n- kaksi"
    assert marked(text, (("on auki", 0), ("AUKI &", 0))) == (
        "<p>Ovi <mark>on </mark><strong><mark>auki</mark></strong><mark> &amp;</mark> Straße &lt;b&gt;.</p>\n"
        "<ul>\n<li>yksi</li>\n<li>kaksi</li>\n</ul>\n"
    )
    assert "<li><mark>yksi</mark></li>\n<li><mark>kaksi</mark></li>" in marked(text, (("yksi kaksi", 0),))
    assert marked(text, (("strasse", 0),)).count("<mark>Straße</mark>") == 1
    assert marked(text, (("ei ole", 0),)) == marked(text, ()) == rendered_markdown(text)


PROSE = st.text(alphabet="aä ß*_`#&<>[]()\n-1.|İ", max_size=60)


@given(PROSE, st.lists(st.tuples(PROSE, st.integers(0, 3)), max_size=4))
def test_without_its_marks_a_marked_text_is_the_text(text, chosen):
    assert re.sub("</?mark>", "", marked(text, tuple(chosen))) == rendered_markdown(text)


def test_the_model_leads_to_its_open_round_also_where_it_is_about_the_draft(cast, client: Client):
    from kumppanuus.practices import actions as practices

    aino = cast.actor("aino")
    practice = published(aino, cast.municipality_a)
    made = opened(aino, cast.municipality_a, target=practices.draft(aino, practice), questions=[])
    shown = client.get(f"/en/practices/{practice.slug}/").content.decode()
    assert "Comments are asked for until" in shown
    assert f"/en/consultations/{made.slug}/" in shown


def test_a_post_hands_over_the_rounds_it_moderates(cast):
    from kumppanuus.consultations.handover import of_post
    from kumppanuus.continuity.providers import Leaving
    from tests.factories.organisations import post

    aino, own = cast.actor("aino"), post(cast.municipality_a, "Järjestöyhdyshenkilö")
    made = prepared(aino, cast.municipality_a, posts=[own])
    prepared(aino, cast.municipality_a, "Muun tehtävän")
    assert [one.pk for one in of_post(Leaving(own))] == [made.pk]
    assert [one.pk for one in of_post(Leaving(own, cast.people["aino"].pk))] == [made.pk]


def test_the_next_version_shows_what_it_took_in(asked, cast, client: Client):
    from kumppanuus.practices import actions as practices
    from kumppanuus.practices.models import Practice

    aino, bertil = cast.actor("aino"), cast.actor("bertil")
    remark = said(bertil, asked, "Kahvi maksulliseksi", "basic-idea")
    over(asked)
    actions.close(aino, asked)
    actions.reply_remark(aino, remark, verdict="taken", text=Text(fi="Otetaan."))
    actions.publish_summary(aino, asked, summary=Text(fi="Kiitos."))
    practice = Practice.objects.get()
    assert "Comments are asked for until" not in client.get(f"/en/practices/{practice.slug}/").content.decode()
    version = practices.publish(aino, practices.draft(aino, practice))
    shown = client.get(f"/en/practices/{practice.slug}/").content.decode()
    assert asked.get_absolute_url().split("/", 2)[2] in shown
    assert "Comments that this version took in" in shown
    page = client.get(version.get_absolute_url().replace("/fi/", "/en/"), follow=True).content.decode()
    assert "Comments that this version took in" in page
    assert "Kahvi maksulliseksi" in page
    for fmt, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(f"/en/consultations/{asked.slug}/summary.{fmt}")
        assert answer.content[: len(start)] == start
    assert "Kahvi maksulliseksi" in client.get(f"/en/consultations/{asked.slug}/summary/").content.decode()


@pytest.mark.parametrize("count", [5, 25])
def test_the_workbench_asks_as_much_for_few_as_for_many(cast, enter, django_assert_max_num_queries, count):
    aino, beata = cast.actor("aino"), cast.actor("beata")
    made = opened(aino, cast.municipality_a)
    for n in range(count):
        said(beata, made, f"Sana {n}")
    client = enter("aino")
    client.get(f"/en/consultations/{made.slug}/answers/")
    with django_assert_max_num_queries(16):
        assert client.get(f"/en/consultations/{made.slug}/answers/").status_code == 200
    assert part(made).remarks.count() == count
