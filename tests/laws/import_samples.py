"""Samples of the actions of imports; see tests.laws.samples."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from kumppanuus.services.imports.running import prepare
from kumppanuus.services.imports.undoing import Undoing
from kumppanuus.services.models import Import, ImportState
from tests.factories import building
from tests.factories import imports as made_up
from tests.laws.samples import fixed, nothing, sample


def _at(state: str, **more):
    """The world's compared import, at another stage."""

    def batch(w) -> Import:
        with building():
            Import.objects.filter(pk=w.directory.compared.pk).update(state=state, **more)
        return Import.objects.get(pk=w.directory.compared.pk)

    return batch


COMPARED = _at(ImportState.COMPARED)
LEFT = {"body": b"nimi\nKerho\n", "filename": "lista.csv", "fmt": "table", "read": {}}
sample("services.read_list")(lambda w: (made_up.source(w.cast.space), dict(LEFT)))
fixed("services.map_columns", COMPARED, mapping={"0": "name_fi"}, options={})
fixed("services.stage_rows", COMPARED)
fixed("services.tell_state", COMPARED, message="Kesken")
fixed("services.choose_rows", COMPARED, choices={2: {"match": "new"}}, take_all=True)
fixed("services.begin_import", COMPARED)
fixed("services.begin_undo", _at(ImportState.APPLIED, applied_at=timezone.now()))
fixed("services.take_turn", COMPARED, alone=True)
fixed("services.end_turn", COMPARED)
fixed("services.sweep_imports", nothing, most=10)
fixed("services.drop_import", COMPARED)
fixed("services.purge_imports", nothing, before=timezone.now() - dt.timedelta(days=40))


@sample("services.import_rows")
def import_rows(w):
    batch = _at(ImportState.APPLYING)(w)
    _outcomes, ready = prepare(batch)
    return batch, {"ready": ready}


@sample("services.undo_import")
def undo_import(w):
    batch = _at(ImportState.UNDOING, applied_at=timezone.now())(w)
    return batch, {"ready": Undoing(batch, [], timezone.now())}
