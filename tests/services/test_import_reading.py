"""Files of others are read: real ones with real defects, and whatever bytes come."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kumppanuus.interop.sheets import SheetProblem
from kumppanuus.services.imports import hsds, plain
from kumppanuus.services.imports.lookups import Lookups
from kumppanuus.services.imports.mapping import suggest
from kumppanuus.services.imports.reading import read, table_of, what_is_it
from kumppanuus.services.imports.sheets import mended
from kumppanuus.services.models import ImportFormat
from tests.factories import places as areas

pytestmark = pytest.mark.django_db
REFERENCE = Path(__file__).parents[3] / "shared/data/reference"
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def real(name: str) -> bytes:
    path = REFERENCE / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project: ../shared/data/reference")
    return path.read_bytes()


@pytest.fixture
def known(db):
    from kumppanuus.core.actors import system
    from kumppanuus.taxonomy.actions import load

    areas.areas()
    load(system("command"), None)
    return Lookups()


def all_of(body, known, **more):
    fmt = what_is_it(body)
    guesses, mapping = {}, {}
    if fmt == ImportFormat.TABLE:
        table = table_of(body, {})
        guesses, mapping = table.guesses.as_json(), suggest(table.header)
    return fmt, list(read(body, fmt, known, guesses=guesses, mapping=mapping, lenient=False))


def test_latin_1_with_semicolons_is_read(known):
    table = table_of(real("imports/kuntaluettelo_latin1_semicolon.csv"), {})
    assert (table.guesses.encoding, table.guesses.delimiter, table.guesses.header) == ("cp1252", ";", 0)
    assert table.header[1] == "KUNTANIMIFI"
    assert next(row[1] for _n, row in table.body) == "Alajärvi"
    assert all(cell == cell.strip() for _n, row in table.body for cell in row)


def test_broken_letters_are_noticed_and_mended(known):
    table = table_of(real("imports/kuntaluettelo.xlsx"), {})
    assert table.is_broken
    assert any("Uleĺborgs" in cell for row in table.rows for cell in row)
    again = table_of(real("imports/kuntaluettelo.xlsx"), {"mend": True})
    assert any("Uleåborgs" in cell for row in again.rows for cell in row)
    assert mended("YhtenÃ¤inen lÃ¶yly") == "Yhtenäinen löyly"


def test_three_header_rows_are_seen_through(known):
    for name in ("SOTE-generalDescriptions-april-2017.xlsx", "general_descriptions_old_binary.xls"):
        table = table_of(real(f"imports/{name}"), {})
        assert table.guesses.header == 2, name
        keys = set(suggest(table.header).values())
        assert {"id", "kind", "name_fi", "summary_fi", "description_fi", "target_groups"} - {"target_groups"} <= keys


def test_padded_cells_are_trimmed_and_municipalities_found(known):
    fmt, found = all_of(real("imports/company_regions_municipalities-23-03-2017.xlsx"), known)
    assert fmt == ImportFormat.TABLE
    places = [row["service"]["places"][0]["area"] for row in found if row["service"].get("places")]
    assert len(places) == len(found) > 300
    assert {known.areas[pk].code for pk in places} <= {area.code for area in known.areas.values()}


def test_old_binary_workbooks_give_their_rows(known):
    _fmt, found = all_of(real("imports/general_descriptions_old_binary.xls"), known)
    first = found[0]
    assert first["service"]["name.fi"] == "10-luokka (lisäopetus)"
    assert len(first["service"]["id"]) == 36
    assert len(found) > 100


def test_a_json_list_of_another_kind_is_a_table(known):
    table = table_of(real("imports/stea_api_shape.json"), {})
    assert suggest(table.header) == {
        str(table.header.index("organisationId")): "organisation_id",
        str(table.header.index("name")): "organisation_name_fi",
        str(table.header.index("businessId")): "business_id",
    }


def test_a_service_of_the_catalogue_is_read(known):
    fmt, (row,) = all_of(real("ptv/etalukio_service.json"), known)
    entry = row["service"]
    assert (fmt, row["problems"]) == (ImportFormat.PTV, [])
    assert (entry["name.fi"], entry["price_kind"], entry["status"]) == ("Nettilukio aikuisille", "free", "published")
    assert entry["summary.fi"] == "Aikuislukio verkko-opintoina."
    assert [known.areas[pk].kind for pk in entry["areas"]] == ["country"]
    assert [known.term_keys[pk].code for pk in entry["terms.service_class"]] == [
        *("P6", "P6.8", "P6.10", "P6.13"),
    ]
    assert [known.term_keys[pk].code for pk in entry["terms.language"]] == ["fi"]


def test_services_by_number_and_their_municipalities_are_read(known):
    _fmt, (row,) = all_of(real("ptv/services.json"), known)
    assert {known.areas[pk].code for pk in row["service"]["areas"]} >= {"426"}
    assert {known.term_keys[pk].code for pk in row["service"]["terms.target_group"]} == {"KR1", "KR1.2"}


def test_a_place_of_the_catalogue_is_read(known):
    _fmt, (row,) = all_of(real("ptv/otava_service_channel.json"), known)
    (place,) = row["service"]["places"]
    assert (row["service"]["kind"], place["address"], known.areas[place["area"]].code) == (
        "place",
        "Otavantie 2 B",
        "491",
    )
    assert {"phone": "+358 447943552", "role.fi": "Opintoasiainvastaava"} in row["service"]["contacts"]
    assert {"email": "info@otavia.fi"} in row["service"]["contacts"]


def test_general_descriptions_are_read_in_three_languages(known):
    fmt, found = all_of(real("ptv/general_descriptions_unique.json"), known)
    assert (fmt, len(found)) == (ImportFormat.PTV, 250)
    assert found[0]["service"]["name.sv"] == "10:e klassen (påbyggnadsundervisning)"


@pytest.mark.parametrize("name", ["service_full", "service_list", "organization_full", "organization_list",
    "service_at_location_full", "service_at_location_list", "tabular"])  # fmt: skip
def test_examples_of_hsds_are_read(known, name):
    fmt, found = all_of(real(f"hsds-3.1/examples/{name}.json"), known)
    assert (fmt, bool(found), [row["problems"] for row in found if row["problems"]]) == (ImportFormat.HSDS, True, [])
    if name != "organization_list":
        named = [row["service"].get("name.fi") for row in found if row["service"]]
        assert named[0] == "Community Counselling"


def test_tables_of_hsds_in_a_zip_are_read_as_their_json(known):
    tables = json.loads(real("hsds-3.1/examples/tabular.json"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, rows in tables.items():
            heads = list(dict.fromkeys(key for row in rows for key in row))
            cell = lambda value: '"' + str(value).replace('"', '""') + '"'  # noqa: E731 - one line of a test
            lines = [",".join(cell(row.get(key, "")) for key in heads) for row in rows]
            archive.writestr(name, "\n".join([",".join(heads), *lines]))
    fmt, found = all_of(out.getvalue(), known)
    assert fmt == ImportFormat.HSDS
    assert found[0]["service"]["name.fi"] == "Community Counselling"
    assert found[0]["service"]["schedules"] != []


def safely(body, known):
    """Read whatever it is: records, or a refusal in words."""
    try:
        _fmt, found = all_of(body, known)
    except SheetProblem as problem:
        assert str(problem)  # noqa: PT017 - the refusal says something
        return
    for row in found:
        json.dumps(row)
        assert "\x00" not in json.dumps(row)


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["id", "name", "status", "organization", "organization_id", "phones", "schedules", "contents", "freq",
             "byday", "service_at_locations", "location", "addresses", "city", "attributes", "taxonomy_term", "code",
             "serviceNames", "language", "value", "type", "serviceDescriptions", "areas", "municipalities",
             "serviceChannels", "serviceChannelNames", "organizationNames", "addresses", "streetAddress",
             "phoneNumbers", "number", "serviceHours", "openingHour", "dayFrom", "from", "services.csv",
             "organizations.csv", "service", "interval", "dtstart", "longitude", "languages", "cost_options"]
        ),
        inner,
        max_size=6,
    ),
    max_leaves=30,
)  # fmt: skip


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(known, body):
    safely(body, known)


@QUICK
@given(
    st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{", b"[", b"\xff\xfe"]),
    st.binary(max_size=600),
)
def test_any_bytes_after_a_true_beginning_are_read_or_refused(known, head, body):
    safely(head + body, known)


@QUICK
@given(TREES)
def test_any_json_is_read_or_refused(known, tree):
    safely(json.dumps(tree).encode(), known)


@QUICK
@given(st.lists(st.lists(st.text(max_size=15), max_size=6), max_size=8), st.sampled_from([";", ",", "\t"]))
def test_any_table_of_texts_is_read_or_refused(known, rows, delimiter):
    head = ["Nimi", "Yhdistys", "Kunta", "Alkaa", "Aikataulu", "Sähköposti"]
    text = "\n".join(delimiter.join(row) for row in [head, *rows])
    safely(text.encode("utf-8", "replace"), known)


@QUICK
@given(st.binary(min_size=1, max_size=4), st.integers(0, 100_000), st.sampled_from(["xlsx", "xls"]))
def test_a_damaged_workbook_is_read_or_refused(known, damage, place, kind):
    body = bytearray(_book() if kind == "xlsx" else real("imports/general_descriptions_old_binary.xls")[:60_000])
    place %= len(body)
    body[place : place + len(damage)] = damage
    safely(bytes(body), known)


def _book() -> bytes:
    book = Workbook()
    for row in (["Nimi", "Kunta"], ["Kerho", "Koski Tl"], ["=1+1", None], [1.5, True]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_formulas_are_never_computed(known):
    _fmt, found = all_of(_book(), known)
    assert found[1]["problems"] == ["A3 is a formula. Paste it as a value."]


def test_archives_that_unpack_to_too_much_are_refused(known, monkeypatch):
    from kumppanuus.interop.sheets import Limits
    from kumppanuus.services.imports import sheets

    monkeypatch.setattr(sheets, "LIMITS", Limits(unpacked=10_000))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", "id,name\n" + "a,b\n" * 100_000)
    assert hsds.is_tabular(out.getvalue())
    with pytest.raises(SheetProblem, match="unpacks to more"):
        all_of(out.getvalue(), known)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Tule &auml;lk&auml;&auml; pelk&auml;&auml;.</p><ul><li>Eka</li><li>Toka</li></ul>", "Tule älkää pelkää.\n\n- Eka\n- Toka"),
        ("ei <b>html</b><script>alert(1)</script>", "ei html"),
        ("3 < 5 ja 7 > 2", "3 < 5 ja 7 > 2"),
    ],
)  # fmt: skip
def test_html_becomes_plain_text(html, text):
    assert plain.without_html(html) == text


def test_the_first_sentence_is_whole_or_cut_at_a_word():
    assert plain.first_sentence("Tule mukaan. Kahvia on.") == "Tule mukaan."
    cut = plain.first_sentence("sana " * 60)
    assert (len(cut) <= 150, cut[-5:]) == (True, "sana…")
