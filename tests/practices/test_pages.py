"""The pages: a stranger reads what is published; a draft is read and written by those who write it."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kumppanuus.practices import actions
from kumppanuus.practices.views import pages
from tests.factories.practices import begun, published, template

pytestmark = pytest.mark.django_db


def test_from_the_first_words_to_the_published_page(client, cast, enter):
    template()
    enter("bertil")
    response = client.post(reverse("practices:create"), {"name_fi": "Kävelykaverit", "short_fi": "Kävellään yhdessä."})
    assert response.status_code == 303, response.content.decode()[:3000]
    assert client.get(response["Location"]).status_code == 200
    for code, words in (("basic-idea", "Kävellään **torstaisin**."), ("target-group", "Yksinäiset")):
        address = reverse("practices:section", args=["kavelykaverit", code])
        assert client.get(address).status_code == 200
        assert client.post(address, {"text_fi": words, "revision": 0}).status_code == 303
    assert client.post(reverse("practices:publish", args=["kavelykaverit"]), {}).status_code == 303
    client.logout()
    page = client.get(reverse("practices:practice", args=["kavelykaverit"])).content.decode()
    assert ("<strong>torstaisin</strong>" in page, "Yksinäiset" in page) == (True, True)
    assert client.get(reverse("practices:version", args=["kavelykaverit", 1])).status_code == 200
    assert "Kävelykaverit" in client.get(reverse("practices:practices")).content.decode()


def test_the_second_in_a_section_sees_both_texts(client, cast, enter):
    practice = begun(cast.actor("bertil"), cast.ngo_a)
    enter("bertil")
    address = reverse("practices:section", args=[practice.slug, "tips"])
    client.post(address, {"text_fi": "Ensimmäinen", "revision": 0})
    response = client.post(address, {"text_fi": "Toinen", "revision": 0})
    page = response.content.decode()
    assert (response.status_code, "Ensimmäinen" in page, "Toinen" in page) == (409, True, True)


def test_a_draft_is_not_there_for_others(client, cast, enter):
    practice = begun(cast.actor("bertil"), cast.ngo_a)
    for name, wanted in ((None, 404), ("beata", 404)):
        if name:
            enter(name)
        assert client.get(reverse("practices:practice", args=[practice.slug])).status_code == wanted


def test_who_is_writing_where_is_shown(client, cast, enter):
    practice = begun(cast.actor("bertil"), cast.ngo_a)
    enter("bertil")
    response = client.post(reverse("practices:here", args=[practice.slug, "tips"]))
    assert response.status_code == 200


def test_a_stranger_reads_the_page(client, cast, enter):
    practice = published(cast.actor("bertil"), cast.ngo_a)
    assert client.get(practice.get_absolute_url()).status_code == 200


def test_strangers_read_the_same_from_what_is_kept_as_anew(client, cast, enter, monkeypatch):
    bertil = cast.actor("bertil")
    practice = published(bertil, cast.ngo_a)
    actions.draft(bertil, practice)
    actions.accept(bertil, actions.request(cast.actor("beata"), practice, message="Tulemme mukaan"))
    for name in (None, "aino"):
        if name:
            enter(name)
        kept = client.get(practice.get_absolute_url()).content.decode()
        with monkeypatch.context() as near:
            near.setattr(pages, "_is_near", lambda _request, _pieces: True)
            anew = client.get(practice.get_absolute_url()).content.decode()
        assert _words(kept) == _words(anew)
        assert str(cast.ngo_b.name) in kept


def test_who_asked_to_develop_sees_her_question_and_no_draft_before_it_is_answered(client, cast, enter):
    bertil = cast.actor("bertil")
    practice = published(bertil, cast.ngo_a)
    draft = actions.draft(bertil, practice)
    asked = actions.request(cast.actor("beata"), practice, message="Tulemme mukaan")
    enter("beata")
    seen = [client.get(practice.get_absolute_url()).content.decode()]
    actions.accept(bertil, asked)
    seen.append(client.get(practice.get_absolute_url()).content.decode())
    told = f"Draft of version {draft.number}"
    assert [("Tulemme mukaan" in page, told in page) for page in seen] == [(True, False), (False, True)]


def _words(page: str) -> list[str]:
    """Return the page's main part without what is new at each request."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", main).split()
