"""OParl: what a copy gets that asks what changed since it was made, and what it is told to forget."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone

from kumppanuus.accounts import actions as accounts
from kumppanuus.bodies import actions as bodies
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.oparl.records import ROOT
from tests.factories import meetings, minutes
from tests.meetings.oparl import faults

BASE = f"{settings.SITE_URL}{ROOT}"


def later():
    return (timezone.now() + dt.timedelta(microseconds=1)).isoformat()


def since(reader, convener, moment):
    """Return {id: whether it is deleted} of what a copy gets that was made at the moment."""
    lists = reader.get(f"{BASE}body/{convener.uuid}")
    found = {}
    for field, address in lists.items():
        if field in {"organization", "person", "meeting", "paper", "membership", "file", "locationList"} or field in {
            "agendaItem",
            "consultation",
            "legislativeTermList",
        }:
            for row in reader.rows(address, modified_since=moment):
                found[row["id"].removeprefix(BASE)] = row.get("deleted", False)
    return found


def test_nothing_is_new_when_nothing_happened(cast, met, reader):
    assert since(reader, cast.municipality_a, later()) == {}


def test_a_copy_gets_an_edit_with_what_it_shows_in(cast, met, reader):
    moment = later()
    other = met.called.items.exclude(pk=met.item.pk).order_by("pk")
    actions.change_item(cast.actor("aino"), met.item, title=Text(fi="Uusi otsikko"))
    siblings = {f"agendaItem/{pk}": False for pk in other.values_list("pk", flat=True)}
    papers = (met.paper.pk, met.withdrawn.pk)
    assert since(reader, cast.municipality_a, moment) == {
        f"meeting/{met.called.pk}": False,
        f"agendaItem/{met.item.pk}": False,
        **siblings,
        **{f"paper/{pk}": False for pk in papers},
        **{f"consultation/{pk}": False for pk in papers},
        f"file/paper-{met.paper.pk}": False,
        f"file/paper-{met.withdrawn.pk}": True,
    }


def test_a_copy_forgets_the_file_of_a_withdrawn_paper(cast, met, reader):
    moment = later()
    actions.withdraw_paper(cast.actor("aino"), met.paper, why="Siinä oli nimi")
    found = since(reader, cast.municipality_a, moment)
    assert found == {
        f"meeting/{met.called.pk}": False,
        f"agendaItem/{met.item.pk}": False,
        f"paper/{met.paper.pk}": False,
        f"consultation/{met.paper.pk}": False,
        f"file/paper-{met.paper.pk}": True,
    }
    paper = reader.get(f"{BASE}paper/{met.paper.pk}")
    assert ("mainFile" in paper, paper["kumppanuus:withdrawnWhy"]) == (False, "Siinä oli nimi")
    left = reader.get(f"{BASE}file/paper-{met.paper.pk}")
    assert {*left} == {"id", "type", "created", "modified", "deleted"}
    assert faults(left) == []


def test_a_copy_forgets_the_meetings_of_a_body_that_was_closed_and_gets_them_back(cast, met, table, reader):
    before, moment = {*reader.walk()}, later()
    bodies.change(cast.actor("aino"), table, open_to="members")
    hidden = since(reader, cast.municipality_a, moment)
    inside = {
        one.removeprefix(BASE)
        for one in before
        if one.removeprefix(BASE).split("/")[0]
        in {"meeting", "agendaItem", "paper", "consultation", "file", "location"}
    } | {f"file/paper-{met.withdrawn.pk}"}
    held_without_place = f"location/{met.held.pk}"
    assert {one for one, gone in hidden.items() if gone} - {held_without_place} == inside
    assert {one for one, gone in hidden.items() if not gone} == {
        f"organization/{table.pk}",
        f"legislativeTerm/{table.pk}",
    }
    shut = reader.get(f"{BASE}meeting/{met.called.pk}")
    assert {*shut} == {"id", "type", "created", "modified", "deleted"}
    assert reader.rows(f"{BASE}organization/{table.pk}/meeting") == []
    # What happens behind the door does not show, not even that something did.
    quiet = later()
    actions.change_item(cast.actor("aino"), met.item, title=Text(fi="Suljettu asia"))
    new = meetings.planned(cast.actor("aino"), table, 70, place=Text(fi="Salainen"))
    assert since(reader, cast.municipality_a, quiet) == {}
    assert reader.get(f"{BASE}meeting/{met.called.pk}") == shut
    assert reader.client.get(f"{ROOT}meeting/{new.pk}").status_code == 404
    again = later()
    table.refresh_from_db()
    bodies.change(cast.actor("aino"), table, open_to="all")
    back = since(reader, cast.municipality_a, again)
    assert inside - {one for one, gone in back.items() if not gone} == {f"file/paper-{met.withdrawn.pk}"}
    assert back[f"meeting/{new.pk}"] is False
    assert "deleted" not in reader.get(f"{BASE}meeting/{met.called.pk}")


@pytest.mark.parametrize("how", ["by herself", "erased"])
def test_a_copy_forgets_a_name_that_is_hidden(cast, structures, reader, how):
    uuid, moment = cast.people["bertil"].uuid, later()
    assert reader.get(f"{BASE}person/{uuid}")["name"] == cast.people["bertil"].name
    if how == "erased":
        accounts.erase(cast.actor("bertil"), cast.people["bertil"])
    else:
        bodies.show_name(cast.actor("bertil"), structures.mandate, public=False)
    found = since(reader, cast.municipality_a, moment)
    kept = {f"membership/{structures.mandate.pk}": False, f"organization/{structures.table.pk}": False}
    assert found == {f"person/{uuid}": True, **kept}
    assert {*reader.get(f"{BASE}person/{uuid}")} == {"id", "type", "created", "modified", "deleted"}
    assert "person" not in reader.get(f"{BASE}membership/{structures.mandate.pk}")
    assert reader.rows(f"{BASE}body/{cast.municipality_a.uuid}/person") == []


def test_a_copy_gets_approved_minutes_and_what_was_removed_from_them(cast, reader):
    from kumppanuus.activity import actions as activity

    sits = minutes.table(cast)
    held = minutes.meeting(sits.body, -10)
    ready = minutes.time_passes(minutes.opened(cast, held))
    actions.take_attendance(cast.actor("aino"), held, present=[sits.member])
    moment = later()
    actions.approve(system("clock"), ready)
    assert since(reader, cast.municipality_a, moment)[f"file/minutes-{ready.pk}"] is False
    assert reader.get(f"{BASE}meeting/{held.pk}")["participant"] == [f"{BASE}person/{cast.people['bertil'].uuid}"]
    moment = later()
    ready.refresh_from_db()
    activity.redact(cast.actor("aino"), ready, field="attendance.0.name", reason="Pyydetty")
    found = since(reader, cast.municipality_a, moment)
    assert {f"meeting/{held.pk}", f"file/minutes-{ready.pk}"} <= {*found}
    assert "participant" not in reader.get(f"{BASE}meeting/{held.pk}")
