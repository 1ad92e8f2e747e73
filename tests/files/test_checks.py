from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib

import pytest
import typst
from django.core.exceptions import ValidationError
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kumppanuus.files.checks import examine

TAGGED_PDF = typst.compile(b"= Hei\n#lorem(20)")


def png(width=3, height=2):
    def part(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\x00" + b"\xff\x00\x00" * width for _row in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", rows) + part(b"IEND", b"")


def untagged_pdf():
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def docx():
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("Hei")
    document.save(out)
    return out.getvalue()


def xlsx():
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def kind(content, name):
    found = examine(io.BytesIO(content), name)
    return found.content_type.rpartition(".")[2], found.ending, found.warning


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (TAGGED_PDF, "a.pdf", ("application/pdf", "pdf", "")),
        (untagged_pdf(), "a.PDF", ("application/pdf", "pdf", "untagged")),
        (png(), "kuva.png", ("image/png", "png", "")),
        (docx(), "paatos.docx", ("document", "docx", "")),
        (xlsx(), "luvut.xlsx", ("sheet", "xlsx", "")),
        ("Päätös § 14\n".encode(), "a.txt", ("text/plain; charset=utf-8", "txt", "")),
        (b"a;b\n1;2\n", "a.csv", ("text/plain; charset=utf-8", "txt", "")),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.odt", ("text", "odt", "")),
    ],
)
def test_examine_tells_the_kind_by_the_content(content, name, said):
    assert kind(content, name) == said


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (b"MZ\x90\x00" + b"\x00" * 200, "paatos.pdf", "kind"),
        (b"\x7fELF" + b"\x00" * 200, "paatos.pdf", "kind"),
        (b"#!/bin/sh\nrm -rf /\n", "paatos.txt", "kind"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "a.txt", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "a.svg", "kind"),
        (png(), "paatos.pdf", "disguised"),
        (untagged_pdf(), "kuva.png", "disguised"),
        (docx(), "a.pdf", "disguised"),
        (untagged_pdf().replace(b"%%EOF", b""), "a.pdf", "damaged"),
        (untagged_pdf().replace(b"/Pages", b"/OpenAction<</S/JavaScript>>/Pages"), "a.pdf", "active"),
        (png()[:-20], "a.png", "damaged"),
        (png().replace(struct.pack(">II", 3, 2), struct.pack(">II", 60_000, 60_000), 1), "a.png", "pixels"),
        (docx()[:200], "a.docx", "damaged"),
        (zipped({"[Content_Types].xml": "", "word/document.xml": "", "word/vbaProject.bin": "x"}), "a.docx", "active"),
        (zipped({"[Content_Types].xml": "", "word/document.xml": b"0" * 310_000_000}), "a.docx", "bomb"),
        (zipped({"a.txt": "x"}), "a.zip", "kind"),
    ],
)
def test_examine_refuses_what_is_disguised_damaged_or_active(content, name, code):
    with pytest.raises(ValidationError) as refused:
        examine(io.BytesIO(content), name)
    assert refused.value.code == code


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"PK\x03\x04", b"GIF89a", b"RIFF"]),
)
def test_examine_never_breaks(rest, head):
    with contextlib.suppress(ValidationError):
        assert examine(io.BytesIO(head + rest), "a.pdf").ending == "pdf"
