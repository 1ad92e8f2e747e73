"""From what was uploaded or pasted to blocks, told by the content; refused with what to do about it."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actions import Refused
from kumppanuus.files.checks import examine
from kumppanuus.practices.bringing import html
from kumppanuus.practices.bringing.blocks import Block, Brought

IS_HTML = re.compile(r"<(!doctype html|html|body|h[1-6]|p|div|ul|ol|table|br|span|strong|a\s)[\s>/]", re.IGNORECASE)
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
MOST_CHARACTERS = 2_000_000


def from_upload(upload: Any) -> Brought:
    """Read a DOCX, HTML or text file. Refused: too large, damaged, with macros, another kind."""
    if upload.size > settings.UPLOAD_MOST_BYTES:
        sizes = {"size": filesizeformat(upload.size), "most": filesizeformat(settings.UPLOAD_MOST_BYTES)}
        raise Refused(
            _(
                "The file is %(size)s; at most %(most)s fit. Take its pictures out, or paste the text. Nothing was "
                "brought in."
            )
            % sizes
        )
    upload.seek(0)
    content: bytes = upload.read()
    if not content:
        raise Refused(_("The file is empty. Nothing was brought in."))
    if content.startswith(b"PK\x03\x04"):
        return _from_zip(upload, content)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF")):
        raise Refused(
            _(
                "Old Word files (.doc), RTF and PDF cannot be read. Save the document as .docx, or paste its text. "
                "Nothing was brought in."
            )
        )
    return from_text(_decoded(content))


def _from_zip(upload: Any, content: bytes) -> Brought:
    try:
        found = examine(upload, "document.docx")
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if found.ending != "docx":
        raise Refused(_("Only Word documents (.docx), web pages and plain text can be read. Nothing was brought in."))
    from kumppanuus.practices.bringing import docx

    return docx.read(content)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "cp1252"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in words:
            return words
    raise Refused(_("This is no text. Save it as .docx or as plain text and try again. Nothing was brought in."))


def from_text(words: str) -> Brought:
    """Read HTML or plain text, where # marks headings; a line that only names one of the template's headings counts
    as one when it is split.
    """
    if len(words) > MOST_CHARACTERS:
        raise Refused(_("The text is too long: at most two million characters fit. Nothing was brought in."))
    words = words.replace("\x00", "")
    if IS_HTML.search(words):
        return html.read(words)
    found = Brought()
    for part in re.split(r"\n\s*\n", words.replace("\r\n", "\n").replace("\r", "\n")):
        lines: list[str] = []
        for line in part.split("\n"):
            heading = HEADING.match(line.strip())
            if heading:
                _put(found, lines)
                found.blocks.append(Block(heading[2], len(heading[1])))
                lines = []
            else:
                lines.append(line.rstrip())
        _put(found, lines)
    return found


def _put(found: Brought, lines: list[str]) -> None:
    words = "\n".join(lines).strip("\n")
    if words.strip():
        found.blocks.append(Block(words))
