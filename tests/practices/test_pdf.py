"""The PDF of a version, as a screen reader reads it: its tags, its language, its order."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from kumppanuus.core.texts import Text
from kumppanuus.practices import actions
from kumppanuus.practices.documents import FORMS
from tests.factories.practices import begun, draft_of, wrote
from tests.pdfs import opened, tags_of

pytestmark = pytest.mark.django_db
IDEA = """Ovi on auki **tiistaisin**.

## Miten

- kahvi
- tee

| Mitä | Kuka |
|---|---|
| avain | naapuri |

1. yksi
2. kaksi"""


@pytest.fixture
def version(cast):
    bertil = cast.actor("bertil")
    made = begun(bertil, cast.ngo_a, short=Text(fi="Ovi on auki kaikille."))
    draft = draft_of(made)
    for code, words in (("tips", "Aloittakaa pienestä."), ("basic-idea", IDEA), ("target-group", "Yksin asuvat.")):
        wrote(bertil, draft, code, fi=words)
    actions.publish(bertil, draft)
    draft.refresh_from_db()
    return draft


def pdf_of(version, language="fi"):
    with translation.override(language):
        return FORMS["pdf"][1](version)


def test_it_says_what_it_is_and_in_which_language(version):
    pdf = opened(pdf_of(version, "en"))
    assert (pdf.Root.MarkInfo.Marked, str(pdf.Root.Lang), str(pdf.docinfo.Title)) == (True, "fi", "Avoin olohuone")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert b"pdfuaid" in bytes(pdf.Root.Metadata.read_bytes())


def test_every_block_has_its_tag_in_the_order_of_the_page(version):
    tags = tags_of(pdf_of(version))
    assert [one for one in tags if one[0] == "H1"] == [("H1", "Avoin olohuone")]
    begin = next(n for n, one in enumerate(tags) if one[0] == "H2")
    assert tags[begin + 1 : begin + 11] == [
        ("P", "Ovi on auki tiistaisin."),
        ("H3", "Miten"),
        ("LI", "• kahvi"),
        ("LI", "• tee"),
        ("TH", "Mitä"),
        ("TH", "Kuka"),
        ("TD", "avain"),
        ("TD", "naapuri"),
        ("LI", "1. yksi"),
        ("LI", "2. kaksi"),
    ]
    assert {name for name, words in tags if not words} == set()


def test_its_headings_are_the_pages_in_the_same_order(version, client):
    page = client.get(reverse("practices:version", args=[version.practice.slug, 1]), headers={"accept-language": "fi"})
    codes = {one.code for one in version.template.fields.all()}
    shown = re.findall(r'<h2 id="([a-z-]+)">(?:<span lang="fi">)?([^<]+)<', page.content.decode())
    own = [words for name, words in tags_of(pdf_of(version)) if name == "H2"]
    with translation.override("fi"):
        expected = [str(version.template.fields.get(code=code).heading) for code, _words in shown if code in codes]
    assert [one.removesuffix(" **") for one in own[:-1]] == expected
    assert len(expected) == 3


def test_labels_are_in_the_documents_language_and_not_the_readers(version):
    words = " ".join(said for _tag, said in tags_of(pdf_of(version, "en")))
    assert "Written by" not in words
    assert "Toimintamalli" in words
