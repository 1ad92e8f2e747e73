"""The HSDS API: valid records, filters, pages, streams, languages, conditional answers."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.search.rebuilding import rebuild
from kumppanuus.services import actions
from kumppanuus.services.hsds import shape
from kumppanuus.services.hsds.parts import term_id
from kumppanuus.services.models import Service, ServiceLocation
from tests.factories import services
from tests.factories.organisations import organisation
from tests.services.hsds.reference import RECORDS, SCHEMAS, everything, faults, faults_of_everything, present, validator

pytestmark = pytest.mark.one_database
ROOT = "/api/hsds"
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
MOST_QUERIES = 13  # the budget of a composed page, and when anything last changed


@pytest.fixture
def filled(cast):
    """A directory with an entry of each kind and state."""
    made = services.directory(cast, organisation("Hoitamaton ry"), cast.municipality_a.governs)
    day = dt.date.today()
    area = cast.municipality_a.governs
    services.entry(
        cast.ngo_a,
        area,
        name=Text(fi="Kesäjuhla", en="Summer party"),
        kind="event",
        price_kind="paid",
        price=Text(fi="5 euroa"),
        starts_on=day,
        ends_on=day,
        schedules=[{"freq": "ONCE", "starts": day, "opens": dt.time(12)}],
        contacts=[{"role": Text(fi="Emäntä"), "email": "juhla@example.org", "name": "Aili", "name_consented": True}],
        place=None,
        without_referral=False,
        registration=Text(fi="Soita"),
        registration_url="https://example.org/ilmo",
    )
    actions.pause(services.TESTS, services.entry(cast.ngo_a, area, name=Text(fi="Tauolla")))
    actions.end(services.TESTS, services.entry(cast.ngo_b, area, name=Text(fi="Loppunut")))
    return made


def get(client, path, **query):
    answer = client.get(f"{ROOT}/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


@present
@pytest.mark.parametrize("language", ["fi", "sv", "en", "so"])
def test_every_record_fits_the_schemas(client, filled, language):
    found = faults_of_everything(client, lang=language)
    for what, schema in RECORDS.items():
        brief = everything(client, what, lang=language)
        found[what] += faults(schema, [get(client, f"{what}/{row['id']}", lang=language) for row in brief])
        assert brief != []
    full = everything(client, "organizations", full_service=True, lang=language)
    found["organizations with services"] = faults("compiled/organization", full)
    entries = [entry for row in full for entry in row.get("services", [])]
    found["services in organizations"] = faults("compiled/service", entries)
    terms = everything(client, "taxonomy_terms", lang=language)
    schemes = everything(client, "taxonomies", lang=language)
    found["terms"] = [f"{row['id']}: no name" for row in [*terms, *schemes] if not (row["name"] and row["description"])]
    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert len(entries) == Service.objects.exclude(status="draft").count()


@present
def test_the_shape_agrees_with_the_standard():
    """Each field of ours that the profile does not add is one of the standard's, with the same type."""
    wrong = []
    for name in shape.OBJECTS:
        if name == "contacting":
            continue
        theirs = json.loads((SCHEMAS / f"{name}.json").read_text())
        for field, kind, _always, added in shape.fields(name):
            known = theirs["properties"].get(field)
            if added == (known is not None) and (name, field) != ("service_at_location", "service"):
                wrong.append(f"{name}.{field}")
            simple = shape.SIMPLE.get(kind, {}).get("type")
            if known and simple and known.get("type") != simple:
                wrong.append(f"{name}.{field}: {known.get('type')}")
        ours = {field for field, _kind, always, _added in shape.fields(name) if always}
        wrong += [f"{name}.{field} is demanded" for field in theirs.get("required", ()) if field not in ours]
    assert wrong == []


def test_records_fit_our_own_document(client, filled):
    document = client.get(f"{ROOT}/openapi.json").json()
    from jsonschema import Draft202012Validator

    def wrong(name, rows):
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        return [error.message for row in rows for error in Draft202012Validator(schema).iter_errors(row)]

    singular = {"services": "service", "organizations": "organization", "service_at_locations": "service_at_location"}
    found = {what: wrong(one, everything(client, what, full=True)) for what, one in singular.items()}
    assert found == {what: [] for what in singular}
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids)) == 16


