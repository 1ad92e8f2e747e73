"""Data for search engines in the pages: it parses, and no text gets out of it."""

from __future__ import annotations

import json
import re

from kumppanuus.core.texts import Text
from tests.factories import services

EVIL = "</script><script>alert(1)</script>&<!--"


def data(client, path):
    page = client.get(path).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert len(found) == 1
    return {node["@type"]: node for node in json.loads(found[0])["@graph"]}


def test_an_entry_tells_what_where_and_by_whom(client, cast):
    made = services.entry(cast.ngo_a, cast.municipality_a.governs, kind="service", price_kind="free")
    found = data(client, f"/fi/directory/{made.slug}/")
    service = found["Service"]
    assert (service["name"], service["provider"]["name"]) == (str(made.name), str(cast.ngo_a.name))
    [place] = service["availableChannel"]["serviceLocation"]
    assert place["address"]["streetAddress"] == "Keskustie 4"
    assert service["offers"]["price"] == 0
    assert [one["name"] for one in found["BreadcrumbList"]["itemListElement"]][1] == str(made.name)


def test_an_event_has_its_days(client, cast):
    fields = {"kind": "event", "starts_on": "2030-06-01", "ends_on": "2030-06-02"}
    made = services.entry(cast.ngo_a, cast.municipality_a.governs, **fields)
    event = data(client, f"/fi/directory/{made.slug}/")["Event"]
    assert (event["startDate"], event["endDate"]) == ("2030-06-01", "2030-06-02")


def test_no_text_gets_out_of_the_data(client, cast):
    made = services.entry(cast.ngo_a, cast.municipality_a.governs, name=Text(fi=EVIL), kind="service")
    assert data(client, f"/fi/directory/{made.slug}/")["Service"]["name"] == EVIL


def test_an_organisation_tells_its_numbers(client, cast):
    found = data(client, f"/fi/organisations/{cast.ngo_a.slug}/")
    assert found["NGO"]["name"] == str(cast.ngo_a.name)
