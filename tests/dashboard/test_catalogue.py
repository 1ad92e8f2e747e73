"""The DCAT-AP catalogue: whole, in three languages, with addresses that answer."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import rdflib

from kumppanuus.dashboard.catalogue import as_turtle, graph

MUST = {
    "dcat:Catalog": ("dct:title", "dct:description", "dct:publisher"),
    "dcat:Dataset": ("dct:title", "dct:description", "dcat:distribution", "dct:accrualPeriodicity", "dcat:theme"),
    "dcat:Distribution": ("dcat:accessURL", "dct:license", "dct:format"),
    "dcat:DataService": ("dct:title", "dcat:endpointURL"),
    "foaf:Agent": ("foaf:name",),
}


def test_each_node_has_what_dcat_ap_demands(client, db):
    found = json.loads(client.get("/catalogue.jsonld").content)
    nodes = found["@graph"]
    lacking = [f"{n['@id']} {name}" for n in nodes for name in MUST[n["@type"]] if not n.get(name)]
    assert lacking == []
    assert {node["@type"] for node in nodes} == set(MUST)
    ids = {node["@id"] for node in nodes}
    [catalogue] = [node for node in nodes if node["@type"] == "dcat:Catalog"]
    assert {one["@id"] for name in ("dcat:dataset", "dcat:service") for one in catalogue[name]} <= ids
    for node in nodes:
        if "dct:description" in node:
            assert [one["@language"] for one in node["dct:description"]] == ["fi", "sv", "en"]


def test_addresses_of_the_catalogue_answer(client, db):
    nodes = json.loads(client.get("/catalogue.jsonld").content)["@graph"]
    names = ("dcat:accessURL", "dcat:landingPage", "dcat:endpointURL", "dcat:endpointDescription", "foaf:homepage")
    told = {urlsplit(node[name]["@id"]).path for node in nodes for name in names if name in node}
    statuses = {path: client.get(path).status_code for path in told}
    assert {path: status for path, status in statuses.items() if status != 200} == {}


def test_turtle_tells_the_same(client, db):
    answer = client.get("/catalogue.ttl")
    assert answer["Content-Type"] == "text/turtle; charset=utf-8"
    turtle = rdflib.Graph().parse(data=answer.content, format="turtle")
    linked = rdflib.Graph().parse(data=client.get("/catalogue.jsonld").content, format="json-ld")
    assert set(turtle) == set(linked)


def test_turtle_has_a_statement_for_each_node():
    text = as_turtle(graph())
    assert len(re.findall(r"^<", text, re.MULTILINE)) == len(graph()) == text.count(" .\n") - 4


def test_open_data_page_leads_to_everything(client, db):
    page = client.get("/fi/open-data/").content.decode()
    for address in (
        "/fi/directory/list.csv",
        "/fi/organisations/list.xlsx",
        "/catalogue.ttl",
        "/api/hsds/openapi.json",
        "/api/oparl/openapi.json",
        "/api/oparl/body",
    ):
        assert f'href="{address}"' in page
    assert 'href="/fi/open-data/"' in client.get("/fi/").content.decode()