def test_root_leads_to_the_profile_and_the_document(client, db):
    found = get(client, "")
    assert found["version"] == "3.1"
    profile = client.get(found["profile"]).json()
    assert profile["fields_added"]["service"]["kind"]["type"] == "string"
    assert all(field["description"] for name in profile["fields_added"].values() for field in name.values())
    assert client.get(found["openapi_url"]).json()["info"]["title"] == "Kumppanuuspöytä: HSDS 3.1"
    page = client.get(found["profile"], headers={"Accept": "text/html"})
    assert (page.status_code, page["Location"].rpartition("/open-data/")[2]) == (303, "hsds/")


def test_drafts_are_nowhere(client, filled):
    draft = Service.objects.get(status="draft")
    assert str(draft.uuid) not in [row["id"] for row in everything(client, "services")]
    assert client.get(f"{ROOT}/services/{draft.uuid}").status_code == 404
    at = ServiceLocation.objects.get(service=draft)
    assert client.get(f"{ROOT}/service_at_locations/{at.uuid}").status_code == 404
    for what in LISTS[:3]:
        assert str(draft.name) not in json.dumps(everything(client, what, full=True), ensure_ascii=False)
    assert str(draft.name) not in json.dumps(everything(client, "organizations", full_service=True), ensure_ascii=False)


def test_a_service_tells_what_we_know(client, filled):
    entry = filled.own
    found = get(client, f"services/{entry.uuid}", lang="sv")
    assert (found["name"], found["alternate_name"]) == ("Kaffe för änkor och änklingar", "Leskien kahvit")
    assert (found["status"], found["kind"], found["attendance"]) == ("active", "peer_group", "on_site")
    assert found["assured_date"] == dt.date.today().isoformat()
    [rule] = found["schedules"]
    assert {key: rule[key] for key in ("freq", "byday", "interval", "opens_at", "closes_at")} == {
        "freq": "WEEKLY",
        "byday": "TU",
        "interval": 1,
        "opens_at": "10:00:00",
        "closes_at": "12:00:00",
    }
    [at] = found["service_at_locations"]
    [address] = at["location"]["addresses"]
    assert (address["address_1"], address["postal_code"], address["country"]) == ("Keskustie 4", "31500", "FI")
    [area] = found["service_areas"]
    assert area["extent_type"] == "kuntakoodi"
    assert [one["code"] for one in found["languages"]] == ["fi"]
    own, term = sorted(found["attributes"], key=lambda one: one["value"], reverse=True)
    assert (own["value"], own["label"]) == ("talvi-ja-pimeys", "Vinter och mörker")
    assert (term["taxonomy_term_id"], term["value"]) == (term_id("theme", "company"), "company")
    assert [one["number"] for one in found["phones"]] == ["02 555 0101"]


def test_a_person_is_named_only_by_her_consent(client, filled):
    names = [one.get("name") for row in everything(client, "services", full=True) for one in row.get("contacts", [])]
    assert sorted(filter(None, names)) == ["Aili"]


def test_an_organisation_has_both_numbers_and_a_description(client, cast):
    own = organisation("Numeroitu ry", register_number="123456", business_id="1234567-1")
    found = get(client, f"organizations/{own.uuid}", lang="en")
    numbers = {one["identifier_type"]: one["identifier"] for one in found["organization_identifiers"]}
    assert numbers == {"PRH": "123456", "Y-tunnus": "1234567-1"}
    assert found["description"] == "Association"


def test_states_have_the_words_of_hsds(client, filled):
    found = {row["name"]: row["status"] for row in everything(client, "services", lang="fi")}
    assert (found["Tauolla"], found["Loppunut"], found["Kesäjuhla"]) == ("temporarily closed", "defunct", "active")


def test_language_by_header_and_parameter(client, filled):
    path = f"{ROOT}/services/{filled.own.uuid}"
    swedish = client.get(path, headers={"Accept-Language": "sv-FI,sv;q=0.9,en;q=0.5"})
    assert (swedish["Content-Language"], swedish.json()["name"][:5]) == ("sv", "Kaffe")
    assert "Accept-Language" in swedish["Vary"]
    finnish = client.get(path, {"lang": "fi"}, headers={"Accept-Language": "sv"})
    assert (finnish["Content-Language"], finnish.json()["name"]) == ("fi", "Leskien kahvit")


@pytest.mark.parametrize("what", LISTS)
def test_pages_count_and_say_when_they_are_empty(client, filled, what):
    whole = everything(client, what)
    page = get(client, what, per_page=1)
    assert (page["total_items"], page["total_pages"], page["size"]) == (len(whole), len(whole), 1)
    assert (page["first_page"], page["last_page"], page["empty"]) == (True, len(whole) == 1, False)
    beyond = get(client, what, per_page=1, page=999)
    assert (beyond["empty"], beyond["contents"], beyond["last_page"]) == (True, [], True)
    assert [row["id"] for row in everything(client, what, per_page=1)] == [row["id"] for row in whole]


