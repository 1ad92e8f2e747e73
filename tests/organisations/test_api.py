from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumppanuus.accounts.models import Person
from kumppanuus.organisations import actions
from tests.factories import organisations as make

pytestmark = pytest.mark.django_db


def test_list_is_filtered_and_paged(client):
    area = make.municipality("Koskela")
    for number in range(3):
        make.organisation(f"Seura {number}", home=area)
    make.organisation("Muu yhdistys")
    answer = client.get("/api/v1/organisations/?q=seura&limit=2").json()
    assert (answer["count"], [row["name"]["fi"] for row in answer["items"]]) == (3, ["Seura 0", "Seura 1"])
    assert client.get(f"/api/v1/organisations/?area={area.slug}").json()["count"] == 3
    assert client.get("/api/v1/organisations/?kind=county").json() == {"items": [], "count": 0}
    assert client.get("/api/v1/organisations/?area=ei").status_code == 404


def test_list_costs_the_same_with_many_rows(client):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get("/api/v1/organisations/")
        return len(seen)

    make.organisation(home=make.municipality())
    queries()
    few = queries()
    for _n in range(5):
        make.organisation(home=make.municipality())
    assert queries() == few


def test_detail_names_only_those_who_agreed(client):
    ry = make.organisation("Seura")
    admin = make.acting("Bertil Esimerkki", ry)
    holder = Person.objects.get(pk=admin.person_id)
    shown, hidden = make.post(ry, "Julkinen"), make.post(ry, "Nimetön")
    make.post(ry, "Tyhjä")
    actions.set_holder(admin, shown, person=holder, name_public=True)
    actions.set_holder(admin, hidden, person=holder)
    posts = client.get("/api/v1/organisations/seura").json()["posts"]
    assert [(post["title"]["fi"], post["vacant"], post["holder"]) for post in posts] == [
        ("Julkinen", False, "Bertil Esimerkki"),
        ("Nimetön", False, None),
        ("Tyhjä", True, None),
    ]
    assert client.get("/api/v1/organisations/ei").status_code == 404
