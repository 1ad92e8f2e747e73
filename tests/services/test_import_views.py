"""Importing in the browser: send, choose columns, look, import, undo."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from kumppanuus.organisations.middleware import SESSION_KEY
from kumppanuus.services.models import Import, ImportState, Service
from tests.factories import imports as made_up

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(cast, name):
    client = Client()
    client.force_login(cast.people[name], backend=BACKEND)
    session = client.session
    session[SESSION_KEY] = cast.acting_for[name]
    session.save()
    return client


@pytest.fixture
def kaisa(cast):
    return signed_in(cast, "kaisa")


def send(client, cast, body, filename="lista.csv", **more):
    data = {"name": "Kunnan lista", "file": SimpleUploadedFile(filename, body)} | more
    return client.post(f"/en/directory/imports/new/space/{cast.space.slug}/", data)


def columns_of(batch):
    return {f"column_{place}": key for place, key in batch.mapping.items()}


def test_a_list_goes_from_file_to_directory_and_back(cast, kaisa):
    answer = send(kaisa, cast, made_up.LIST.encode("cp1252"))
    batch = Import.objects.get()
    assert answer.url == batch.get_absolute_url()
    assert kaisa.get(answer.url).url == f"{answer.url}columns/"
    page = kaisa.get(f"{answer.url}columns/").content.decode()
    assert ("Tiivistelmä" in page, "Lauletaan yhdessä." in page) == (True, True)
    kaisa.post(f"{answer.url}columns/", columns_of(batch))
    batch.refresh_from_db()
    assert (batch.state, Service.objects.count()) == (ImportState.COMPARED, 0)
    page = kaisa.get(answer.url).content.decode()
    assert ("Import 3 rows" in page, "Kuoroilta" in page) == (True, True)
    kaisa.post(f"{answer.url}begin/")
    assert Service.objects.count() == 3
    assert "Undo the whole import" in kaisa.get(answer.url).content.decode()
    kaisa.post(f"{answer.url}undo/")
    assert Service.objects.count() == 0
    assert "the entry was removed" in kaisa.get(answer.url).content.decode()


def test_pasted_rows_are_read_too(cast, kaisa):
    kaisa.post(
        f"/en/directory/imports/new/space/{cast.space.slug}/",
        {"name": "Liitetty", "text": "Nimi\tKunta\nKerho\tKoski Tl\n"},
    )
    assert Import.objects.get().mapping == {"0": "name_fi", "1": "municipality"}


def test_the_mapping_is_remembered_for_the_next_list_of_the_source(cast, kaisa):
    send(kaisa, cast, b"Otsake;Mit\xc3\xa4 se on\nKerho;Kivaa\n")
    batch = Import.objects.get()
    kaisa.post(f"{batch.get_absolute_url()}columns/", {"column_0": "name_fi", "column_1": "summary_fi"})
    send(kaisa, cast, b"Uusi;Otsake;Mit\xc3\xa4 se on\nx;Kerho;Kivaa\n", name="", source=batch.source_id)
    assert Import.objects.first().mapping == {"1": "name_fi", "2": "summary_fi"}


def test_the_reader_corrects_how_the_file_was_read(cast, kaisa):
    send(kaisa, cast, b"Kunnan yhdistykset 2026\nNimi;Kuvaus\nKerho;Kivaa\n")
    batch = Import.objects.get()
    assert batch.guesses["header"] == 1
    data = {"read_again": "1", "read-header": "1", "read-encoding": "utf-8", "read-delimiter": ";"}
    kaisa.post(f"{batch.get_absolute_url()}columns/", data)
    batch.refresh_from_db()
    assert (batch.guesses["header"], batch.state) == (0, ImportState.READ)


def test_refused_rows_come_back_with_the_reason(cast, kaisa):
    send(kaisa, cast, made_up.LIST.replace("Marttila;", "Ankkalinna;").encode())
    batch = Import.objects.get()
    kaisa.post(f"{batch.get_absolute_url()}columns/", columns_of(batch))
    answer = kaisa.get(f"{batch.get_absolute_url()}refused/xlsx/")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert len(rows) == 2
    assert rows[1][0] == 4
    assert "Ankkalinna" in rows[1][1]
    assert rows[0][2] == "Yhdistys"
    assert kaisa.get(f"{batch.get_absolute_url()}refused/csv/").content.count(b"\r\n") == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"", "empty"), (b"PK\x03\x04", "broken"), (b"\x00\x01\x02\x03" * 50, "no table"), (b'{"a": ', "JSON")],
)
def test_what_cannot_be_read_is_refused_in_words(cast, kaisa, body, said):
    answer = send(kaisa, cast, body)
    assert (answer.status_code, Import.objects.count()) == (422, 0)
    assert said in answer.content.decode()


def test_choices_are_kept(cast, kaisa):
    from tests.factories.cast import organisation

    known = organisation("Kosken Kuoro ry", home=cast.municipality_b.governs)
    send(kaisa, cast, made_up.LIST.encode())
    batch = Import.objects.get()
    kaisa.post(f"{batch.get_absolute_url()}columns/", columns_of(batch))
    assert "Is it one of these?" in kaisa.get(batch.get_absolute_url()).content.decode()
    kaisa.post(
        f"{batch.get_absolute_url()}choose/",
        {"row": ["2", "3"], "match_2": f"organisation-{known.pk}", "match_3": "skip"},
    )
    kaisa.post(f"{batch.get_absolute_url()}begin/")
    assert sorted(Service.objects.values_list("slug", "organisation")) == [
        ("kuoroilta", known.pk),
        ("neulekahvila", Service.objects.get(slug="neulekahvila").organisation_id),
    ]


@pytest.mark.parametrize(("who", "status"), [("bertil", 403), ("aino", 403), ("kaisa", 200)])
def test_a_list_for_a_space_is_sent_by_its_editors(cast, who, status):
    answer = signed_in(cast, who).get(f"/en/directory/imports/new/space/{cast.space.slug}/")
    assert answer.status_code == status


def test_imports_of_others_are_not_there(cast, kaisa):
    send(kaisa, cast, made_up.LIST.encode())
    address = Import.objects.get().get_absolute_url()
    assert signed_in(cast, "bertil").get(address).status_code == 404
    assert b"Kunnan lista" not in signed_in(cast, "bertil").get("/en/directory/imports/").content


def test_the_empty_table_is_understood_when_it_comes_back(cast, kaisa):
    body = kaisa.get("/fi/directory/imports/template/csv/").content
    send(kaisa, cast, body + b"1;activity")
    from kumppanuus.services.columns import READ

    assert list(Import.objects.get().mapping.values()) == [field.key for field in READ]


def test_what_looks_like_something_here_is_told_and_can_be_the_same(cast, kaisa):
    from tests.factories.cast import organisation

    known = organisation("Marttilan Martta-yhdistys ry", home=cast.municipality_b.governs)
    send(kaisa, cast, made_up.LIST.replace("Martat;", "Marttilan Marttayhdistys;").encode())
    batch = Import.objects.get()
    kaisa.post(f"{batch.get_absolute_url()}columns/", columns_of(batch))
    batch.refresh_from_db()
    assert [batch.counts[state] for state in ("new", "alike", "unsure")] == [3, 1, 0]
    page = kaisa.get(f"{batch.get_absolute_url()}?state=alike").content.decode()
    assert ("The same organisation as Marttilan Martta-yhdistys ry" in page, "Kuoroilta" in page) == (True, False)
    kaisa.post(f"{batch.get_absolute_url()}choose/", {"row": ["4"], "match_4": f"organisation-{known.pk}"})
    kaisa.post(f"{batch.get_absolute_url()}begin/")
    assert Service.objects.get(slug="neulekahvila").organisation == known


def test_an_entry_that_looks_like_one_of_its_organisation_is_told(cast):
    from tests.factories import services

    entry = services.entry(cast.ngo_a, cast.municipality_a.governs, by=cast.actor("bertil"))
    bertil = signed_in(cast, "bertil")
    body = "Nimi;Tyyppi;Kunnat;Tiivistelmä\nLeskien kahvi;vertaisryhmä;Koski Tl;Tule.\n"
    bertil.post(f"/en/directory/imports/new/organisation/{cast.ngo_a.slug}/", {"name": "Oma", "text": body})
    batch = Import.objects.get()
    bertil.post(f"{batch.get_absolute_url()}columns/", columns_of(batch))
    row = batch.rows.get()
    assert (row.state, [(one["part"], one["id"]) for one in row.candidates]) == ("new", [("service", entry.pk)])
    bertil.post(f"{batch.get_absolute_url()}choose/", {"row": ["2"], "match_2": f"service-{entry.pk}"})
    bertil.post(f"{batch.get_absolute_url()}begin/")
    assert Service.objects.count() == 1


def test_rows_that_name_no_organisation_are_of_the_chosen_one(cast, kaisa):
    from tests.factories.cast import organisation

    known = organisation("Kosken Kuoro ry", home=cast.municipality_a.governs)
    send(kaisa, cast, "Nimi;Tyyppi;Tiivistelmä\nKuoroilta;toiminta;Lauletaan.\n".encode())
    batch = Import.objects.get()
    page = f"{batch.get_absolute_url()}columns/"
    answer = kaisa.post(page, columns_of(batch) | {"organisation": "Kosken Kuorot"})
    assert (answer.status_code, "Kosken Kuoro ry" in answer.content.decode()) == (422, True)
    kaisa.post(page, columns_of(batch) | {"organisation": "kosken kuoro ry"})
    assert 'value="Kosken Kuoro ry"' in kaisa.get(page).content.decode()
    kaisa.post(f"{batch.get_absolute_url()}begin/")
    assert Service.objects.get().organisation == known