@pytest.mark.parametrize("what", LISTS)
def test_streams_and_posts_tell_the_same_as_pages(client, filled, what):
    whole = everything(client, what, lang="sv")
    stream = client.get(f"{ROOT}/{what}", {"format": "ndjson", "lang": "sv"})
    assert stream["Content-Type"] == "application/x-ndjson; charset=utf-8"
    assert [json.loads(line) for line in b"".join(stream.streaming_content).splitlines()] == whole
    assert client.post(f"{ROOT}/{what}?lang=sv").json()["contents"] == whole


def test_following_next_repeats_and_drops_nothing_while_data_changes(client, filled, cast):
    area = cast.municipality_a.governs
    for n in range(6):
        services.entry(cast.ngo_a, area, name=Text(fi=f"Kerho {n}"))
    before = [row["id"] for row in everything(client, "services")]
    page, seen = get(client, "services", per_page=3), []
    drafts = services.entry(cast.ngo_a, area, name=Text(fi="Ohi"), published=False)
    while True:
        seen += [row["id"] for row in page["contents"]]
        gone = Service.objects.get(uuid=seen[0])  # one that was already given leaves, another is renamed
        if gone.status != "ended":
            actions.end(services.TESTS, gone)
        actions.change(services.TESTS, filled.other, name=Text(fi=f"Aa {len(seen)}"))
        if "next" not in page:
            break
        page = client.get(page["next"]).json()
    assert seen == before
    assert str(drafts.uuid) not in seen


def test_filters_of_services(client, filled, cast):
    def names(**query):
        return sorted(row["name"] for row in everything(client, "services", lang="fi", **query))

    assert names(search="satu") == ["Satutunti"]
    assert names(search="SATU tunti") == ["Satutunti"]
    rebuild()
    assert names(search="satutunnille lasten kanssa") == ["Satutunti"]
    assert names(search="loppunut") == ["Loppunut"]
    assert names(search="avaruusmatkailu") == []
    assert names(organization_id=str(cast.ngo_b.uuid)) == ["Loppunut", "Satutunti"]
    assert names(organization_id="nonsense") == []
    assert names(kind="event") == ["Kesäjuhla"]
    whole = names()
    assert names(taxonomy_term_id=term_id("theme", "company")) == whole
    assert names(taxonomy_term_id="nothing") == []
    theme = next(row["id"] for row in everything(client, "taxonomies") if row["name"] in {"Themes", "Teemat"})
    assert names(taxonomy_id=theme) == whole
    assert names(taxonomy_id="nothing") == []
    future = (dt.datetime.now(tz=dt.UTC) + dt.timedelta(minutes=1)).isoformat()
    assert names(modified_after=future) == []


def test_modified_after_tells_what_was_paused_ended_and_moved(client, filled, cast):
    moment = dt.datetime.now(tz=dt.UTC)
    two = [services.entry(cast.ngo_b, cast.municipality_a.governs, name=Text(fi=name)) for name in ("Eka", "Toka")]
    location = two[0].places.get().location
    actions.set_place(services.TESTS, two[1], location=location)
    for changing in (
        lambda: actions.pause(services.TESTS, filled.other),
        lambda: actions.end(services.TESTS, filled.other),
        lambda: actions.set_place(services.TESTS, two[0], location=location, address="Uusikatu 1"),
    ):
        moment = dt.datetime.now(tz=dt.UTC)
        changing()
        found = {row["name"] for row in everything(client, "services", lang="fi", modified_after=moment.isoformat())}
        assert found in ({"Satutunti"}, {"Eka", "Toka"})


def test_minimal_gives_all_ids_at_once(client, filled):
    answer = client.get(f"{ROOT}/services", {"minimal": True})
    found = json.loads(b"".join(answer.streaming_content))
    whole = everything(client, "services")
    assert [row["id"] for row in found["contents"]] == [row["id"] for row in whole]
    assert [row["modified_date"] for row in found["contents"]] == [row["last_modified"] for row in whole]
    assert (found["size"], found["total_pages"]) == (len(whole), 1)


