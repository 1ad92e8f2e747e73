"""Projects: their days, who takes part, what goes on, and what each of it refuses."""

from __future__ import annotations

import pytest

from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.core.waiting import waiting_for
from kumppanuus.notices.models import Delivery
from kumppanuus.projects import actions
from kumppanuus.projects.models import LegacyState, PartyState, Project, Stage
from tests.factories import building, projects
from tests.factories.bodies import today


@pytest.fixture
def area(cast):
    return cast.municipality_a.governs


@pytest.fixture
def aino(cast):
    return cast.actor("aino")


@pytest.fixture
def bertil(cast):
    return cast.actor("bertil")


@pytest.fixture
def project(cast, aino, area):
    return projects.project(aino, cast.municipality_a, area)


def moved(project, **days):
    with building():
        Project.objects.filter(pk=project.pk).update(**{name: today(value) for name, value in days.items()})
    return Project.objects.get(pk=project.pk)


def test_stage_follows_from_the_days(project):
    assert project.stage == Stage.UNDER_WAY
    assert moved(project, starts=0).stage == moved(project, ends=0).stage == Stage.UNDER_WAY
    assert moved(project, starts=1, ends=9).stage == Stage.COMING
    over = moved(project, starts=-9, ends=-1)
    assert (over.stage, over.lacks_results) == (Stage.ENDED, True)
    for stage in Stage:
        assert [one.stage for one in Project.objects.at(stage)] == ([stage] if stage == Stage.ENDED else [])


def test_days_in_the_wrong_order_and_a_foreign_post_are_refused(cast, aino, area, project):
    from tests.factories.organisations import post

    with pytest.raises(Refused, match="cannot end before it begins"):
        actions.change(aino, project, ends=today(-400))
    project.refresh_from_db()
    foreign = post(cast.municipality_b)
    with pytest.raises(Refused, match="another organisation"):
        actions.change(aino, project, post=foreign)
    project.refresh_from_db()
    assert (project.ends, project.post) == (today(100), None)


def test_stopping_needs_a_reason_and_happens_once(aino, project):
    with pytest.raises(Refused, match="Say why"):
        actions.stop(aino, project, on=today(), why=" ")
    with pytest.raises(Refused, match="after the project's own end"):
        actions.stop(aino, project, on=today(101), why="Raha loppui")
    early = Project.objects.get(pk=project.pk)
    actions.stop(aino, project, on=today(), why="Raha loppui")
    assert (project.stage, project.last_day, project.lacks_results) == (Stage.STOPPED, today(), True)
    with pytest.raises(Refused, match="stopped already"):
        actions.stop(aino, early, on=today(), why="Toisen kerran")


def test_results_can_be_told_better_and_keep_their_first_day(aino, project):
    with pytest.raises(Refused, match="Write what came of it"):
        actions.report(aino, project, results=Text())
    actions.report(aino, project, results=Text(fi="Kolme ryhmää"))
    with building():
        Project.objects.filter(pk=project.pk).update(reported_on=today(-5))
    project.refresh_from_db()
    actions.report(aino, project, results=Text(fi="Neljä ryhmää"))
    assert (project.reported_on, str(project.results)) == (today(-5), "Neljä ryhmää")


def test_party_is_one_only_after_it_has_said_so(cast, aino, bertil, project):
    party = actions.ask_party(aino, project, organisation=cast.ngo_a, role=Text(fi="Pitää ovea auki"))
    (mail,) = Delivery.objects.filter(topic="projects")
    assert (mail.address, mail.context["role"]) == (cast.ngo_a.email, "Pitää ovea auki")
    assert not Project.objects.of(cast.ngo_a.pk).exists()
    assert waiting_for(bertil) == [
        ("Your organisation is asked to take part in a project: Yhteinen olohuone", project.get_absolute_url())
    ]
    with pytest.raises(Refused, match="asked already"):
        actions.ask_party(aino, project, organisation=cast.ngo_a)
    actions.join(bertil, party)
    assert list(Project.objects.of(cast.ngo_a.pk)) == [project]
    actions.leave(bertil, party)
    again = actions.ask_party(aino, project, organisation=cast.ngo_a)
    assert (again.pk, again.state, again.answered_on) == (party.pk, PartyState.ASKED, None)


