"""Law 5: a list costs the same number of queries with three more rows, and that number is written here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kumppanuus.assessments import actions as assessments
from kumppanuus.assessments.models import Assessment
from kumppanuus.bodies import actions as body_actions
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.measures import actions as measures
from kumppanuus.organisations.middleware import SESSION_KEY
from kumppanuus.places.models import Area
from kumppanuus.questionnaires.models import Questionnaire, QuestionnaireVersion
from kumppanuus.search import actions as search
from kumppanuus.services import actions as directory
from kumppanuus.services.models import ImportRow, Service
from kumppanuus.spaces import actions as spaces
from tests.factories import bodies, building, imports, merging, people, services
from tests.factories import organisations as made_up
from tests.factories.cast import organisation
from tests.factories.world import World
from tests.laws.addresses import names
from tests.laws.bulletin_addresses import BULLETIN_LISTS
from tests.laws.calendar_addresses import CALENDAR_LISTS
from tests.laws.call_lists import CALL_LISTS
from tests.laws.consultation_addresses import CONSULTATION_LISTS
from tests.laws.continuity_lists import CONTINUITY_LISTS
from tests.laws.following_lists import FOLLOWING_LISTS
from tests.laws.forum_addresses import FORUM_LISTS
from tests.laws.matter_lists import MATTER_LISTS
from tests.laws.meeting_lists import MEETING_LISTS
from tests.laws.negotiation_lists import NEGOTIATION_LISTS
from tests.laws.oparl_addresses import OPARL_LISTS
from tests.laws.practice_addresses import PRACTICE_LISTS
from tests.laws.project_addresses import PROJECT_LISTS
from tests.laws.samples import _round_fields, due
from tests.laws.test_pages import address

# Budgets of the design: a list, an entry, a composed page, signed out; signed in four more each.
LIST, ENTRY, COMPOSED, SIGNED_IN = 5, 8, 12, 4


@dataclass(frozen=True)
class Listing:
    """A page that lists something. `more` makes three more rows of it; `queries` is what it costs."""

    name: str
    who: str
    queries: int
    budget: int
    more: Callable[[World], None]
    query: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.who} {self.query}".strip()


def more_organisations(w: World) -> None:
    for n in range(3):
        organisation(f"Lisäseura {n}", areas=[w.area_a], home=w.area_a)


def more_rounds(w: World) -> None:
    kaisa = w.actor("kaisa")
    for n in range(3):
        made = assessments.create(kaisa, w.cast.space, **(_round_fields(w) | {"year": 2030 + n}))
        assessments.open(kaisa, made)


def more_assessments(w: World) -> None:
    others = Area.objects.within(w.region).exclude(pk__in=(w.area_a.pk, w.area_b.pk))[:3]
    for area in others:
        own = made_up.organisation(f"{area} kunta", kind="municipality", governs=area)
        with building():
            Assessment.objects.create(round=w.open, area=area, organisation=own)


def more_checklists(w: World) -> None:
    with building():
        for n in range(3):
            made = Questionnaire.objects.create(slug=f"lista-{n}", title=Text(fi=f"Lista {n}"), space=w.cast.space)
            QuestionnaireVersion.objects.create(questionnaire=made, number=1, status="published")


def more_measures(w: World) -> None:
    for n in range(3):
        assessments.agree(
            w.actor("aino"),
            w.mirror_a,
            item=w.items()[n],
            title=Text(fi=f"Toimi {n}"),
            due=due(),
            owner=w.cast.municipality_a,
        )


def more_proposals_to_a(w: World) -> None:
    for n in range(3):
        measures.propose(
            w.actor("bertil"), w.area_a, title=Text(fi=f"Ehdotus {n}"), owner=w.cast.municipality_a, due=due()
        )


def more_bodies(w: World) -> None:
    for n in range(3):
        made = bodies.body(w.actor("aino"), w.cast.municipality_a, w.cast.space, w.area_a, f"Ryhmä {n}")
        body_actions.add_seat(w.actor("aino"), made)


def more_seats(w: World) -> None:
    for n in range(3):
        seat = body_actions.add_seat(w.actor("aino"), w.bodies.table, stands_for=Text(fi=f"Ala {n}"))
        body_actions.appoint(w.actor("aino"), seat, organisation=w.cast.ngo_b, name=f"Jäsen {n}")


def more_roles(w: World) -> None:
    for n in range(3):
        spaces.appoint(w.actor("kaisa"), w.cast.space, person=people.person(f"Toimittaja {n}"), role="moderator")


def more_feedback(w: World) -> None:
    for n in range(3):
        spaces.give_feedback(Actor(), w.cast.space, message=f"Palaute {n}")


def more_history(w: World) -> None:
    for n in range(3):
        measures.report(w.actor("aino"), w.measure, state="under_way", reason=f"Edistyy {n}")


def more_members(w: World) -> None:
    for n in range(3):
        made_up.member(people.person(f"Jäsen {n}"), w.cast.municipality_a, "editor")
        made_up.post(w.cast.municipality_a, f"Tehtävä {n}")


def more_participations(w: World) -> None:
    for n in range(3):
        assessments.invite(w.actor("kaisa"), w.now_a, organisation=organisation(f"Kutsuttu {n}"))


def more_imports(w: World) -> None:
    for n in range(3):
        imports.read(w.actor("kaisa"), imports.source(w.cast.space, f"Lista {n}"), imports.LIST)


def more_import_rows(w: World) -> None:
    with building():
        for n in range(3):
            ImportRow.objects.create(batch=w.directory.compared, number=100 + n, label=f"Rivi {n}")


def more_entries(w: World) -> None:
    for n in range(3):
        services.entry(w.cast.ngo_a, w.area_a, name=Text(fi=f"Kerho {n}"))


def more_parts(w: World) -> None:
    """More places, times and contacts of one entry."""
    for n in range(3):
        directory.set_place(w.actor("bertil"), w.directory.own, area=w.area_b, address=f"Katu {n}")
    directory.set_times(
        w.actor("bertil"), w.directory.own, schedules=[{"freq": "WEEKLY", "byday": day} for day in ("MO", "TU", "WE")]
    )


def more_pairs(w: World) -> None:
    for n in range(3):
        merging.pair_of(*merging.twins_called(w.area_a, f"Pari{n}"))


def more_to_confirm(w: World) -> None:
    for n in range(3):
        services.entry(w.cast.ngo_a, w.area_a, name=Text(fi=f"Kerho {n}"), verified=False)


def more_suggestions(w: World) -> None:
    more_to_confirm(w)
    for n, one in enumerate(Service.objects.filter(verified_at=None, organisation=w.cast.ngo_a, status="published")):
        made, _token = directory.suggest(Actor(), one, words="Väärin", email=f"lukija{n}@example.org")
        if n == 0:
            directory.accept_suggestion(w.actor("bertil"), made)


def more_saved_searches(w: World) -> None:
    for n in range(3):
        query = f"area=koski-tl&organisation={w.cast.ngo_a.slug}&q=sana{n}"
        directory.save_search(w.actor("bertil"), None, query=query, name=f"Haku {n}", how_often="daily")


def more_words(w: World) -> None:
    for n in range(3):
        search.add_word(w.actor("kaisa"), w.cast.space, language="fi", saying=f"sanonta {n}", meaning="kerho")
        for _time in range(3):
            search.tell_silent(Actor(), None, words=f"turha {n}", language="fi")


def more_claims(w: World) -> None:
    for n in range(3):
        asks = Actor(person_id=people.person(f"Kysyjä {n}").pk)
        directory.ask_claim(asks, w.directory.unkept.organisation, message="Olen sihteeri")


def more_themes(w: World) -> None:
    for n in range(3):
        directory.add_theme(w.actor("kaisa"), w.cast.space, name=Text(fi=f"Teema {n}"))


LISTS = [
    Listing("merging:pairs", "kaisa", 9, LIST + SIGNED_IN, more_pairs),
    Listing("services:needs", "kaisa", 9, COMPOSED + SIGNED_IN, more_to_confirm),
    Listing("services:suggestions", "bertil", 7, LIST + SIGNED_IN, more_suggestions),
    Listing("services:saved", "bertil", 6, LIST + SIGNED_IN, more_saved_searches),
    Listing("search:words", "dani", 2, LIST, more_words),
    Listing("search:words", "kaisa", 6, LIST + SIGNED_IN, more_words),
    Listing("search:silent", "kaisa", 7, LIST + SIGNED_IN, more_words),
    Listing("services:claims", "kaisa", 8, LIST + SIGNED_IN, more_claims),
    Listing("services:themes", "dani", 3, LIST, more_themes),
    Listing("services:themes", "kaisa", 8, LIST + SIGNED_IN, more_themes),
    Listing("api-1:themes", "dani", 3, LIST, more_themes),
    Listing("services:services", "dani", 5, LIST, more_entries),
    Listing("services:services", "aino", 8, LIST + SIGNED_IN, more_entries),
    Listing("services:services", "dani", 7, COMPOSED, more_entries, "?view=map"),
    Listing("services:services", "dani", 10, COMPOSED, more_entries, "?near=Koski+Tl&within=25"),
    Listing("services:services", "dani", 12, COMPOSED, more_entries, "?near=Koski+Tl&within=25&view=map"),
    Listing("services:service", "dani", 8, ENTRY, more_parts),
    Listing("services:service", "bertil", 12, ENTRY + SIGNED_IN, more_parts),
    Listing("api-1:services", "dani", 2, LIST, more_entries),
    Listing("api-1:service", "dani", 8, ENTRY, more_parts),
    Listing("services:atom", "dani", 2, LIST, more_entries),
    Listing("services:calendar", "dani", 5, LIST, more_entries),
    Listing("services:calendar_of", "dani", 6, ENTRY, more_entries),
    Listing("services:embed", "dani", 3, LIST, more_entries),
    Listing("services:imports", "kaisa", 8, LIST + SIGNED_IN, more_imports),
    Listing("services:import", "kaisa", 7, LIST + SIGNED_IN, more_import_rows),
    Listing("hsds:services", "dani", 3, LIST, more_entries),
    Listing("hsds:service", "dani", 9, COMPOSED, more_parts),
    Listing("hsds:organizations", "dani", 3, LIST, more_organisations),
    Listing("hsds:organization", "dani", 7, COMPOSED, more_entries),
    Listing("hsds:service_at_locations", "dani", 3, LIST, more_entries),
    Listing("measures:measures", "dani", 4, LIST, more_measures),
    Listing("measures:atom", "dani", 4, LIST, more_measures),
    Listing("measures:measures", "aino", 7, LIST + SIGNED_IN, more_measures),
    Listing("bodies:bodies", "dani", 4, LIST, more_bodies),
    Listing("bodies:atom", "dani", 2, LIST, more_bodies),
    Listing("bodies:body", "dani", 11, COMPOSED, more_seats),
    Listing("bodies:body", "aino", 15, COMPOSED + SIGNED_IN, more_seats),
    Listing("api-1:list_bodies", "dani", 2, LIST, more_bodies),
    Listing("dashboard:front", "dani", 6, COMPOSED, more_rounds),
    Listing("dashboard:municipality", "dani", 12, COMPOSED, more_measures),
    Listing("dashboard:municipality", "aino", 16, COMPOSED + SIGNED_IN, more_measures),
    Listing("dashboard:space", "dani", 4, COMPOSED, more_rounds),
    Listing("dashboard:spaces", "dani", 1, LIST, more_rounds),
    Listing("dashboard:work", "aino", 16, COMPOSED + SIGNED_IN, more_proposals_to_a),
    Listing("assessments:compare", "dani", 7, COMPOSED, more_measures),
    Listing("assessments:texts", "kaisa", 8, LIST + SIGNED_IN, more_participations),
    Listing("assessments:prepare", "aino", 12, COMPOSED + SIGNED_IN, more_members),
    Listing("spaces:roles", "kaisa", 7, LIST + SIGNED_IN, more_roles),
    Listing("spaces:feedback_list", "kaisa", 6, LIST + SIGNED_IN, more_feedback),
    Listing("activity:history", "dani", 4, LIST, more_history),
    Listing("activity:mine", "aino", 9, LIST + SIGNED_IN, more_proposals_to_a),
    Listing("activity:feed", "aino", 9, LIST + SIGNED_IN, more_proposals_to_a),
    Listing("accounts:me", "aino", 5, LIST + SIGNED_IN, more_members),
    Listing("api-1:organisations", "dani", 2, LIST, more_organisations),
    Listing("api-1:list_measures", "dani", 2, LIST, more_measures),
    Listing("api-1:rounds", "dani", 1, LIST, more_rounds),
    Listing("api-1:list_checklists", "dani", 2, LIST, more_checklists),
    Listing("places:areas", "dani", 1, LIST, more_assessments),
    Listing("organisations:organisations", "dani", 3, LIST, more_organisations),
    Listing("organisations:organisations", "aino", 6, LIST + SIGNED_IN, more_organisations),
    Listing("assessments:rounds", "dani", 2, LIST, more_rounds),
    Listing("assessments:rounds", "kaisa", 6, LIST + SIGNED_IN, more_rounds),
    Listing("questionnaires:list", "dani", 1, LIST, more_checklists),
    Listing("questionnaires:list", "kaisa", 5, LIST + SIGNED_IN, more_checklists),
    Listing("organisations:organisation", "dani", 12, COMPOSED, more_members),
    Listing("organisations:members", "aino", 9, ENTRY + SIGNED_IN, more_members),
    Listing("assessments:round", "dani", 5, ENTRY, more_assessments),
    Listing("assessments:mirror", "dani", 12, COMPOSED, more_measures),
    Listing("assessments:mirror", "aino", 16, COMPOSED + SIGNED_IN, more_measures),
    Listing("assessments:keep", "kaisa", 11, COMPOSED + SIGNED_IN, more_assessments),
    Listing("assessments:keep_assessment", "kaisa", 10, COMPOSED + SIGNED_IN, more_participations),
    *(Listing(*one) for one in FOLLOWING_LISTS),
    *(
        Listing(*one)
        for one in (
            *(*MEETING_LISTS, *OPARL_LISTS, *CONTINUITY_LISTS, *CALL_LISTS, *MATTER_LISTS),
            *(*NEGOTIATION_LISTS, *CALENDAR_LISTS, *PROJECT_LISTS, *BULLETIN_LISTS, *FORUM_LISTS),
            *(*PRACTICE_LISTS, *CONSULTATION_LISTS),
        )
    ),
]


class _Undo(Exception):
    """Takes back what one listing added, so that all share one world."""


def _client(world: World, who: str) -> Client:
    made = Client()
    if who in world.cast.people:
        made.force_login(world.cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        session = made.session
        session[SESSION_KEY] = world.cast.acting_for[who]
        session.save()
    return made


def _cost(client: Client, path: str) -> int:
    """Return the number of queries of a warm page whose kept pieces are made anew: what it costs after any event.

    SAVEPOINTs of the test's own transaction do not count.
    """
    assert client.get(path).status_code == 200
    cache = caches["default"]
    cache.delete_many([key.removeprefix(":1:") for key in cache._cache if ":piece:" in key])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return sum(1 for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")))


@pytest.mark.one_database
def test_lists_cost_the_same_with_three_more_rows(world):
    found, wanted = {}, {}
    for listing in LISTS:
        try:
            with transaction.atomic():
                client, path = _client(world, listing.who), address(world, listing.name, "fi") + listing.query
                before = _cost(client, path)
                listing.more(world)
                found[str(listing)] = (before, _cost(client, path))
                raise _Undo
        except _Undo:
            wanted[str(listing)] = (listing.queries, listing.queries)
            for cache in caches.all(initialized_only=True):
                cache.clear()
    assert found == wanted


def test_numbers_are_within_the_budget():
    assert [str(one) for one in LISTS if one.queries > one.budget] == []


def test_every_address_named_like_a_list_is_here():
    listed = {one.name for one in LISTS}
    plural = {name for name in names() if name in LIST_NAMES}
    assert sorted(plural - listed) == []


LIST_NAMES = {
    "places:areas", "organisations:organisations", "organisations:members", "assessments:rounds", "questionnaires:list",
    "bodies:bodies", "measures:measures", "services:services", "services:needs", "services:suggestions",
    "services:claims", "dashboard:spaces", "activity:history", "activity:mine", "activity:feed", "spaces:roles",
    "merging:pairs", "services:themes",
}  # fmt: skip
