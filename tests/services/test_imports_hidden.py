"""What goes in hidden and is shown at once: killed workers, workers that wake, undoing, one import at a time."""

from __future__ import annotations

import pytest
from django.utils import timezone

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
    SourceRecord,
    Status,
)
from tests.factories import building
from tests.factories import imports as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def kaisa(cast):
    return cast.actor("kaisa")


def of_space(cast, **more):
    return made_up.source(cast.space, **more)


@pytest.fixture
def imported(cast, kaisa):
    return made_up.bring_in(kaisa, made_up.read(kaisa, of_space(cast), made_up.LIST))


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
