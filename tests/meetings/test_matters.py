"""Matters and meetings: sent on from an item, taken up on an agenda, the answer back on the next one."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.matters import actions as matters
from kumppanuus.matters import receivers
from kumppanuus.matters.models import Matter
from kumppanuus.meetings import actions
from kumppanuus.meetings.models import Outcome
from kumppanuus.meetings.receiving import as_receiver
from tests.factories import building
from tests.factories import meetings as made_up
from tests.factories.matters import REGISTRY, at_organisation, matter

pytestmark = pytest.mark.django_db
WORDS = {"title": Text(fi="Yhteinen ohje"), "text": Text(fi="Laaditaan yksi ohje.")}


def outcome_of(body, kind="sent_on"):
    item = made_up.item(made_up.held(body, number=3), "Ohje", state="dealt")
    with building():
        return Outcome.objects.create(item=item, kind=kind, text=Text(fi="Lähetetään kunnalle"), to="Kunta")


def answered(cast, outcome, actor):
    made = actions.send_on(actor, outcome, to=at_organisation(cast.municipality_b), **WORDS)
    matters.answer(cast.actor("akseli"), Matter.objects.get(pk=made.pk), text=Text(fi="Kyllä käy"))
    return Matter.objects.get(pk=made.pk)


def test_an_outcome_is_sent_on_once_in_the_body_s_name(cast, table, aino, bertil):
    outcome = outcome_of(table)
    with pytest.raises(PermissionDenied):
        actions.send_on(bertil, outcome, to=REGISTRY, **WORDS)
    made = actions.send_on(aino, outcome, to=REGISTRY, **WORDS)
    assert (str(made.given_name), made.given_body_id, made.kind) == (str(table.name), table.pk, "item")
    assert (made.sent_model, made.sent_id, made.origin_id) == ("bodies.body", table.pk, outcome.pk)
    stale = Outcome.objects.get(pk=outcome.pk)
    stale.matter_id = None
    with pytest.raises(Refused, match="already"):
        actions.send_on(aino, stale, to=REGISTRY, **WORDS)
    with pytest.raises(Refused, match="Withdraw the matter"):
        actions.remove_outcome(aino, Outcome.objects.get(pk=outcome.pk))


def test_the_answer_comes_on_the_next_agenda_by_itself_and_once(cast, table, aino):
    coming = made_up.planned(aino, table, 30)
    later = made_up.planned(aino, table, 60)
    made = answered(cast, outcome_of(table, "statement"), aino)
    assert (actions.put_answers(system("clock")), actions.keep_time(system("clock"))) == (0, 0), "it came at once"
    item = coming.items.get(matter=made)
    assert (str(item.title), str(item.background), later.items.count()) == ("Yhteinen ohje", "Kyllä käy", 0)
    made = Matter.objects.get(pk=made.pk)
    assert (made.state, made.held_id) == ("returned", table.pk)
    assert made.steps.last().link.endswith(coming.get_absolute_url())


def test_an_answer_waits_for_a_meeting_that_is_planned_later(cast, table, aino):
    made = answered(cast, outcome_of(table), aino)
    assert (actions.put_answers(system("clock")), Matter.objects.get(pk=made.pk).state) == (0, "answered")
    coming = made_up.planned(aino, table, 30)
    actions.call(aino, coming)
    assert list(coming.items.values_list("matter", flat=True)) == [made.pk]


def test_a_matter_that_came_is_put_on_an_agenda_and_who_gave_it_sees_it(cast, table, area, aino, bertil):
    made = matter(bertil, area, as_receiver(table), "Kyytirinki")
    coming, other = made_up.planned(aino, table, 30), made_up.planned(cast.actor("akseli"), table_of(cast), 30)
    with pytest.raises(PermissionDenied):
        actions.take_matter(bertil, made, meeting=coming)
    with pytest.raises(Refused, match="this body"):
        actions.take_matter(aino, made, meeting=other)
    item = actions.take_matter(aino, Matter.objects.get(pk=made.pk), meeting=coming, minutes=15)
    assert (item.matter_id, item.proposed_by, item.kind) == (made.pk, cast.ngo_a, "initiative")
    found = Matter.objects.get(pk=made.pk)
    assert (found.state, str(found.steps.last().by_name)) == ("taken_up", str(table.name))


def table_of(cast):
    from kumppanuus.bodies.models import Body

    return Body.objects.get(convener=cast.municipality_b)


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


def test_who_runs_the_body_sees_what_waits_and_the_way_there(enter, cast, table, area, bertil):
    made = matter(bertil, area, as_receiver(table), "Kyytirinki")
    client = enter("aino")
    response = client.get(reverse("meetings:proposals", args=[table.slug]))
    assert response.context["matters"] == [made]
    assert reverse("meetings:take_matter", args=[made.pk]) in response.content.decode()
    assert (
        reverse("meetings:take_matter", args=[made.pk])
        not in enter("bertil").get(reverse("meetings:proposals", args=[table.slug])).content.decode()
    )


def test_nothing_of_a_closed_body_stands_on_the_form_by_itself(enter, cast, closed):
    outcome = outcome_of(closed)
    client = enter("akseli")
    form = client.get(reverse("meetings:send_on", args=[outcome.pk])).context["form"]
    assert (form.fields["title"].initial, form.fields["text"].initial) == (None, None)
    assert enter("bertil").get(reverse("meetings:send_on", args=[outcome.pk])).status_code == 404
    client = enter("akseli")
    told = {"title_fi": "Julkinen otsikko", "text_fi": "Julkinen teksti", "to": "outside", "outside_name": "Hallitus"}
    assert client.post(reverse("meetings:send_on", args=[outcome.pk]), told | {"due": "2030-01-01"}).status_code == 303
    assert [str(one) for one in Matter.objects.all()] == ["Julkinen otsikko"]


def test_a_matter_not_reached_comes_on_the_next_agenda_with_its_path(cast, table, area, aino, bertil):
    made = matter(bertil, area, as_receiver(table))
    past = made_up.held(table, number=3)
    made_up.item(past, "Asia", state="not_reached", matter=made)
    coming = made_up.planned(aino, table, 30)
    actions.keep_time(system("clock"))
    assert list(coming.items.values_list("matter", flat=True)) == [made.pk]


def test_a_body_of_a_region_sends_to_its_municipalities_and_their_county(cast, area):
    found = {str(to.name) for to in receivers.near(area.region)}
    assert {str(one.name) for one in (cast.municipality_a, cast.municipality_b, cast.county)} <= found
    assert str(cast.municipality_b.name) not in {str(to.name) for to in receivers.near(area)}
