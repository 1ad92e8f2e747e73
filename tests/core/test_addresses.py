from __future__ import annotations

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("number", [10**18, 2**63, 10**30])
def test_numbers_that_no_row_can_have_name_nothing(client, number):
    assert client.get(f"/fi/rounds/{number}/").status_code == 404
    assert client.get(f"/fi/rounds/{number}/koski-tl/").status_code == 404
    assert client.get(f"/api/v1/assessments/rounds/{number}").status_code == 422
    assert client.get(f"/api/v1/organisations/?offset={number}").status_code == 422
    assert client.get(f"/api/v1/organisations/?limit={number}").status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/fi/organisations/a%00b/", "/fi/search/?q=%00", "/api/v1/organisations/?area=%00"]
)
def test_a_nul_in_an_address_is_a_bad_request(client, address):
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer["content-type"].split(";")[0] == ("application/problem+json" if "/api/" in address else "text/html")


@pytest.mark.django_db
def test_sign_in_stands_with_a_next_that_is_no_address(client):
    page = client.get("/fi/account/login/", {"next": "http://[::1"})
    assert page.status_code == 200
    assert "<h1>" in page.content.decode()
