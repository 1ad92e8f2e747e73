"""A body approves the result of an assessment: the item, the decision, what the mirror and its outputs then say."""

from __future__ import annotations

import io
import json

import pytest
from docx import Document

from kumppanuus.assessments.approvals import approved
from kumppanuus.assessments.mirror import read_mirror
from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import MeetingState
from kumppanuus.meetings.results import results_for, title_of
from tests.factories import building, meetings

WORDS = Text(fi="Pöytä hyväksyi tuloksen.")


@pytest.fixture
def release(world):
    return world.mirror_a.releases.get()


@pytest.fixture
def aino(world):
    return world.actor("aino")


@pytest.fixture
def held(world):
    return meetings.held(world.bodies.table, -3, number=9)


@pytest.fixture
def about(world, held, release):
    return meetings.item(held, "Tulos", release=release)


def client_of(client, world, name):
    from kumppanuus.organisations.middleware import SESSION_KEY
    from tests.conftest import BACKEND

    client.force_login(world.cast.people[name], backend=BACKEND)
    session = client.session
    session[SESSION_KEY] = world.cast.acting_for[name]
    session.save()
    return client


def test_body_takes_up_results_of_its_area_only(world, aino, release):
    assert list(results_for(world.bodies.table)) == [release]
    assert title_of(release) == "Koski Tl in the mirror 2024"
    item = actions.add_item(aino, world.meetings.called, title=Text(fi="Tulos"), release=release)
    assert item.release == release
    other = world.mirror_b.releases.get()
    with pytest.raises(Refused, match="not of this body's area"):
        actions.change_item(aino, item, release=other)
    item.refresh_from_db()
    assert item.release == release


def test_decision_approves_and_the_mirror_says_so(world, aino, held, about, release):
    outcome = actions.record(aino, about, kind="decision", text=WORDS, approves=True)
    (found,) = approved(release)
    assert (found.body, found.day, found.address) == (world.bodies.table.name, held.day, about.get_absolute_url())
    assert [one.body for one in read_mirror(world.mirror_a).approvals] == [world.bodies.table.name]
    actions.change_outcome(aino, outcome, kind="decision", text=WORDS, approves=False)
    assert approved(release) == []


def test_nothing_is_approved_before_the_meeting_was_held(world, aino, held, about, release):
    actions.record(aino, about, kind="decision", text=WORDS, approves=True)
    with building():
        type(held).objects.filter(pk=held.pk).update(state=MeetingState.CALLED)
    assert approved(release) == []


def test_only_a_decision_about_a_result_approves(world, aino, held, about, release):
    told = actions.record(aino, about, kind="information", text=WORDS, approves=True)
    assert told.approves is False
    plain = meetings.item(held, "Muuta")
    with pytest.raises(Refused, match="about no result"):
        actions.record(aino, plain, kind="decision", text=WORDS, approves=True)
    assert approved(release) == []


def test_members_only_body_is_named_but_not_opened(world, aino, held, about, release):
    actions.record(aino, about, kind="decision", text=WORDS, approves=True)
    with building():
        type(held.body).objects.filter(pk=held.body_id).update(open_to="members")
    assert [one.address for one in approved(release)] == [""]


def test_pages_files_and_documents_tell_the_approval(client, world, aino, held, about):
    actions.record(aino, about, kind="decision", text=WORDS, approves=True)
    said = f"The result was approved: {world.bodies.table.name}, "
    mirror = f"/en/rounds/{world.mirror_a.round_id}/koski-tl/"
    assert said in client.get(mirror).content.decode()
    docx = Document(io.BytesIO(client.get(f"{mirror}mirror.docx").content))
    assert [p.text.startswith(said) for p in docx.paragraphs].count(True) == 1
    data = json.loads(client.get(f"{mirror}mirror.json").content)
    assert data["approved"] == [{"body": {"fi": str(world.bodies.table.name)}, "day": held.day.isoformat()}]
    page = client.get(held.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert "Koski Tl in the mirror 2024" in page or "Koski Tl peilissä 2024" in page


def test_form_of_an_item_offers_the_results(client, world, release):
    own = client_of(client, world, "aino")
    address = f"/en/meetings/{world.meetings.called.pk}/items/add/"
    form = own.get(address).context["form"]
    assert [str(value) for value, _label in form.fields["release"].choices] == ["", str(release.pk)]
    sent = {"title_fi": "Tulos", "kind": "discussion", "release": release.pk}
    assert own.post(address, sent).status_code == 303
    item = world.meetings.called.items.get(release=release)
    fields = own.get(f"/en/agenda/{item.pk}/change/").context["form"]
    assert fields.initial["release"] == release


def test_result_not_reached_comes_on_the_next_agenda_with_it(world, aino, held, release):
    from kumppanuus.meetings.actions.carrying import carry_over
    from kumppanuus.meetings.models import ItemState

    item = meetings.item(held, "Tulos", release=release, state=ItemState.NOT_REACHED)
    coming = meetings.planned(aino, world.bodies.table, 50)
    with building():
        carried = [one for one in carry_over(coming) if one.carried_from_id == item.pk]
    assert [one.release for one in carried] == [release]
