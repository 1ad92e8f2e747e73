"""Pictures without what they carry along: where and when they were taken, by whom, with which device."""

from __future__ import annotations

import io
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from kumppanuus.files.checks import MOST_PIXELS

# How each kind is written again; GIF has no place for such data.
WRITING: dict[str, dict[str, Any]] = {
    "image/jpeg": {"format": "JPEG", "quality": 90},
    "image/png": {"format": "PNG", "optimize": True},
    "image/webp": {"format": "WEBP", "quality": 90},
}
LOGO_MOST = (480, 240)


def _opened(content: IO[bytes]) -> Image.Image:
    """Return the picture, its points turned as its orientation says. Raises ValidationError for a damaged one."""
    content.seek(0)
    try:
        picture = Image.open(content)
        if picture.width * picture.height > MOST_PIXELS:
            raise ValidationError(_("The picture has too many points. Make it smaller and try again."), code="pixels")
        if getattr(picture, "n_frames", 1) > 1:
            return picture
        return ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as exc:
        raise ValidationError(
            _("The picture is damaged or not whole. Save it again and try once more."), code="damaged"
        ) from exc


def without_traces(content: IO[bytes], content_type: str) -> ContentFile[bytes] | None:
    """Return the picture without position, time, device and words hidden in it; None for kinds that have none.

    Its points stay as they are seen. Raises ValidationError for a picture that cannot be read.
    """
    if content_type not in WRITING:
        return None
    picture = _opened(content)
    moving: dict[str, Any] = {"save_all": True} if getattr(picture, "n_frames", 1) > 1 else {}
    if moving and content_type == "image/jpeg":  # several pictures in one file: the first is the picture
        moving = {}
    colours: dict[str, Any] = {"icc_profile": profile} if (profile := picture.info.get("icc_profile")) else {}
    for name in ("exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop"):
        picture.info.pop(name, None)
    out = io.BytesIO()
    try:
        picture.save(out, exif=b"", **WRITING[content_type], **moving, **colours)
    except (OSError, ValueError, SyntaxError) as exc:
        raise ValidationError(
            _("The picture is damaged or not whole. Save it again and try once more."), code="damaged"
        ) from exc
    return ContentFile(out.getvalue())


def as_logo(content: IO[bytes]) -> ContentFile[bytes]:
    """Return a picture as a small PNG that pages, printed sheets and documents can all carry."""
    picture = _opened(content)
    try:
        small = picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as exc:
        raise ValidationError(
            _("The picture is damaged or not whole. Save it again and try once more."), code="damaged"
        ) from exc
    small.thumbnail(LOGO_MOST)
    out = io.BytesIO()
    small.save(out, format="PNG", optimize=True)
    return ContentFile(out.getvalue(), "logo.png")
