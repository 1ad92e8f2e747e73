"""Files of a bulletin: of the sender's members until it is sent, then everybody's, and in its mail."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kumppanuus.bulletins import actions
from kumppanuus.bulletins.models import Attachment, Bulletin
from kumppanuus.bulletins.telling import words
from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.files.models import File
from tests.factories.uploads import text_file, untagged_pdf
from tests.laws.test_lists import _client

pytestmark = pytest.mark.django_db


def test_a_file_of_a_draft_is_the_senders_until_it_is_sent(world):
    made, draft = world.bulletins.attachment, world.bulletins.draft
    address = made.file.get_absolute_url()
    seen = [_client(world, name).get(address).status_code for name in ("aino", "dani")]
    actions.send(world.actor("aino"), draft)
    assert [*seen, _client(world, "dani").get(address).status_code] == [200, 404, 200]
    assert address in _client(world, "dani").get(draft.get_absolute_url()).content.decode()
    assert [one["title"] for one in words(draft)["files"]] == ["Salainen liite"]
    told = _client(world, "dani").get(reverse("api-1:get_bulletin", args=[draft.slug])).json()
    assert [one["title"] for one in told["files"]] == [{"fi": "Salainen liite"}]


def test_the_page_adds_warns_and_removes(world):
    draft, client = world.bulletins.draft, _client(world, "aino")
    here = reverse("bulletins:attach", args=[draft.slug])
    assert client.post(here, {"title_fi": "Kalvot", "file": untagged_pdf()}).status_code == 303
    assert "has no headings or reading order" in client.get(here).content.decode()
    made = Attachment.objects.latest("pk")
    assert client.post(reverse("bulletins:detach", args=[made.pk])).status_code == 303
    assert (Attachment.objects.filter(pk=made.pk).exists(), File.objects.get(pk=made.file_id).removed_at is None) == (
        False, False
    )  # fmt: skip


def test_a_sent_bulletin_keeps_its_files_and_a_correction_begins_with_them(world):
    aino, draft = world.actor("aino"), world.bulletins.draft
    actions.send(aino, draft)
    sent = Bulletin.objects.get(pk=draft.pk)
    client = _client(world, "aino")
    assert client.post(reverse("bulletins:detach", args=[world.bulletins.attachment.pk])).status_code == 403
    correction = actions.write(aino, sent.sender, corrects=sent, title=sent.title, body=sent.body, area=sent.area)
    own = correction.attachments.get()
    actions.detach(aino, own)
    assert File.objects.get(pk=own.file_id).removed_at is None
    actions.discard(aino, correction)
    assert File.objects.get(pk=own.file_id).removed_at is None


def test_a_draft_that_is_thrown_away_takes_its_files_with_it(world):
    file = world.bulletins.attachment.file
    actions.discard(world.actor("aino"), world.bulletins.draft)
    assert File.objects.get(pk=file.pk).removed_at is not None


def test_what_does_not_fit_is_refused(world, monkeypatch):
    aino, draft = world.actor("aino"), world.bulletins.draft
    with pytest.raises(Refused, match="not taken"):
        actions.attach(aino, draft, title=Text(fi="x"), file=text_file("a.exe", b"MZ\x00"))
    monkeypatch.setattr(actions, "MOST_FILES", 1)
    with pytest.raises(Refused, match="files fit"):
        actions.attach(aino, draft, title=Text(fi="x"), file=text_file())
