"""Two imports and an edit at once, really: threads with connections of their own."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connections

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.services import actions
from kumppanuus.services.imports import running
from kumppanuus.services.models import Import, ImportState, Service
from tests.factories import imports as made_up
from tests.factories.cast import make_cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    return make_cast()


def at_once(*works):
    problems = []

    def run(work):
        try:
            work()
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert problems == []


def begun(actor, batch):
    actions.begin_import(actor, batch)

    def work():
        while Import.objects.get(pk=batch.pk).is_working:  # the queue and the clock begin again what was put off
            running.work_on(batch.pk)
            time.sleep(0.1)

    return work


def test_two_imports_of_the_same_things_make_them_once(cast):
    kaisa = cast.actor("kaisa")
    owner = made_up.source(cast.space, "Yksi lista")
    first = made_up.read(kaisa, owner, made_up.LIST)
    second = made_up.read(kaisa, first.source, made_up.LIST)
    at_once(begun(kaisa, first), begun(kaisa, second))
    states = set(Import.objects.values_list("state", flat=True))
    assert (states, Service.objects.count()) == ({ImportState.APPLIED}, 3)
    assert Organisation.objects.filter(slug__startswith="kosken-kuoro").count() == 1


def test_two_imports_from_different_sources_make_them_once(cast):
    kaisa = cast.actor("kaisa")
    first = made_up.read(kaisa, made_up.source(cast.space, "Yksi"), made_up.LIST)
    second = made_up.read(kaisa, made_up.source(cast.space, "Toinen"), made_up.LIST)
    at_once(begun(kaisa, first), begun(kaisa, second))
    assert set(Import.objects.values_list("state", flat=True)) == {ImportState.APPLIED}
    assert (Service.objects.count(), Organisation.objects.filter(slug__startswith="martat").count()) == (3, 1)


def test_an_edit_during_an_import_is_not_lost(cast, monkeypatch):
    kaisa = cast.actor("kaisa")
    done = made_up.bring_in(kaisa, made_up.read(kaisa, made_up.source(cast.space), made_up.LIST))
    again = made_up.read(kaisa, done.source, made_up.LIST.replace("Lauletaan yhdessä.", "Lähteen uusi lause."))
    ready, edited = threading.Event(), threading.Event()
    whole = running.prepare

    def slow(batch):
        found = whole(batch)
        if not edited.is_set():
            ready.set()
            edited.wait(30)
        return found

    monkeypatch.setattr(running, "prepare", slow)

    def edit():
        ready.wait(30)
        editor = Actor(person_id=kaisa.person_id, organisation_id=kaisa.organisation_id)
        actions.change(editor, Service.objects.get(slug="kuoroilta"), summary=Text(fi="Muokattu kesken tuonnin."))
        edited.set()

    at_once(begun(kaisa, again), edit)
    again.refresh_from_db()
    assert (again.state, again.message) == (ImportState.APPLIED, "")
    assert str(Service.objects.get(slug="kuoroilta").summary) == "Muokattu kesken tuonnin."


def test_others_write_while_an_import_runs(cast):
    kaisa = cast.actor("kaisa")
    lines = [f"Kosken Kuoro;;Koski Tl;Kerho {n};toiminta;Lause {n}.;;;;;Koski Tl;n{n}" for n in range(1500)]
    head = made_up.LIST.splitlines()[0]
    batch = made_up.read(kaisa, made_up.source(cast.space), "\n".join([head, *lines]))
    entry = made_up.bring_in(
        cast.actor("bertil"),
        made_up.read(cast.actor("bertil"), made_up.source(cast.ngo_a), "Nimi;Tyyppi;Tiivistelmä\nOma;toiminta;Omaa.\n"),
    )
    own = Service.objects.get(organisation=entry.source.organisation)
    over, waits = threading.Event(), []

    def write():
        while not over.is_set():
            start = time.perf_counter()
            actions.change(cast.actor("bertil"), own, summary=Text(fi=f"Omaa {len(waits)}."))
            waits.append(time.perf_counter() - start)
            time.sleep(0.02)

    def bring():
        try:
            begun(kaisa, batch)()
        finally:
            over.set()

    at_once(bring, write)
    assert Service.objects.count() == 1501
    assert max(waits) < 3
