"""Bringing in: real shapes of documents, bad ones with clear messages, and no word lost."""

from __future__ import annotations

import io
import re
import zipfile
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.practices import actions
from kumppanuus.practices.bringing import Block, from_text, from_upload, split
from kumppanuus.practices.models import FieldKind
from tests.factories.practices import begun, draft_of, wrote

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FIELDS = [
    SimpleNamespace(
        code="basic-idea", kind=FieldKind.TEXT, heading=Text(fi="Ratkaisun perusidea", sv="Lösningens grundidé")
    ),
    SimpleNamespace(
        code="tips", kind=FieldKind.TEXT, heading=Text(fi="Vinkit", en="Tips for those who apply the model")
    ),
    SimpleNamespace(code="topics", kind=FieldKind.RECORD, heading=Text(fi="Aihealueet")),
]


def upload(content: bytes, name: str = "malli.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def docx(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def description():
    document = Document()
    document.add_heading("Avoin olohuone", level=1)
    document.add_paragraph("Alkusanat ennen otsikoita.")
    document.add_heading("1. Ratkaisun perusidea **", level=2)
    line = document.add_paragraph("Ovi on ")
    line.add_run("aina").bold = True
    line.add_run(" auki.")
    document.add_paragraph("Kahvi", style="List Bullet")
    document.add_paragraph("Tila", style="List Bullet")
    document.add_heading("Kenelle", level=3)
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip((c for row in table.rows for c in row.cells), "abcd", strict=True):
        cell.text = words
    document.add_heading("Oma otsikkomme", level=2)
    document.add_paragraph("Tälle ei ole paikkaa.")
    document.add_heading("Tips for those who apply the model", level=2)
    document.add_paragraph("Börja smått.")
    return document


def test_a_document_is_split_under_the_headings_and_the_rest_is_shown():
    found = split(from_upload(upload(docx(description()))).blocks, FIELDS)
    assert found.texts == {
        "basic-idea": "Ovi on **aina** auki.\n\n- Kahvi\n- Tila\n\n### Kenelle\n\n| a | b |\n| --- | --- |\n| c | d |",
        "tips": "Börja smått.",
    }
    assert found.leftover == (
        "### Avoin olohuone\n\nAlkusanat ennen otsikoita.\n\n### Oma otsikkomme\n\nTälle ei ole paikkaa."
    )


def test_tracked_changes_are_read_as_accepted_and_said():
    document = Document()
    line = document.add_paragraph("Ovi on ")
    line._p.append(parse_xml(f'<w:ins {W} w:id="1" w:author="A"><w:r><w:t>auki</w:t></w:r></w:ins>'))
    line._p.append(parse_xml(f'<w:del {W} w:id="2" w:author="A"><w:r><w:delText>kiinni</w:delText></w:r></w:del>'))
    brought = from_upload(upload(docx(document)))
    assert [one.text for one in brought.blocks] == ["Ovi on auki"]
    assert "tracked changes" in str(brought.remarks[0])


def with_macro() -> bytes:
    out = io.BytesIO(docx(Document()))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_macro(), "macro"),
        (docx(Document())[:2000], "damaged"),
        (b"", "empty"),
        (b"%PDF-1.7 something", "PDF"),
        (b"\xd0\xcf\x11\xe0 old word", "Old Word"),
        (b"\x00\x01\x02\xff", "no text"),
    ],
)
def test_bad_files_are_refused_with_what_is_wrong(content, said):
    with pytest.raises(Refused) as refusal:
        from_upload(upload(content))
    assert said in str(refusal.value.message)


def test_fifty_megabytes_are_refused_without_being_read():
    big = SimpleNamespace(size=50_000_000)
    with pytest.raises(Refused) as refusal:
        from_upload(big)
    assert "at most" in str(refusal.value.message)


