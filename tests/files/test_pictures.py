from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from kumppanuus.core.texts import Text
from kumppanuus.files import actions
from kumppanuus.files.pictures import as_logo, without_traces
from tests.factories import people

RIGHT_TURNED, MAKE, GPS = 6, 0x010F, 0x8825
KINDS = [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")]


def photo(form: str) -> bytes:
    """A picture 40 × 20 lying on its side, red on the left, with the place, the maker and words in it."""
    picture = Image.new("RGB", (40, 20), "blue")
    ImageDraw.Draw(picture).rectangle((0, 0, 19, 19), fill="red")
    exif = Image.Exif()
    exif[0x0112], exif[MAKE] = RIGHT_TURNED, "Salakamera"
    exif.get_ifd(GPS).update({1: "N", 2: (60.0, 27.0, 5.0), 3: "E", 4: (22.0, 16.0, 1.0)})
    more = {}
    if form == "PNG":
        more["pnginfo"] = PngInfo()
        more["pnginfo"].add_text("Author", "Salakamera")
        more["pnginfo"].add_itxt("XML:com.adobe.xmp", "<x>Salakamera</x>")
    elif form == "JPEG":
        more["comment"] = b"Salakamera"
    else:
        more["xmp"] = b"<x>Salakamera</x>"
    out = io.BytesIO()
    picture.save(out, form, exif=exif, **more)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "ending"), KINDS)
def test_upload_keeps_the_picture_as_seen_without_place_and_device(form, ending):
    before = photo(form)
    assert b"Salakamera" in before
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(GPS)[1] == "N"
    row = actions.upload(
        people.actor(people.person()),
        None,
        file=SimpleUploadedFile(f"kuva.{ending}", before),
        alternative_text=Text(fi="Talo"),
    )
    kept = row.stored.open().read()
    after = Image.open(io.BytesIO(kept))
    assert (b"Salakamera" in kept, dict(after.getexif()), row.size) == (False, {}, len(kept))
    assert after.size == (20, 40)  # it stands: red is above
    red, _green, blue = after.convert("RGB").getpixel((10, 5))
    assert (red > 200, blue < 60) == (True, True)


def test_without_traces_leaves_other_kinds_and_refuses_what_cannot_be_read():
    assert without_traces(io.BytesIO(b"%PDF-1.4"), "application/pdf") is None
    with pytest.raises(ValidationError):
        without_traces(io.BytesIO(photo("JPEG")[:300]), "image/jpeg")
    with pytest.raises(ValidationError):
        without_traces(io.BytesIO(b"RIFF"), "image/webp")


def test_without_traces_keeps_a_moving_picture_moving():
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    kept = without_traces(out, "image/webp")
    assert kept is not None
    assert Image.open(kept).n_frames == 3


def test_as_logo_is_a_small_png():
    out = io.BytesIO()
    Image.new("RGB", (2400, 600), "red").save(out, "JPEG")
    logo = Image.open(as_logo(out))
    assert (logo.format, logo.size) == ("PNG", (480, 120))
