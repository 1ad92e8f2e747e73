from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import caches
from django.utils import timezone

from kumppanuus.links import actions, purposes, qr
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    caches["shared"].clear()
    monkeypatch.setitem(purposes.register_of_pages, "tests.answer", "notices:stop")


def a_code():
    aino = people.person("Aino")
    return actions.make(
        people.actor(aino),
        aino,
        purpose="tests.answer",
        expires_at=timezone.now() + dt.timedelta(days=1),
        with_code=True,
    )


def test_enter_goes_to_the_page_of_the_purpose_and_changes_nothing(client):
    link, _token, code = a_code()
    before = Link.objects.values().get(pk=link.pk)
    response = client.post("/en/code/", {"code": code})
    assert (response.status_code, response["location"]) == (303, f"/en/notices/stop/{stand_in(link)}/")
    assert Link.objects.values().get(pk=link.pk) == before


def test_enter_wrong_code_is_answered_beside_the_field(client):
    response = client.post("/en/code/", {"code": "ACDE-3467"})
    assert response.status_code == 422
    assert response.context["form"].errors["code"] == ["No paper has this code. Compare each letter with the paper."]


def test_enter_too_many_tries_wait(client):
    answers = [client.post("/en/code/", {"code": "ACDE-3467"}) for _n in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert int(answers[-1]["retry-after"]) in range(1, 601)
    assert client.post("/en/code/", {"code": "ACDE-3467"}, REMOTE_ADDR="192.0.2.7").status_code == 422


def test_qr_is_a_picture_without_style_that_names_itself():
    picture = qr.svg("https://example.org/a?b=1&c=2", label='Code "A"')
    assert picture.startswith('<span role="img" aria-label="Code &quot;A&quot;"><svg')
    assert "style=" not in picture
    assert "<script" not in picture