def test_places_near_a_postal_code(client, filled, cast):
    def found(**query):
        return len(everything(client, "service_at_locations", **query))

    whole = found()
    assert found(postcode="31500") == found(postcode="31500", proximity=1000) == whole
    assert found(postcode="00000") == found(postcode="00000", proximity=1000) == 0
    far = services.entry(cast.ngo_b, cast.municipality_b.governs, name=Text(fi="Kaukana"))
    actions.set_place(services.TESTS, far, location=far.places.get().location, postal_code="99999", lon=27.0, lat=69.9)
    assert found(postcode="99999", proximity=1000) == 1
    assert found(postcode="31500", proximity=1000) == whole


def test_terms_by_taxonomy_and_parent(client, filled):
    from tests.factories import building

    with building():
        top = services.term("service_class", "P4", "Sosiaalipalvelut")
        low = services.term("service_class", "P4.1", "Alempi")
        low.parent = top
        low.save()

    def codes(**query):
        return [row["code"] for row in everything(client, "taxonomy_terms", **query)]

    scheme = get(client, f"taxonomy_terms/{term_id('service_class', 'P4')}")["taxonomy_id"]
    assert codes(taxonomy_id=scheme) == ["P4", "P4.1"]
    assert codes(taxonomy_id=scheme, top_only=True) == ["P4"]
    assert codes(parent_id=term_id("service_class", "P4")) == ["P4.1"]
    assert codes(search="alempi") == ["P4.1"]
    actions.change(Actor(system="tests"), filled.own, terms=[low])
    found = everything(client, "services", taxonomy_term_id=term_id("service_class", "P4"))
    assert [row["id"] for row in found] == [str(filled.own.uuid)]
    orgs = everything(client, "organizations", taxonomy_term_id=term_id("service_class", "P4"))
    assert [row["id"] for row in orgs] == [str(filled.own.organisation.uuid)]


def test_the_same_is_not_sent_twice(client, filled):
    path = f"{ROOT}/services/{filled.own.uuid}"
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.change(services.TESTS, filled.own, who=Text(fi="Kaikki"))
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200
    for what in LISTS:
        etag = client.get(f"{ROOT}/{what}")["ETag"]
        assert client.get(f"{ROOT}/{what}", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("what", "query"),
    [
        ("services", {}),
        ("services", {"full": True}),
        ("services", {"search": "a", "taxonomy_id": "x", "taxonomy_term_id": "x"}),
        ("organizations", {}),
        ("organizations", {"full": True}),
        ("organizations", {"full_service": True}),
        ("service_at_locations", {}),
        ("service_at_locations", {"full": True}),
        ("taxonomies", {}),
        ("taxonomy_terms", {}),
    ],
)
def test_a_page_costs_the_same_however_many_rows(client, filled, cast, what, query):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            get(client, what, **query)
        return len(asked)

    cost()  # the names of spaces' own classifications are kept from now on
    before = cost()
    for n in range(4):
        services.entry(organisation(f"Lisä {n}"), cast.municipality_b.governs, name=Text(fi=f"Lisää {n}"))
    assert cost() == before
    assert before <= MOST_QUERIES


@pytest.mark.parametrize("query", [{"page": 0}, {"per_page": 0}, {"per_page": 10**6}, {"format": "xml"}, {"lang": "?"}])
def test_what_cannot_be_is_told_as_a_problem(client, db, query):
    answer = client.get(f"{ROOT}/services", query)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


def test_unknown_ids_are_not_there(client, filled):
    for what in LISTS:
        for wanted in ("nonsense", "00000000-0000-0000-0000-000000000000"):
            assert client.get(f"{ROOT}/{what}/{wanted}").status_code == 404


def test_organisations_are_all_there(client, filled):
    ids = {row["id"] for row in everything(client, "organizations")}
    assert ids == {str(key) for key in Organisation.objects.values_list("uuid", flat=True)}


def test_validator_finds_faults():
    """The check above would notice: a service without a name is wrong."""
    if SCHEMAS.is_dir():
        assert not validator("compiled/service").is_valid({"id": "x"})


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("taxonomies/{taxonomy}", {"lang": "\n!P"}),
        ("services", {"lang": "\n!P"}),
        ("services", {"modified_after": "0.5"}),
        ("service_at_locations", {"modified_after": "1700000000"}),
    ],
)
def test_what_the_document_does_not_allow_is_refused(client, filled, path, query):
    taxonomy = everything(client, "taxonomies")[0]["id"]
    assert client.get(f"/api/hsds/{path.format(taxonomy=taxonomy)}", query).status_code == 422
