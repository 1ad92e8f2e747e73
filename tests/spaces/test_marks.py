from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image

import kumppanuus.ui
from kumppanuus.accounts.models import Person
from kumppanuus.assessments.documents import docx, pdf
from kumppanuus.assessments.mirror import read_mirror
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.files.checks import examine
from kumppanuus.files.models import File
from kumppanuus.spaces import actions
from kumppanuus.spaces.context import forget
from kumppanuus.spaces.models import Marks, Space
from kumppanuus.spaces.themes import ON_PAPER, Theme
from tests.factories.spaces import logo, space, with_role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CSS = (Path(kumppanuus.ui.__file__).parent / "static/ui/page.css").read_text("utf-8")
LEGIBLE = 4.5


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(d * 2 for d in digits)
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(selector: str, mode: str) -> dict[str, str]:
    """The tokens of a selector in a mode, as the stylesheet says them."""
    start = CSS.index("@layer tokens {")
    layer = CSS[start : CSS.index("@layer base {")]
    light, dark = layer.split("@media (prefers-color-scheme: dark)")
    block = re.search(re.escape(selector) + r" \{(.*?)\}", light if mode == "light" else dark, re.DOTALL)
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{3,6})", block[1])) if block else {}


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("theme", Theme.values)
def test_a_theme_is_legible_on_every_ground(theme, mode):
    page = tokens(":root", mode)
    own = page | tokens(f".theme-{theme}", mode)
    if theme != Theme.BILBERRY:
        assert tokens(f".theme-{theme}", mode).keys() == {"accent", "accent-ink", "accent-wash"}
    pairs = [("accent", ground) for ground in ("ground", "surface", "sunken", "accent-wash")]
    pairs += [("accent-ink", "accent"), ("ink", "accent-wash"), ("ink-soft", "accent-wash")]
    assert {pair for pair in pairs if contrast(own[pair[0]], own[pair[1]]) < LEGIBLE} == set()


def test_what_is_printed_has_the_colours_of_the_light_pages():
    in_css = {t: (tokens(":root", "light") | tokens(f".theme-{t}", "light"))["accent"] for t in Theme.values}
    assert in_css == ON_PAPER
    assert {t for t, colour in ON_PAPER.items() if contrast(colour, "#fff") < LEGIBLE} == set()


@pytest.fixture
def here(db) -> Space:
    forget()
    return space("tila")


def test_draw_marks_is_seen_by_editors_only_until_worn(here):
    kaisa, other = with_role("Kaisa", here), with_role("Minna", here, "keeper")
    drawn = actions.draw_marks(kaisa, here, theme="moss", **logo())
    with pytest.raises(PermissionDenied):
        actions.draw_marks(other, here, theme="moss")
    seen = [bool(File.objects.visible_to(actor).filter(pk=drawn.logo_id)) for actor in (Actor(), other, kaisa)]
    assert (seen, Space.objects.get().marks, drawn.logo.content_type) == ([False, False, True], None, "image/png")
    actions.wear_marks(kaisa, drawn)
    assert (Space.objects.get().marks, File.objects.visible_to(Actor()).get()) == (drawn, drawn.logo)


def test_draw_marks_makes_the_logo_small_and_takes_other_pictures(here):
    kaisa = with_role("Kaisa", here)
    out = io.BytesIO()
    Image.new("RGB", (3000, 3000), "red").save(out, "WEBP")
    upload = SimpleUploadedFile("merkki.webp", out.getvalue())
    upload.examined = examine(out, "merkki.webp")
    drawn = actions.draw_marks(kaisa, here, theme="moss", logo=upload, alternative_text=Text(fi="Merkki"))
    assert Image.open(drawn.logo.stored.open()).size == (240, 240)


