"""Comparing: the pieces lead from one text to the other letter by letter; documents and files of a version."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kumppanuus.practices import actions
from kumppanuus.practices.comparing import ADDED, REMOVED, as_html, compare
from tests.factories.practices import published, wrote

texts = st.text(st.sampled_from("ab \n.<"), max_size=60)


@given(texts, texts)
def test_without_what_was_added_it_is_the_old_and_without_what_was_removed_the_new(before, after):
    pieces = compare(before, after)
    assert "".join(one.words for one in pieces if one.kind != ADDED) == before
    assert "".join(one.words for one in pieces if one.kind != REMOVED) == after


def test_a_screen_reader_is_told_what_was_added_and_removed():
    shown = as_html(compare("Ovi on kiinni.", "Ovi on <auki>."))
    assert shown == (
        'Ovi on <del><span class="visually-hidden"> removed: </span>kiinni.<span class="visually-hidden"> end of what '
        'was removed </span></del><ins><span class="visually-hidden"> added: </span>&lt;auki&gt;.'
        '<span class="visually-hidden"> end of what was added </span></ins>'
    )


@pytest.fixture
def practice(cast):
    bertil = cast.actor("bertil")
    made = published(bertil, cast.ngo_a)
    second = actions.draft(bertil, made)
    text = "Ovi on auki *torstaisin*.\n\n- kahvi\n- tila\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n[lisää](https://example.org)"
    wrote(bertil, second, "basic-idea", fi=text)
    actions.publish(bertil, second)
    return made


@pytest.mark.django_db
def test_the_page_shows_what_changed_between_any_two(client, practice):
    page = client.get(reverse("practices:compare", args=[practice.slug, 1, 2]))
    assert [(one.code, one.kind) for one in page.context["changes"]] == [("basic-idea", "changed")]
    chosen = client.get(reverse("practices:choose", args=[practice.slug]), {"from": "2", "to": "1"})
    assert chosen["Location"].endswith("/v2/to/v1/")
    assert client.get(reverse("practices:choose", args=[practice.slug]), {"from": "x"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("fmt", "begins"), [("pdf", b"%PDF"), ("docx", b"PK"), ("md", b"# Avoin"), ("json", b"{")])
def test_a_version_is_taken_out_in_each_form(client, practice, fmt, begins):
    answer = client.get(reverse("practices:document", args=[practice.slug, 2, fmt]))
    assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
    assert client.get(reverse("practices:document", args=[practice.slug, 2, "exe"])).status_code == 404


@pytest.mark.django_db
def test_the_api_gives_a_version_that_does_not_change(client, practice):
    first = client.get(f"/api/v1/practices/practices/{practice.slug}/versions/1").json()
    assert (first["status"], [one["code"] for one in first["sections"]]) == (
        "superseded",
        ["basic-idea", "target-group"],
    )
    assert client.get(f"/api/v1/practices/practices/{practice.slug}/versions/3").status_code == 404
    taken = json.loads(client.get(reverse("practices:document", args=[practice.slug, 1, "json"])).content)
    assert taken == first


@pytest.mark.django_db
def test_fields_are_copied_out_with_the_marks_of_innokyla(client, practice):
    lines = client.get("/fi" + reverse("practices:take_out", args=[practice.slug, 2])[3:]).context["lines"]
    found = {one.field.code: one.heading for one in lines}
    assert (found["basic-idea"], found["name"]) == ("Ratkaisun perusidea **", "Toimintamallin nimi")
