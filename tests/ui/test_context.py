from __future__ import annotations

import pytest
from django.test import RequestFactory

from kumppanuus.core.actors import Actor
from kumppanuus.ui import context

pytestmark = pytest.mark.django_db


def test_page_knows_nobody_for_a_bare_request() -> None:
    found = context.page(RequestFactory().get("/fi/x/?a=1"))
    assert (found["signed_in"], found["section"]) == (False, "")
    assert found["in_languages"][1] == ("sv", "Svenska", "/sv/x/?a=1", "/sv/x/")


def test_page_knows_who_is_signed_in() -> None:
    request = RequestFactory().get("/fi/x/")
    request.actor = Actor(person_id=3)  # type: ignore[attr-defined]
    assert context.page(request)["signed_in"]


def test_register_lets_a_higher_app_name_the_site() -> None:
    def provider(request: object) -> dict[str, object]:
        return {"site_name": "Varsinais-Suomi"}

    context.register(provider)
    try:
        assert context.page(RequestFactory().get("/fi/"))["site_name"] == "Varsinais-Suomi"
    finally:
        context._providers.remove(provider)
