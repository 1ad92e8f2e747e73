"""Addresses that nobody has: said at the field, on either database."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kumppanuus.accounts.models import Person

pytestmark = pytest.mark.django_db
LONG = "a" * 300 + "@example.org"


@pytest.mark.parametrize("name", ["account_login", "account_email"])
def test_an_address_longer_than_the_tables_hold_is_refused_at_its_field(cast, name):
    client = Client()
    if name == "account_email":
        client.force_login(cast.people["aino"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(reverse(name), {"email": LONG, "action_add": ""})
    assert "email" in answer.context["form"].errors
    assert not Person.objects.filter(email=LONG).exists()