def test_party_answered_meanwhile_is_not_answered_twice(cast, aino, bertil, project):
    party = actions.ask_party(aino, project, organisation=cast.ngo_a)
    stale = type(party).objects.get(pk=party.pk)
    actions.decline(bertil, party)
    with pytest.raises(Refused, match="answered meanwhile"):
        actions.join(bertil, stale)
    party.refresh_from_db()
    assert party.state == PartyState.DECLINED


def test_owner_is_no_party_of_its_own(cast, aino, project):
    with pytest.raises(Refused, match="takes part anyway"):
        actions.ask_party(aino, project, organisation=cast.municipality_a)


def test_declined_is_known_to_the_two_only(cast, aino, bertil, project):
    from kumppanuus.core.actors import Actor

    party = actions.ask_party(aino, project, organisation=cast.ngo_a)
    actions.decline(bertil, party)
    seen = {who: list(type(party).objects.visible_to(cast.actor(who))) for who in ("aino", "bertil", "beata", "kaisa")}
    assert seen == {"aino": [party], "bertil": [party], "beata": [], "kaisa": []}
    assert list(type(party).objects.visible_to(Actor())) == []


def test_legacy_finds_an_heir_that_says_yes_itself(cast, aino, bertil, project):
    legacy = actions.add_legacy(aino, project, what=Text(fi="Avoin ovi"))
    assert legacy.state == LegacyState.OPEN
    actions.ask_heir(aino, legacy, heir=cast.ngo_a)
    assert (legacy.state, legacy.heir) == (LegacyState.ASKED, cast.ngo_a)
    actions.refuse_legacy(bertil, legacy, reason="Ei ole väkeä")
    assert (legacy.state, legacy.heir, legacy.reason) == (LegacyState.OPEN, None, "Ei ole väkeä")
    actions.ask_heir(aino, legacy, heir=cast.ngo_a)
    actions.take_over(bertil, legacy)
    assert (legacy.state, legacy.settled_on) == (LegacyState.TAKEN, today())
    with pytest.raises(Refused, match="settled meanwhile"):
        actions.refuse_legacy(bertil, type(legacy)(pk=legacy.pk, project=project, heir=cast.ngo_a, state="asked"))
    actions.drop_legacy(bertil, legacy, reason="Tila suljettiin")
    assert legacy.state == LegacyState.DROPPED


def test_owner_goes_on_without_asking_itself(cast, aino, project):
    legacy = actions.add_legacy(aino, project, what=Text(fi="Ohje"), heir=cast.municipality_a)
    assert (legacy.state, legacy.settled_on) == (LegacyState.TAKEN, today())
    assert not Delivery.objects.filter(topic="projects").exists()


def test_dropping_needs_a_reason(aino, project):
    legacy = actions.add_legacy(aino, project, what=Text(fi="Ohje"))
    with pytest.raises(Refused, match="Say why"):
        actions.drop_legacy(aino, legacy, reason="")
    legacy.refresh_from_db()
    assert legacy.state == LegacyState.OPEN


def test_work_list_asks_for_results_of_what_is_over(aino, project):
    assert waiting_for(aino) == []
    moved(project, starts=-9, ends=-1)
    words = "What came of your project is not told yet: Yhteinen olohuone"
    assert waiting_for(aino) == [(words, project.get_absolute_url())]


def test_money_that_ends_is_warned_of(aino, project):
    from kumppanuus.continuity.actions import keep_time
    from kumppanuus.core.actors import system

    keep_time(system("clock"), None)
    (mail,) = Delivery.objects.filter(target_model="projects.project", target_id=project.pk)
    assert (mail.template, mail.context["post"]) == ("continuity/mail/funding", "Yhteinen olohuone")
