"""Two who decide at once: one decision stands, the other is told. Two organisations that become one."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.utils import translation

from kumppanuus.bodies import actions as seating
from kumppanuus.bodies.models import Body, Mandate
from kumppanuus.calls.models import Call, Decision, Nomination
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from tests.factories import bodies as made_up
from tests.factories import building, merging, people
from tests.factories import calls as made
from tests.factories.cast import make_cast, organisation
from tests.factories.organisations import member


@pytest.mark.django_db(transaction=True)
def test_two_deciding_at_once_leave_one_decision():
    cast = make_cast()
    aino = cast.actor("aino")
    table = made_up.body(aino, cast.municipality_a, cast.space, cast.municipality_a.governs)
    seat = made.seat(aino, table, "Kylät")
    call = made.call(aino, table, [seat])
    rows = [made.nominate(cast.actor(who), call, own=True, seat=seat).pk for who in ("bertil", "beata")]
    made.closed(call)
    gate, said = threading.Barrier(2), []

    def work(pk):
        mine = Call.objects.select_related("body__convener", "decision").get(pk=call.pk)
        chosen = Nomination.objects.select_related("organisation", "seat").get(pk=pk)
        gate.wait()
        try:
            with translation.override("en"):  # published ones cannot be cleared away
                made.decide(cast.actor("aino"), mine, chosen, publish_now=False)
            said.append("done")
        except Refused as refusal:
            said.append(str(refusal.message))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(pk,)) for pk in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["The call was decided meanwhile. Nothing was changed.", "done"]
    assert (Decision.objects.count(), Mandate.objects.filter(seat=seat).count()) == (1, 1)


@pytest.mark.django_db
def test_merging_two_organisations_that_both_nominated_breaks_nothing(cast, bertil, call):
    twin = organisation("Kosken Kylätuvan tuki", areas=[cast.municipality_a.governs])
    editor = people.person("Kaksonen")
    member(editor, twin)
    made.nominate(bertil, call)
    other = made.nominate(Actor(editor.pk, twin.pk), call, email="toinen@example.org")
    merging.merge(twin, cast.ngo_a)
    other.refresh_from_db()
    assert (other.organisation_id, call.nominations.filter(organisation=cast.ngo_a).count()) == (twin.pk, 1)
    assert Nomination.objects.visible_to(cast.actor("bertil")).count() == 2


@pytest.mark.django_db
def test_a_seat_that_was_ended_meanwhile_and_a_body_whose_term_is_over_refuse_with_words(aino, bertil, call, seats):
    chosen = made.consented(made.nominate(bertil, call, seat=seats[0]))
    call = made.closed(call)
    seating.end_seat(aino, seats[0], last_day=made_up.today(-1))
    with pytest.raises(Refused, match="The seat Kylät was ended meanwhile"):
        made.decide(aino, call, chosen)
    with building():
        Body.objects.filter(pk=call.body_id).update(ends=made_up.today(-1))
    with pytest.raises(Refused, match="The body's term has ended"):
        made.decide(aino, made.closed(call), chosen)
    assert Decision.objects.count() == 0
