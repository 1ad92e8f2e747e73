from __future__ import annotations

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from kumppanuus.core.actors import Actor
from kumppanuus.places.api import AreaOut, list_areas, read_area
from kumppanuus.places.models import AreaKind
from tests.factories import places as factory

pytestmark = pytest.mark.django_db


def request() -> object:
    made = RequestFactory().get("/")
    made.actor = Actor()  # type: ignore[attr-defined]
    return made


def test_read_area_gives_the_whole_record() -> None:
    factory.areas()
    found = AreaOut.from_orm(read_area(request(), "turku")).model_dump(mode="json")  # type: ignore[arg-type]
    assert found == {
        "kind": "municipality",
        "code": "853",
        "slug": "turku",
        "name": {"fi": "Turku", "sv": "Åbo", "en": "Turku"},
        "language_status": "bilingual",
        "population": 197900,
        "population_year": 2022,
        "land_area_km2": found["land_area_km2"],
        "lon": found["lon"],
        "lat": found["lat"],
        "region": "varsinais-suomi",
        "county": "varsinais-suomen-hyvinvointialue",
    }


def test_list_areas_of_a_kind_is_one_query() -> None:
    factory.areas()
    with CaptureQueriesContext(connection) as queries:
        found = [AreaOut.from_orm(one) for one in list_areas(request(), AreaKind.MUNICIPALITY)]  # type: ignore[arg-type]
    assert (len(found), len(queries)) == (308, 1)
