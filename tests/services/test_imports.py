"""A list is read, compared, imported at once, imported again, undone."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kumppanuus.activity.models import Event
from kumppanuus.core.merged import hidden
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.services import actions, personal, tasks
from kumppanuus.services.imports import hiding, running
from kumppanuus.services.models import (
    STALLED,
    Contact,
    Import,
    ImportState,
    Location,
    Service,
    ServiceArea,
    SourceRecord,
    Status,
    VerifiedAs,
)
from tests.factories import building, services
from tests.factories import imports as made_up

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


class Killed(BaseException):
    """A process dies: nothing after it runs."""


def die(monkeypatch, where, name, *, after=0):
    """Let a function die when it is called for the so-manieth time."""
    whole, calls = getattr(where, name), []

    def dies(*args, **kwargs):
        calls.append(name)
        if len(calls) > after:
            raise Killed
        return whole(*args, **kwargs)

    monkeypatch.setattr(where, name, dies)


def hidden_rows():
    return hidden(Service).count(), hidden(Organisation).count()


def killed(batch, monkeypatch, *where, after=0):
    with monkeypatch.context() as patch:
        die(patch, *where, after=after)
        with pytest.raises(Killed):
            running.work_on(batch.pk)
    batch.refresh_from_db()


def seen_by_all(client):
    """What a stranger sees of the directory: the page, the standard's API, an organisation's places."""
    assert client.get("/en/directory/").content.count(b"Kuoroilta") == Service.objects.filter(slug="kuoroilta").count()
    return (
        client.get("/api/hsds/services").json()["total_items"],
        Organisation.objects.count(),
        Location.objects.count(),
    )


def test_a_killed_import_shows_nothing_and_can_be_taken_up_again(cast, kaisa, monkeypatch, client):
    batch = made_up.read(kaisa, of_space(cast), made_up.LIST)
    actions.begin_import(kaisa, batch)
    before = seen_by_all(client)
    killed(batch, monkeypatch, running.actions, "import_rows")
    assert (batch.state, hidden_rows()) == (ImportState.APPLYING, (3, 2))
    assert seen_by_all(client) == (before[0], before[1], before[2] + 1)
    running.work_on(batch.pk)
    assert (hidden_rows(), Service.objects.filter(status=Status.PUBLISHED).count()) == ((0, 0), 3)
    assert [m.objects.count() for m in (Location, Contact, SourceRecord)] == [1, 3, 5]


@pytest.mark.parametrize("step", range(9))
def test_an_import_killed_at_any_step_leaves_nothing_half_done(cast, kaisa, monkeypatch, step):
    batch = made_up.read(kaisa, of_space(cast), made_up.LIST)
    actions.begin_import(kaisa, batch)
    killed(batch, monkeypatch, running.actions, "stage_rows", after=step)
    assert (batch.state, Service.objects.count()) == (ImportState.APPLYING, 0)
    assert not Organisation.objects.filter(slug="martat").exists()
    running.work_on(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, hidden_rows(), Service.objects.count()) == (ImportState.APPLIED, (0, 0), 3)


def test_a_killed_import_can_be_dropped(cast, kaisa, monkeypatch):
    batch = made_up.read(kaisa, of_space(cast), made_up.LIST)
    actions.begin_import(kaisa, batch)
    killed(batch, monkeypatch, running.actions, "import_rows")
    assert tasks.sweep_imports() == 0
    with building():
        Import.objects.filter(pk=batch.pk).update(alive_at=timezone.now() - 2 * STALLED)
    actions.drop_import(kaisa, Import.objects.get(pk=batch.pk))
    assert tasks.sweep_imports() == 5
    assert [m._base_manager.count() for m in (Service, Location, Contact, SourceRecord, Import)] == [0, 0, 0, 0, 0]


def test_a_worker_that_was_overtaken_stops(cast, kaisa, monkeypatch):
    batch = made_up.read(kaisa, of_space(cast), made_up.LIST)
    actions.begin_import(kaisa, batch)
    whole = running.prepare

    def slow(one):
        found = whole(one)
        monkeypatch.setattr(running, "prepare", whole)
        running.work_on(batch.pk)  # another worker thinks that this one has died, and does it all
        return found

    monkeypatch.setattr(running, "prepare", slow)
    running.work_on(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.message) == (ImportState.APPLIED, "")
    assert (Service.objects.count(), hidden_rows()) == (3, (0, 0))


def test_only_one_import_writes_at_a_time(cast, kaisa, monkeypatch):
    first = made_up.read(kaisa, of_space(cast, name="Yksi"), made_up.LIST)
    second = made_up.read(kaisa, of_space(cast, name="Toinen"), made_up.LIST)
    for batch in (first, second):
        actions.begin_import(kaisa, batch)
    killed(first, monkeypatch, running.actions, "import_rows")
    monkeypatch.setattr(running, "WAITS", 0.0)
    assert running.work_on(second.pk) is False
    with building():
        Import.objects.filter(pk=first.pk).update(alive_at=timezone.now() - 2 * STALLED)
    assert running.work_on(second.pk) is True
    assert tasks.wake_stalled_imports() == 1
    assert set(Import.objects.values_list("state", flat=True)) == {ImportState.APPLIED}
    assert (Service.objects.count(), hidden_rows()) == (3, (0, 0))


def test_hidden_organisations_hold_no_number_against_others(cast, kaisa, monkeypatch):
    from tests.factories.cast import organisation

    numbered = made_up.LIST.replace("Martat;;", "Martat;0201256-6;")
    batch = made_up.read(kaisa, of_space(cast), numbered)
    actions.begin_import(kaisa, batch)
    killed(batch, monkeypatch, running.actions, "import_rows")
    with building():
        known = organisation("Marttilan Martat", home=cast.municipality_b.governs)
        Organisation.objects.filter(pk=known.pk).update(business_id="0201256-6")
    running.work_on(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.message) == (ImportState.APPLIED, "")
    assert Organisation.objects.filter(business_id="0201256-6").count() == 1


def test_undoing_killed_at_any_step_is_taken_up_again(imported, kaisa, monkeypatch):
    actions.begin_undo(kaisa, imported)
    killed(imported, monkeypatch, running.actions, "undo_import")
    assert (imported.state, Service.objects.count()) == (ImportState.UNDOING, 3)
    killed(imported, monkeypatch, running, "sweep")
    assert (imported.state, Service.objects.count(), hidden_rows()) == (ImportState.UNDONE, 0, (3, 2))
    with building():
        Import.objects.filter(pk=imported.pk).update(alive_at=timezone.now() - 2 * STALLED)
    assert tasks.sweep_imports() == 5
    assert [m._base_manager.count() for m in (Service, Location, Contact, SourceRecord)] == [0, 0, 0, 0]


def test_imports_are_undone_one_after_the_other(imported, kaisa):
    new = made_up.LIST.replace("Lauletaan yhdessä.", "Toinen lause.").replace("0111", "0199")
    second = made_up.bring_in(kaisa, made_up.read(kaisa, imported.source, new))
    newer = made_up.LIST.replace("Lauletaan yhdessä.", "Kolmas lause.").replace("0111", "0199")
    third = made_up.bring_in(kaisa, made_up.read(kaisa, imported.source, newer))
    counts = [made_up.undo(kaisa, batch).counts["kept"] for batch in (third, second, imported)]
    assert (counts, Service._base_manager.count(), SourceRecord.objects.count()) == ([0, 0, 0], 0, 0)


def test_undo_keeps_what_something_else_belongs_to(imported, cast, kaisa):
    entry = Service.objects.get(slug="kuoroilta")
    actions.suggest(cast.actor("bertil"), entry, words="Kuoroilta on muuttanut.")
    undone = made_up.undo(kaisa, imported)
    assert [row.slug for row in Service.objects.all()] == ["kuoroilta"]
    assert undone.rows.get(number=2).done["undone"][0] == "the entry stays: something else belongs to it"


def test_undo_keeps_an_organisation_that_was_edited(imported, kaisa):
    owner = Organisation.objects.get(slug="martat")
    with building():
        Organisation.objects.filter(pk=owner.pk).update(name=Text(fi="Marttilan Martat ry"))
    undone = made_up.undo(kaisa, imported)
    assert [row.slug for row in Organisation.objects.filter(slug__in=("martat", "kosken-kuoro"))] == ["martat"]
    assert undone.rows.get(number=4).done["undone"] == [
        "the entry was removed",
        "the organisation stays: it has been edited since",
    ]


def test_only_parts_hang_on_parts():
    """What is removed with an entry takes nothing else along, and nothing else keeps it."""
    strangers = {
        (link.related_model, model)
        for model in hiding.PARTS - {Service, Organisation}
        for link in model._meta.get_fields(include_hidden=True)
        if link.auto_created and link.one_to_many and link.related_model not in hiding.PARTS
    }
    assert strangers == set()


def test_a_person_sees_her_imports_and_takes_her_name_off(imported, cast, kaisa):
    [told] = personal.collect(kaisa.person_id)["imports"]
    assert (told["source"], told["state"], told["counts"]["services_new"]) == ("Kunnan lista", "applied", 3)
    assert personal.collect(cast.people["bertil"].pk)["imports"] == []
    with building():
        personal.erase(kaisa.person_id)
    imported.refresh_from_db()
    assert imported.person is None


def test_removing_content_for_good_forgets_what_the_list_said(imported, cast):
    from kumppanuus.services.redaction import forget

    entry = Service.objects.get(slug="kuoroilta")
    assert SourceRecord.objects.get(service=entry).values["summary.fi"] == "Lauletaan yhdessä."
    with building():
        forget(entry, "summary")
    assert SourceRecord.objects.get(service=entry).values == {}
