"""Files of a forum, and how many came."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.forums import actions
from kumppanuus.forums.models import Attachment, Forum, Signup
from tests.factories.forums import over
from tests.factories.uploads import text_file, untagged_pdf
from tests.laws.test_lists import _client

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(world):
    return over(world.forums.open, 1)


def at(name, forum):
    return reverse(f"forums:{name}", args=[forum.slug])


def test_a_file_is_put_among_the_materials_and_its_accessibility_told(world):
    here, client = world.forums.open, _client(world, "aino")
    told = {"title_fi": "Esityskalvot", "file": untagged_pdf(), "part": "material"}
    assert client.post(at("attach", here), told).status_code == 303
    made = Attachment.objects.latest("pk")
    page = client.get(at("attach", here)).content.decode()
    assert "has no headings or reading order" in page
    seen = _client(world, "dani").get(at("forum", here)).content.decode()
    assert (made.file.get_absolute_url() in seen, "may not work with a screen reader" in seen) == (True, True)
    assert _client(world, "dani").get(made.file.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (text_file("kuva.png"), "the content is of the kind"),
        (text_file("tyhja.txt", b""), "empty"),
        (text_file("ohjelma.exe", b"MZ\x00\x01"), "This kind of file is not taken"),
    ],
)
def test_a_wrong_file_says_so_and_keeps_the_rest(world, file, said):
    before = Attachment.objects.count()
    answer = _client(world, "aino").post(
        at("attach", world.forums.open), {"title_fi": "Kalvot", "file": file, "part": "outcome"}
    )
    page = answer.content.decode()
    assert (answer.status_code, said in page, 'value="Kalvot"' in page) == (422, True, True)
    assert Attachment.objects.count() == before


def test_no_more_files_than_fit_and_only_by_the_organiser(world, monkeypatch):
    monkeypatch.setattr(actions, "MOST_FILES", 1)
    with pytest.raises(Refused, match="files fit"):
        actions.attach(world.actor("aino"), world.forums.open, title=Text(fi="Toinen"), file=text_file())
    with pytest.raises(PermissionDenied):
        actions.attach(world.actor("bertil"), world.forums.open, title=Text(fi="Toinen"), file=text_file())


def test_a_file_that_is_taken_away_is_gone_with_its_content(world):
    made = world.forums.attachment
    address = made.file.get_absolute_url()
    assert _client(world, "bertil").post(reverse("forums:detach", args=[made.pk])).status_code == 403
    assert _client(world, "aino").post(reverse("forums:detach", args=[made.pk])).status_code == 303
    assert _client(world, "dani").get(address).status_code == 410


def test_who_came_is_marked_and_only_the_number_is_public(world, past):
    comes, waits = world.forums.comes, world.forums.waits
    client = _client(world, "aino")
    assert client.post(at("attendance", past), {"came": [comes.pk], "others": "4"}).status_code == 303
    marks = dict(Signup.objects.filter(pk__in=(comes.pk, waits.pk)).values_list("pk", "came"))
    assert (Forum.objects.get(pk=past.pk).attended, marks) == (5, {comes.pk: True, waits.pk: False})
    seen = _client(world, "dani").get(at("forum", past)).content.decode()
    assert ("5 people came." in seen, comes.full_name in seen) == (True, False)
    told = _client(world, "dani").get(reverse("api-1:get_forum", args=[past.slug])).json()
    assert told["attended"] == 5
    page = client.get(at("coming", past)).content.decode()
    assert re.search(rf'value="{comes.pk}" aria-label="[^"]*: {comes.full_name}" checked', page)


def test_attendance_is_marked_once_it_has_begun_and_by_the_organiser_only(world, past):
    coming = world.forums.cancelled
    for name, here in (("aino", coming), ("bertil", past), ("dani", past)):
        answer = _client(world, name).post(at("attendance", here), {"others": "1"})
        assert answer.status_code in {302, 403}
    assert Forum.objects.exclude(attended=None).count() == 0


@pytest.mark.parametrize("others", ["-1", "x", "", "1000000"])
def test_a_wrong_number_says_so_and_keeps_the_marks(world, past, others):
    answer = _client(world, "aino").post(at("attendance", past), {"came": [world.forums.comes.pk], "others": others})
    page = answer.content.decode()
    assert (answer.status_code, f'value="{world.forums.comes.pk}" aria-label="Came:' in page) == (422, True)
    assert (" checked" in page, Forum.objects.get(pk=past.pk).attended) == (True, None)


def test_one_who_cancelled_meanwhile_is_refused(world, past):
    with pytest.raises(Refused, match="cancelled meanwhile"):
        actions.mark_attendance(world.actor("aino"), past, came=[world.forums.asked.pk])