def test_pasted_html_loses_scripts_and_keeps_words():
    source = (
        "<h2>Lösningens grundidé</h2><p>Dörren är <b>öppen</b><script>alert(1)</script>.</p>"
        '<ol><li>först</li><li>sedan</li></ol><p><a href="javascript:x()">länk</a> <a href="https://example.org">ut</a></p>'
        "<style>p{}</style><h2>Annat</h2><p>Rest &amp; mera *stjärna*</p>"
    )
    found = split(from_text(source).blocks, FIELDS)
    assert found.texts == {"basic-idea": "Dörren är **öppen**.\n\n1. först\n2. sedan\n\nlänk [ut](https://example.org)"}
    assert found.leftover == "### Annat\n\nRest & mera \\*stjärna\\*"


def test_plain_text_is_split_by_lines_that_name_a_heading():
    found = split(
        from_text("Johdanto\n\nRatkaisun perusidea:\nOvi on auki.\n\nToinen kappale\n\nAihealueet\nhyte").blocks, FIELDS
    )
    assert found.texts == {"basic-idea": "Ovi on auki.\n\nToinen kappale"}
    assert found.leftover == "Johdanto\n\n### Aihealueet\n\nhyte"


words = st.text(st.characters(whitelist_categories=("Lu", "Ll", "Nd")), min_size=1, max_size=12)
headings = st.sampled_from(["Ratkaisun perusidea", "Vinkit", "Aihealueet", "Oma otsikko", "Muu"])
blocks = st.lists(st.builds(Block, words) | st.builds(Block, headings | words, st.integers(1, 6)), max_size=20)


@given(blocks)
def test_no_word_of_any_document_is_lost(given_blocks):
    found = split(given_blocks, FIELDS)
    kept = re.findall(r"\w+", " ".join([*found.texts.values(), found.leftover]))
    names = {"ratkaisun perusidea", "vinkit", "aihealueet"}
    wanted = [w for one in given_blocks if one.text.casefold() not in names for w in re.findall(r"\w+", one.text)]
    assert sorted(w for w in kept if w.casefold() != "aihealueet") == sorted(
        w for w in wanted if w.casefold() != "aihealueet"
    )


@pytest.mark.django_db
def test_what_stands_already_stays_and_what_fits_nowhere_is_kept(cast):
    bertil = cast.actor("bertil")
    version = draft_of(begun(bertil, cast.ngo_a))
    wrote(bertil, version, "tips", fi="Vanha vinkki")
    texts = {"tips": "Uusi vinkki", "name": "Toinen nimi", "no-such": "Outo"}
    actions.bring_in(bertil, version, texts=texts, language="fi", leftover="Loput")
    version.refresh_from_db()
    assert str(version.sections.get(field__code="tips").text) == "Vanha vinkki\n\nUusi vinkki"
    assert [words in str(version.leftover) for words in ("Loput", "Toinen nimi", "Outo")] == [True, True, True]
    with pytest.raises(Refused):
        actions.publish(bertil, version)


@pytest.mark.django_db
def test_the_way_through_the_pages(client, cast, enter):
    practice = begun(cast.actor("bertil"), cast.ngo_a)
    enter("bertil")
    address = reverse("practices:bring_in", args=[practice.slug])
    page = client.post(address, {"file": upload(docx(description())), "language": "fi"})
    assert (page.status_code, "Oma otsikkomme" in page.content.decode()) == (200, True)
    form = page.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    assert client.post(address, {**data, "apply": "1"}).status_code == 303
    version = draft_of(practice)
    assert "Ovi on **aina** auki." in str(version.sections.get(field__code="basic-idea").text)
    left = str(version.leftover)
    move = {"text_fi": left, "seen_fi": left, "heading": "needs"}
    assert client.post(reverse("practices:leftover", args=[practice.slug]), move).status_code == 303
    version.refresh_from_db()
    assert (str(version.leftover), str(version.sections.get(field__code="needs").text)) == ("", left)
    empty = client.post(address, {"text": " ", "language": "fi"})
    assert empty.status_code == 422
