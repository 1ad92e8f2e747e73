"""A list is read, compared, imported at once, imported again, undone."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from kumppanuus.activity.models import Event
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.services import actions
from kumppanuus.services.models import (
    Contact,
    ImportState,
    Location,
    Service,
    ServiceArea,
    SourceRecord,
    VerifiedAs,
)
from tests.factories import imports as made_up
from tests.factories import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def kaisa(cast):
    return cast.actor("kaisa")


@pytest.fixture
def bertil(cast):
    return cast.actor("bertil")


def states(batch):
    return {row.number: row.state for row in batch.rows.all()}


def of_space(cast, **more):
    return made_up.source(cast.space, **more)


@pytest.fixture
def imported(cast, kaisa):
    return made_up.bring_in(kaisa, made_up.read(kaisa, of_space(cast), made_up.LIST))


def test_comparing_tells_what_is_new_and_writes_nothing(cast, kaisa):
    batch = made_up.read(kaisa, of_space(cast), made_up.LIST)
    assert (batch.state, batch.message) == (ImportState.COMPARED, "")
    assert states(batch) == {2: "new", 3: "new", 4: "new"}, [row.problems for row in batch.rows.all()]
    assert (Service.objects.count(), SourceRecord.objects.count()) == (0, 0)


def test_import_makes_entries_with_all_that_belongs_to_them(imported, cast):
    assert (imported.state, imported.message) == (ImportState.APPLIED, "")
    row = Service.objects.get(slug="kuoroilta")
    assert (row.kind, row.status, row.listed, str(row.summary)) == ("activity", "published", True, "Lauletaan yhdessä.")
    assert (row.organisation.slug, str(row.organisation.home), row.organisation.vouched) == (
        "kosken-kuoro",
        "Koski Tl",
        True,
    )
    assert [at.location.line for at in row.places.all()] == ["Keskustie 1, 31500 Koski Tl"]
    assert [one.phone for one in row.contacts.all()] == ["02 555 0110"]
    assert [str(area) for area in row.areas.all()] == ["Koski Tl"]
    assert (row.verified_at, row.verified_as) == (None, "")
    assert Organisation.objects.filter(slug__in=("kosken-kuoro", "martat")).count() == 2
    assert imported.counts["services_new"] == 3


def test_import_leaves_one_event_with_its_counts(imported):
    events = Event.objects.filter(name__startswith="services.")
    assert [(e.name, e.data["services_new"], e.data["organisations_new"]) for e in events] == [
        ("services.import_rows", 3, 2)
    ]


def test_import_again_changes_nothing(imported, cast, kaisa):
    again = made_up.read(kaisa, imported.source, made_up.LIST)
    assert states(again) == {2: "same", 3: "same", 4: "same"}
    before = list(Service.objects.order_by("pk").values())
    made_up.bring_in(kaisa, again)
    assert list(Service.objects.order_by("pk").values()) == before
    assert (Location.objects.count(), Contact.objects.count(), ServiceArea.objects.count()) == (1, 3, 3)


def test_import_again_updates_instead_of_doubling(imported, kaisa):
    changed = made_up.LIST.replace("Lauletaan yhdessä.", "Lauletaan yhdessä torstaisin.").replace("0111", "0199")
    again = made_up.read(kaisa, imported.source, changed)
    assert states(again) == {2: "changed", 3: "same", 4: "changed"}
    made_up.bring_in(kaisa, again)
    assert Service.objects.count() == 3
    assert str(Service.objects.get(slug="kuoroilta").summary) == "Lauletaan yhdessä torstaisin."
    assert [one.phone for one in Service.objects.get(slug="neulekahvila").contacts.all()] == ["02 555 0199"]


def test_what_was_edited_here_is_kept_unless_chosen(imported, cast, kaisa):
    entry = Service.objects.get(slug="kuoroilta")
    actions.change(kaisa, entry, summary=Text(fi="Meidän oma lause."))
    changed = made_up.LIST.replace("Lauletaan yhdessä.", "Lähteen uusi lause.")
    again = made_up.read(kaisa, imported.source, changed)
    row = again.rows.get(number=2)
    assert [(c["slot"], c["old"], c["new"], c["conflict"], c["taken"]) for c in row.changes] == [
        ("summary.fi", "Meidän oma lause.", "Lähteen uusi lause.", True, False)
    ]
    made_up.bring_in(kaisa, again)
    assert str(Service.objects.get(slug="kuoroilta").summary) == "Meidän oma lause."


def test_what_was_edited_here_gives_way_where_chosen(imported, cast, kaisa):
    actions.change(kaisa, Service.objects.get(slug="kuoroilta"), summary=Text(fi="Meidän oma lause."))
    again = made_up.read(kaisa, imported.source, made_up.LIST.replace("Lauletaan yhdessä.", "Lähteen uusi lause."))
    actions.choose_rows(kaisa, again, choices={2: {"take": ["service.summary.fi"]}})
    made_up.bring_in(kaisa, again)
    assert str(Service.objects.get(slug="kuoroilta").summary) == "Lähteen uusi lause."


def test_what_the_source_repeats_does_not_ask_again(imported, kaisa):
    actions.change(kaisa, Service.objects.get(slug="kuoroilta"), summary=Text(fi="Meidän oma lause."))
    again = made_up.read(kaisa, imported.source, made_up.LIST)
    assert states(again)[2] == "same"


def test_undo_takes_back_what_was_made(imported, kaisa):
    undone = made_up.undo(kaisa, imported)
    assert (undone.state, undone.message) == (ImportState.UNDONE, "")
    assert [m.objects.count() for m in (Service, Location, Contact, SourceRecord)] == [0, 0, 0, 0]
    assert not Organisation.objects.filter(slug__in=("kosken-kuoro", "martat")).exists()


def test_undo_keeps_what_has_been_edited_and_tells_so(imported, kaisa):
    actions.change(kaisa, Service.objects.get(slug="kuoroilta"), summary=Text(fi="Muokattu."))
    undone = made_up.undo(kaisa, imported)
    assert [row.slug for row in Service.objects.all()] == ["kuoroilta"]
    assert undone.rows.get(number=2).done["undone"] == [
        "the entry stays: it has been edited since",
        "the organisation stays: it has entries",
    ]


def test_undo_returns_changed_fields_that_still_hold_the_imported_value(imported, kaisa):
    new = made_up.LIST.replace("Lauletaan yhdessä.", "Toinen lause.").replace(
        "Neulotaan ja kahvitellaan.", "Neulotaan."
    )
    again = made_up.bring_in(kaisa, made_up.read(kaisa, imported.source, new.replace("555 0110", "555 0170")))
    assert Contact.objects.filter(phone="02 555 0170").count() == 2
    actions.change(kaisa, Service.objects.get(slug="neulekahvila"), summary=Text(fi="Omin sanoin."))
    made_up.undo(kaisa, again)
    told = {row.slug: str(row.summary) for row in Service.objects.all()}
    assert (told["kuoroilta"], told["neulekahvila"]) == ("Lauletaan yhdessä.", "Omin sanoin.")
    assert Contact.objects.filter(phone="02 555 0110").count() == 2
    assert states(made_up.read(kaisa, imported.source, made_up.LIST)) == {2: "same", 3: "same", 4: "same"}


def test_entries_of_organisations_with_a_keeper_are_refused(cast, kaisa):
    batch = made_up.read(kaisa, of_space(cast), made_up.LIST.replace("Kosken Kuoro", "Kosken Kylätupa"))
    assert (states(batch)[2], batch.rows.get(number=2).problems) == (
        "refused",
        ["The organisation keeps its own entries, or is not of your area. Suggest the change to it instead."],
    )


def test_rows_outside_the_area_of_the_space_are_refused(cast, kaisa):
    batch = made_up.read(kaisa, of_space(cast), made_up.LIST.replace("Martat;;Marttila", "Martat;;Oulu"))
    assert states(batch)[4] == "refused"


def test_an_organisation_imports_its_own_entries_only(cast, bertil):
    rows = "Yhdistys;Nimi;Tyyppi;Tiivistelmä\nKosken Kylätupa;Kerho;toiminta;Kerho.\nToinen seura;Muu;toiminta;Muu.\n"
    batch = made_up.read(bertil, made_up.source(cast.ngo_a), rows)
    assert states(batch) == {2: "new", 3: "refused"}
    made_up.bring_in(bertil, batch)
    assert [row.organisation for row in Service.objects.all()] == [cast.ngo_a]


def test_an_entry_that_is_here_already_is_found_by_name_and_place(cast, bertil):
    entry = services.entry(cast.ngo_a, cast.municipality_a.governs, by=bertil)
    rows = "Nimi;Tyyppi;Kunnat;Verkkosivu\nleskien kahvit;vertaisryhmä;Koski Tl;www.example.org\n"
    batch = made_up.bring_in(bertil, made_up.read(bertil, made_up.source(cast.ngo_a), rows))
    assert batch.state == ImportState.APPLIED
    entry.refresh_from_db()
    assert (Service.objects.count(), entry.website, entry.name["sv"]) == (
        1,
        "https://www.example.org",
        "Kaffe för änkor och änklingar",
    )


def test_a_likely_organisation_is_asked_about(cast, kaisa):
    from tests.factories.cast import organisation

    known = organisation("Kosken Kuoro ry", home=cast.municipality_b.governs)
    batch = made_up.read(kaisa, of_space(cast), made_up.LIST)
    row = batch.rows.get(number=2)
    assert (row.state, row.candidates) == (
        "unsure",
        [{"part": "organisation", "id": known.pk, "name": "Kosken Kuoro ry"}],
    )
    actions.choose_rows(kaisa, batch, choices={2: {"owner": known.pk}, 3: {"owner": known.pk}})
    made_up.bring_in(kaisa, batch)
    assert Service.objects.get(slug="kuoroilta").organisation == known


def test_a_source_that_keeps_its_entries_right_verifies_them(cast, kaisa):
    made_up.bring_in(kaisa, made_up.read(kaisa, of_space(cast, trusted=True), made_up.LIST))
    assert {row.verified_as for row in Service.objects.all()} == {VerifiedAs.SOURCE}
    assert all(row.due_on for row in Service.objects.all())


def test_strangers_may_not(cast, imported):
    for name in ("bertil", "aino", "dani", "link"):
        with pytest.raises(PermissionDenied):
            actions.begin_undo(cast.actor(name), imported)
