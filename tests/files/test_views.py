from __future__ import annotations

import io

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from kumppanuus.accounts.models import Person
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.files import actions
from kumppanuus.files.forms import CheckedFileField, UploadForm
from kumppanuus.files.models import File
from tests.factories import organisations as make
from tests.factories import people
from tests.files.test_checks import TAGGED_PDF, png, untagged_pdf

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def uploaded(actor=None, content=TAGGED_PDF, name="Päätös 12.pdf", **more):
    return actions.upload(actor or people.actor(people.person()), None, file=SimpleUploadedFile(name, content), **more)


def test_upload_keeps_content_under_a_name_of_our_own():
    row = uploaded(name="../../etc/Päätös 12.pdf")
    assert (row.name, row.content_type, row.size) == ("Päätös_12.pdf", "application/pdf", len(TAGGED_PDF))
    assert row.stored.name.endswith(f"{row.uuid}.pdf")
    assert row.stored.open().read() == TAGGED_PDF


def test_upload_is_refused_to_visitors_and_open_to_link_holders():
    with pytest.raises(PermissionDenied):
        uploaded(Actor())
    assert uploaded(Actor(link_id=3)).uploaded_by is None


def test_upload_program_named_pdf_leaves_nothing(settings):
    with pytest.raises(Refused) as refused:
        uploaded(content=b"MZ\x90\x00" + b"\x00" * 100)
    assert str(refused.value.message).startswith("This kind of file is not taken.")
    assert File.objects.count() == 0


def test_upload_picture_needs_an_alternative_text():
    with pytest.raises(Refused):
        uploaded(content=png(), name="a.png")
    assert uploaded(content=png(), name="a.png", alternative_text=Text(fi="Talo")).is_image


def test_download_is_for_those_who_may_see_it(client):
    ry = make.organisation()
    bertil = make.acting("Bertil", ry)
    row = uploaded(bertil, audience_token=f"organisation:{ry.pk}")
    address = f"/en/files/{row.uuid}/"
    assert client.get(address).status_code == 404
    client.force_login(people.person("Dani"), backend=BACKEND)
    assert client.get(address).status_code == 404
    client.force_login(Person.objects.get(pk=make.acting("Beata", ry, "answerer").person_id), backend=BACKEND)
    assert b"".join(client.get(address).streaming_content) == TAGGED_PDF


def test_download_can_do_nothing_here(client):
    answer = client.get(f"/en/files/{uploaded().uuid}/")
    assert answer["content-disposition"].startswith("attachment;")
    assert answer["x-content-type-options"] == "nosniff"
    assert answer["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_remove_takes_the_content_away_for_good(client, django_capture_on_commit_callbacks):
    aino = people.actor(people.person("Aino"))
    row = uploaded(aino)
    storage, stored = row.stored.storage, row.stored.name
    with pytest.raises(PermissionDenied):
        actions.remove(people.actor(people.person()), row)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(aino, row)
    assert not storage.exists(stored)
    assert client.get(f"/en/files/{row.uuid}/").status_code == 410


def test_visible_to_agrees_with_the_permission():
    ry = make.organisation()
    bertil, beata = make.acting("Bertil", ry), make.acting("Beata", make.organisation())
    uploaded(bertil)
    uploaded(bertil, audience_token=f"organisation:{ry.pk}")
    uploaded(beata, audience_token=f"person:{beata.person_id}")
    for actor in (Actor(), Actor(link_id=1), bertil, beata, make.acting("Eero", ry, "editor")):
        assert set(File.objects.visible_to(actor)) == {
            row for row in File.objects.all() if actor.may("files.view_file", row)
        }


# --- the form ---


class TwoFields(forms.Form):
    note = forms.CharField()
    file = CheckedFileField()


def through_the_wire(settings, content, name="a.pdf", form=TwoFields, **fields):
    """Post a real multipart request through the upload handlers."""
    request = RequestFactory().post("/", {"note": "kept", "file": SimpleUploadedFile(name, content), **fields})
    return form(request.POST, request.FILES)


def test_form_50_mb_file_is_said_to_be_too_large_and_the_rest_kept(settings):
    big = TAGGED_PDF + b"\x00" * (50_000_000 - len(TAGGED_PDF))
    form = through_the_wire(settings, big)
    assert form.errors == {
        "file": ["The file is 47.7\xa0MB; at most 19.1\xa0MB fit. It was not uploaded; the rest of the form is kept."]
    }
    assert form.cleaned_data == {"note": "kept"}


def test_form_large_file_within_the_limit_comes_whole(settings):
    content = untagged_pdf()[:9] + b"%" + b"x" * 5_000_000 + b"\n" + untagged_pdf()[9:]
    form = through_the_wire(settings, content)
    assert form.errors == {}
    upload = form.cleaned_data["file"]
    assert (upload.examined.content_type, upload.size) == ("application/pdf", len(content))
    row = actions.upload(people.actor(people.person()), None, file=upload)
    assert (row.size, row.accessibility_warning) == (len(content), "untagged")
    assert io.BytesIO(row.stored.open().read()).getbuffer().nbytes == len(content)
    upload.close()


def test_form_program_named_pdf_is_refused(settings):
    form = through_the_wire(settings, b"MZ" + b"\x00" * 50)
    assert form.errors["file"][0].startswith("This kind of file is not taken.")


def test_form_picture_without_alternative_text_says_so(settings):
    form = through_the_wire(settings, png(), "a.png", UploadForm)
    assert form.errors == {"alternative_text": ["Write what the picture shows. The file has to be chosen again."]}
    assert through_the_wire(settings, png(), "a.png", UploadForm, alternative_text_en="A house").errors == {}
