from __future__ import annotations

import io

import pikepdf
import pytest
from django.utils import translation
from docx import Document

from kumppanuus.activity.actions import redact
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.documents import BINARY, agenda_as
from kumppanuus.meetings.published import read
from tests.factories import building
from tests.factories import minutes as made_up
from tests.factories.minutes import PRIVATE_NAME, item_of
from tests.pdfs import words_of

pytestmark = pytest.mark.django_db
WORDS = "Keskusteltiin tilojen iltakäytöstä."


@pytest.fixture
def done(cast):
    sits = made_up.table(cast)
    found, aino = made_up.meeting(sits.body), cast.actor("aino")
    actions.take_attendance(aino, found, present=[sits.chair, sits.member, sits.private])
    actions.record(aino, item_of(found), kind="decision", text=Text(fi="Kokeillaan kesään asti."))
    actions.record(aino, item_of(found, 2), kind="task", text=Text(fi="Tehdään lista."), task=made_up.task(cast))
    return made_up.approved(cast, found, WORDS)


def made(minutes, fmt):
    return BINARY[fmt][1](read(minutes, [minutes]))


def words_of_docx(content):
    return [one.text for one in Document(io.BytesIO(content)).paragraphs]


def test_pdf_is_tagged_and_says_what_it_is(done):
    pdf = pikepdf.open(io.BytesIO(made(done, "pdf")))
    assert (pdf.Root.MarkInfo.Marked, "/StructTreeRoot" in pdf.Root, str(pdf.Root.Lang)) == (True, True, "en")
    assert b"pdfuaid" in bytes(pdf.Root.Metadata.read_bytes())
    assert str(pdf.docinfo.Title) == f"{done.meeting.body}: Minutes 1/{done.meeting.year}"


def test_pdf_holds_the_words_of_the_minutes(done, cast):
    words = words_of(made(done, "pdf"))
    for said in (WORDS, "Kokeillaan kesään asti.", "Tehdään lista.", "Asia 1", str(cast.ngo_a), "by silence"):
        assert said in words
    assert PRIVATE_NAME not in words


def test_docx_has_headings_and_the_words(done):
    document = Document(io.BytesIO(made(done, "docx")))
    heads = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert heads == [f"Minutes 1/{done.meeting.year}", "Present", "Opening of the meeting", "1. Asia 1", "2. Asia 2"]
    said = [one.text for one in document.paragraphs]
    assert (WORDS in said, "Decision: Kokeillaan kesään asti." in said) == (True, True)
    assert PRIVATE_NAME not in " ".join(said)


@pytest.mark.parametrize(("language", "locale"), [("fi", "fi-FI"), ("sv", "sv-FI"), ("en", "en-GB")])
def test_documents_are_made_in_the_readers_language(done, language, locale):
    with translation.override(language):
        assert Document(io.BytesIO(made(done, "docx"))).core_properties.language == locale
        assert made(done, "pdf")[:5] == b"%PDF-"


def test_draft_says_that_it_is_one(cast):
    draft = made_up.drafted(cast, made_up.meeting(made_up.table(cast).body))
    assert "Draft: not approved" in words_of_docx(made(draft, "docx"))


def test_removed_words_are_gone_from_documents_made_anew(cast, done):
    part = done.parts.get(order=1)
    redact(cast.actor("aino"), part, field="text", reason="Terveystieto")
    redact(cast.actor("aino"), done.parts.get(order=2), field="outcomes.0.text.fi", reason="Nimi")
    done = type(done).objects.get(pk=done.pk)
    said = " ".join(words_of_docx(made(done, "docx")))
    assert (WORDS in said, "Tehdään lista." in said, "Kokeillaan kesään asti." in said) == (False, False, True)


def test_files_are_given_by_their_address_and_no_other_format_is(client, done):
    address = done.get_absolute_url()
    pdf, docx = client.get(f"{address}minutes.pdf"), client.get(f"{address}minutes.docx")
    assert (pdf["Content-Type"], pdf["Content-Disposition"].startswith("inline")) == ("application/pdf", True)
    assert docx["Content-Disposition"].endswith('-1.docx"')
    assert client.get(f"{address}minutes.exe").status_code == 404


# --- The agenda


@pytest.fixture
def agenda(cast):
    sits = made_up.table(cast)
    found = made_up.meeting(sits.body, remote_link="https://example.org/huone")
    first = item_of(found)
    first.background = Text(fi="Tausta.\n\n- ensin **tila**\n- sitten [avain](https://example.org/avain)")
    first.presenter, first.minutes = "Koordinaattori", 20
    with building():
        first.save()
    actions.add_paper(cast.actor("aino"), first, title=Text(fi="Muistio tiloista"), url="https://example.org/muistio")
    return found


def test_agenda_is_a_tagged_pdf_and_a_document_with_the_same_words(agenda):
    said = ("Kirjasto", "Asia 1", "Asia 2", "Koordinaattori", "20 min", "ensin tila", "avain", "Muistio tiloista")
    kind, pdf = agenda_as("pdf", agenda)
    read_in = pikepdf.open(io.BytesIO(pdf))
    assert (kind, b"pdfuaid" in bytes(read_in.Root.Metadata.read_bytes())) == (BINARY["pdf"][0], True)
    for words in (words_of(pdf), "\n".join(words_of_docx(agenda_as("docx", agenda)[1]))):
        assert [one for one in said if one not in words] == []


def test_remote_link_stands_only_in_the_agenda_of_those_inside(agenda):
    told = ["\n".join(words_of_docx(agenda_as("docx", agenda, inside=inside)[1])) for inside in (False, True)]
    assert ["example.org/huone" in words for words in told] == [False, True]
    assert words_of(agenda_as("pdf", agenda, inside=True)[1]).count("example.org/huone") == 1


def test_agenda_is_read_by_who_reads_the_meeting(agenda, client):
    page = f"/fi/meetings/{agenda.pk}"
    assert f'href="{page}/agenda.docx"' in client.get(f"{page}/").content.decode()
    assert [client.get(f"{page}/agenda.{fmt}").status_code for fmt in ("pdf", "docx", "odt")] == [200, 200, 404]
    with building():
        agenda.body.open_to = "members"
        agenda.body.save()
    assert client.get(f"{page}/agenda.pdf").status_code == 404
