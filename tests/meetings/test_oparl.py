"""OParl 1.1: every object as the specification has it, all that is public and nothing else, and what changed since."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kumppanuus.accounts import actions as accounts
from kumppanuus.bodies import actions as bodies
from kumppanuus.bodies.models import Body, Mandate
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import AgendaItem, Meeting, Minutes, Paper
from kumppanuus.meetings.oparl.records import ROOT
from tests.factories import building, meetings, minutes
from tests.factories import bodies as made_up
from tests.factories.bodies import SECRET_NAME, today
from tests.factories.meetings import SECRET_ITEM
from tests.factories.minutes import PRIVATE_NAME, SECRET_MINUTES
from tests.meetings.oparl import PROPERTIES, Reader, faults, type_of

BASE = f"{settings.SITE_URL}{ROOT}"


@pytest.fixture
def reader(client):
    return Reader(client)


def ids(kind, pks, prefix=""):
    return {f"{BASE}{kind}/{prefix}{pk}" for pk in pks}


def test_the_root_is_where_it_is_said_to_be(client):
    assert reverse("oparl:root") == ROOT


@pytest.mark.parametrize("query", [{}, {"lang": "sv"}, {"omit_internal": "true"}, {"elementsPerPage": "2"}])
def test_every_object_is_as_the_specification_has_it(world, client, query):
    reader = Reader(client, **query)
    found = reader.walk()
    wrong = [fault for row in found.values() for fault in faults(row) if "omit_internal" not in query or "no legislativeTerm" not in fault]
    assert wrong == []
    assert {type_of(row) for row in found.values()} == {*PROPERTIES}