def test_draw_marks_refuses_what_is_no_picture_or_has_no_words(here):
    kaisa = with_role("Kaisa", here)
    text = SimpleUploadedFile("merkki.txt", b"Hei")
    text.examined = examine(io.BytesIO(b"Hei"), "merkki.txt")
    for given in ({"logo": text, "alternative_text": Text(fi="x")}, {"logo": logo()["logo"]}):
        with pytest.raises(Refused):
            actions.draw_marks(kaisa, here, theme="moss", **given)
    assert (Marks.objects.count(), File.objects.count()) == (0, 0)


def test_a_second_draft_takes_the_place_of_the_first_and_keeps_its_logo(here):
    kaisa = with_role("Kaisa", here)
    first = actions.draw_marks(kaisa, here, theme="moss", **logo())
    second = actions.draw_marks(kaisa, here, theme="lake", alternative_text=Text(fi="Toinen"))
    assert (list(Marks.objects.all()), second.picture) == ([second], first.logo)
    third = actions.draw_marks(kaisa, here, theme="lake", without_logo=True)
    assert (list(Marks.objects.all()), third.picture) == ([third], None)
    assert File.objects.get().removed_at is not None


def test_marks_are_dropped_and_taken_back(here):
    kaisa = with_role("Kaisa", here)
    first = actions.wear_marks(kaisa, actions.draw_marks(kaisa, here, theme="moss", **logo()))
    here.refresh_from_db()
    second = actions.wear_marks(kaisa, actions.draw_marks(kaisa, here, theme="bark", without_logo=True))
    assert Space.objects.get().marks == second
    actions.wear_marks(kaisa, first)
    here.refresh_from_db()
    assert (here.marks, first.picture.removed_at) == (first, None)
    actions.drop_marks(kaisa, here)
    assert Space.objects.get().marks is None
    with pytest.raises(PermissionDenied):
        actions.drop_marks(kaisa, Space.objects.get())


def test_the_browser_shows_a_preview_then_the_pages_wear_it(client, here, django_capture_on_commit_callbacks):
    kaisa = with_role("Kaisa", here)
    client.force_login(Person.objects.get(pk=kaisa.person_id), backend=BACKEND)
    page = "/en/spaces/tila/marks/"
    sent = {"theme": "heather", "logo": logo()["logo"], "alternative_text_en": "The mark of the space"}
    assert client.post(page, sent).status_code == 303
    shown = client.get(page).content.decode()
    drawn = Marks.objects.get()
    assert ('class="card theme-heather"' in shown, '<body class="theme-heather">' in shown) == (True, False)
    assert shown.count('alt="The mark of the space"') == 1
    assert client.get("/en/spaces/tila/").content.decode().count("The mark of the space") == 0
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/en/space-marks/{drawn.pk}/wear/")
    client.logout()
    public = client.get("/sv/spaces/tila/").content.decode()
    picture = re.search(r'<img src="([^"]+)" alt="The mark of the space" lang="en">', public)
    assert '<body class="theme-heather">' in public
    assert client.get(picture[1]).headers["Content-Type"] == "image/png"
    assert " style=" not in public


def test_the_mirror_and_its_documents_wear_the_marks_of_their_space(client, world):
    forget()
    round_ = world.released
    area = world.area_a.slug
    page = client.get(f"/fi/rounds/{round_.pk}/{area}/").content.decode()
    assert ('<body class="theme-moss">' in page, page.count('alt="Tilan merkki"')) == (True, 1)
    mirror = read_mirror(world.mirror_a)
    words = pdf.words_of(mirror)
    assert (words["marks"]["colour"], words["marks"]["alt"]) == (ON_PAPER[Theme.MOSS], "Tilan merkki")
    assert bytes(words["marks"]["logo"]).startswith(b"\x89PNG")
    assert pdf.render(mirror).startswith(b"%PDF")
    document = Document(io.BytesIO(docx.render(mirror)))
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "Tilan merkki"
    assert str(document.styles["Heading 1"].font.color.rgb) == ON_PAPER[Theme.MOSS].lstrip("#").upper()
