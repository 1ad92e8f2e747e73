"""What a file is, told by its content; never by its name. Raises ValidationError for what is not taken."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_PIXELS = 60_000_000
MOST_UNPACKED = 300_000_000
MOST_PARTS = 10_000
OFFICE = "application/vnd.openxmlformats-officedocument."
# The part that tells which office document it is, the kind, and the usual ending.
OFFICE_PARTS = {
    "word/document.xml": (OFFICE + "wordprocessingml.document", "docx"),
    "xl/workbook.xml": (OFFICE + "spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (OFFICE + "presentationml.presentation", "pptx"),
}
ODF = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
ENDINGS = {"jpg": ("jpg", "jpeg"), "txt": ("txt", "csv", "md")}
UNTAGGED = "untagged"  # a PDF without structure: a screen reader finds no headings, order or alternative texts


@dataclass(frozen=True)
class Examined:
    """What the content says: the kind, the usual ending, and what is known against its accessibility."""

    content_type: str
    ending: str
    warning: str = ""

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")


def examine(content: IO[bytes], name: str) -> Examined:
    """Return what the content is. Raises ValidationError for a kind not taken, a damaged or a disguised file."""
    content.seek(0)
    head = content.read(2048)
    content.seek(0)
    if not head:
        raise ValidationError(_("The file is empty. Choose another one."), code="empty")
    found = _pdf(content, head) or _image(content, head) or _zipped(content, head) or _text(content)
    content.seek(0)
    if found is None:
        raise ValidationError(
            _(
                "This kind of file is not taken. Its content is neither a PDF, a picture (PNG, JPEG, GIF, WebP), "
                "a text, nor a Word, Excel, PowerPoint or OpenDocument file, whatever its name says. Nothing was "
                "uploaded."
            ),
            code="kind",
        )
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ENDINGS.get(found.ending, (found.ending,)):
        raise ValidationError(
            _(
                "The name ends in .%(ending)s, but the content is of the kind %(kind)s. Give the file its right ending "
                "and try again. Nothing was uploaded."
            ),
            code="disguised",
            params={"ending": ending[:20], "kind": found.ending.upper()},
        )
    return found


def _pdf(content: IO[bytes], head: bytes) -> Examined | None:
    if not head.startswith(b"%PDF-"):
        return None
    whole = content.read()
    if b"%%EOF" not in whole[-2048:]:
        raise ValidationError(_("The PDF is damaged or not whole. Save it again and try once more."), code="damaged")
    if re.search(rb"/(JavaScript|Launch|EmbeddedFile)\b", whole):
        raise ValidationError(
            _("The PDF holds a program or another file inside. Print it to a new PDF and try again."), code="active"
        )
    return Examined("application/pdf", "pdf", "" if _is_tagged(whole) else UNTAGGED)


def _is_tagged(whole: bytes) -> bool:
    """Look for the structure tree in the open and in compressed object streams."""
    if b"/StructTreeRoot" in whole:
        return True
    for match in re.finditer(rb"/ObjStm.{0,400}?stream\r?\n", whole, re.DOTALL):
        try:
            part = zlib.decompressobj().decompress(whole[match.end() :], 5_000_000)
        except zlib.error:
            continue
        if b"/StructTreeRoot" in part:
            return True
    return False


def _image(content: IO[bytes], head: bytes) -> Examined | None:
    head = head.ljust(32, b"\x00")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        size, whole, kind, ending = _png_size(head), _ends_with(content, b"IEND\xaeB`\x82", 64), "image/png", "png"
    elif head.startswith(b"\xff\xd8\xff"):
        size, whole, kind, ending = _jpeg_size(content), _ends_with(content, b"\xff\xd9", 4096), "image/jpeg", "jpg"
    elif head.startswith((b"GIF87a", b"GIF89a")):
        size, whole = struct.unpack("<HH", head[6:10]), _ends_with(content, b"\x3b", 64)
        kind, ending = "image/gif", "gif"
    elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        length = struct.unpack("<I", head[4:8])[0]
        size, whole, kind, ending = (1, 1), _length(content) >= length + 8 - 1, "image/webp", "webp"
    else:
        return None
    if not whole or size is None or 0 in size:
        raise ValidationError(
            _("The picture is damaged or not whole. Save it again and try once more."), code="damaged"
        )
    if size[0] * size[1] > MOST_PIXELS:
        raise ValidationError(_("The picture has too many points. Make it smaller and try again."), code="pixels")
    return Examined(kind, ending)


def _png_size(head: bytes) -> tuple[int, int] | None:
    return struct.unpack(">II", head[16:24]) if head[12:16] == b"IHDR" else None


def _jpeg_size(content: IO[bytes]) -> tuple[int, int] | None:
    """Walk the segments to the frame header."""
    content.seek(2)
    while len(marker := content.read(4)) == 4 and marker[0] == 0xFF:
        code, length = marker[1], struct.unpack(">H", marker[2:])[0]
        if length < 2:  # a segment holds at least its own length
            return None
        if 0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC):
            frame = content.read(5)
            return struct.unpack(">HH", frame[1:5]) if len(frame) == 5 else None
        content.seek(length - 2, 1)
    return None


def _length(content: IO[bytes]) -> int:
    content.seek(0, 2)
    return content.tell()


def _ends_with(content: IO[bytes], mark: bytes, within: int) -> bool:
    content.seek(max(0, _length(content) - within))
    return mark in content.read()


def _zipped(content: IO[bytes], head: bytes) -> Examined | None:
    if not head.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(content) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise ValidationError(_("The document unpacks to more than can be taken."), code="bomb")
            if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js")) for name in names):
                raise ValidationError(
                    _("The document holds a program (a macro). Save it without macros and try again."), code="active"
                )
            if "[Content_Types].xml" in names:
                for part, (kind, ending) in OFFICE_PARTS.items():
                    if part in names:
                        return Examined(kind, ending)
            if "mimetype" in names:
                with archive.open("mimetype") as part_of_kind:
                    kind = part_of_kind.read(100).decode("ascii", "replace").strip()
                return Examined(kind, ODF[kind]) if kind in ODF else None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error):
        raise ValidationError(_("The document is damaged. Save it again and try once more."), code="damaged") from None
    return None


def _text(content: IO[bytes]) -> Examined | None:
    content.seek(0)
    whole = content.read()
    if (
        b"\x00" in whole
        or whole.lstrip()[:2] == b"#!"
        or re.match(rb"\s*<(!doctype|html|script|svg|\?xml)", whole, re.IGNORECASE)
    ):
        return None
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return Examined("text/plain; charset=utf-8", "txt")
