"""The PDF of a round's summary, as a screen reader reads it: its tags, its language, its order."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from kumppanuus.consultations import actions, documents
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from tests.factories.consultations import opened, over, said
from tests.pdfs import opened as pdf_opened
from tests.pdfs import tags_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(cast):
    aino, beata, bertil = (cast.actor(name) for name in ("aino", "beata", "bertil"))
    made = opened(aino, cast.municipality_a)
    evening, morning = said(beata, made, "Iltaisin"), said(bertil, made, "Aamuisin")
    alone = said(bertil, made, "Naapuri avaa.\nAvain on hänellä.", "q2")
    over(made)
    actions.close(system("clock"), made)
    actions.group(aino, made, seen={evening.pk: None, morning.pk: None}, title=Text(fi="Ajat"))
    actions.reply_theme(aino, made.themes.get(), verdict="taken", text=Text(fi="Näin tehdään."))
    alone.refresh_from_db()
    actions.reply_remark(aino, alone, verdict="not", text=Text(fi="Avain on kunnalla."))
    actions.publish_summary(aino, made, summary=Text(fi="Kiitos kaikille.\nOvi on auki iltaisin."))
    made.refresh_from_db()
    return made


def test_it_says_what_it_is_and_in_which_language(answered):
    with translation.override("sv"):
        pdf = pdf_opened(documents.pdf(answered))
    assert (pdf.Root.MarkInfo.Marked, str(pdf.Root.Lang), str(pdf.docinfo.Title)) == (True, "sv", str(answered.title))
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert b"pdfuaid" in bytes(pdf.Root.Metadata.read_bytes())


def test_every_block_has_its_tag_and_stands_where_the_page_has_it(answered, client):
    with translation.override("en"):
        tags = tags_of(documents.pdf(answered))
    assert [words for name, words in tags if name == "H1"] == [str(answered.title)]
    begin = tags.index(("P", "Kiitos kaikille."))
    shown = [(name, words) for name, words in tags[begin:] if name in {"P", "H2", "H3", "LI"}][:-1]
    question = str(answered.parts.get(key="q1").heading)
    other = str(answered.parts.get(key="q2").heading)
    beata, bertil = (str(one.author) for one in answered.remarks.order_by("pk")[:2])
    assert shown == [
        ("P", "Kiitos kaikille."),
        ("P", "Ovi on auki iltaisin."),
        ("H2", "Ajat"),
        ("P", "Answer: Taken in"),
        ("P", "Näin tehdään."),
        ("H3", "Comments"),
        ("LI", f"• {beata} · {question}Iltaisin"),  # on the page a line of its own
        ("LI", f"• {bertil} · {question}Aamuisin"),
        ("H2", f"Comment by {bertil}"),
        ("P", "Answer: Not taken in"),
        ("P", "Avain on kunnalla."),
        ("H3", "Comments"),
        ("LI", f"• {bertil} · {other}Naapuri avaa.Avain on hänellä."),
    ]
    page = client.get(reverse("consultations:summary", args=[answered.slug])).content.decode()
    heads = [" ".join(one.split()) for one in re.findall(r"<h2>([^<]+)</h2>", page)]
    assert [words for name, words in tags if name == "H2"] == heads
    assert {name for name, words in tags if not words} == set()
