from __future__ import annotations

import pytest

from tests.factories.spaces import space

pytestmark = pytest.mark.django_db


def test_spaces_are_listed_and_given(client):
    here = space("tila")
    row = client.get("/api/v1/spaces/tila").json()
    assert client.get("/api/v1/spaces/").json() == [row]
    assert (row["slug"], row["operator"], row["area"], row["languages"]) == (
        "tila",
        here.operator.slug,
        here.area.slug,
        ["fi", "sv", "en"],
    )
    assert client.get("/api/v1/spaces/ei").status_code == 404
