"""Own versions of a practice: made, kept up with the original, and offered back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.notices.models import Delivery
from kumppanuus.practices import actions
from kumppanuus.practices.forking import behind, beside, newest
from kumppanuus.practices.models import Adoption, Contribution, Practice, PracticeVersion
from tests.factories.practices import draft_of, field, published, wrote

pytestmark = pytest.mark.django_db

IDEA, GROUP, TIPS = "basic-idea", "target-group", "tips"


@pytest.fixture
def aino(cast):
    """An editor of municipality A, which owns the original."""
    return cast.actor("aino")


@pytest.fixture
def beata(cast):
    """An editor of NGO B, which makes an own version."""
    return cast.actor("beata")


@pytest.fixture
def above(cast, aino):
    return published(aino, cast.municipality_a)


@pytest.fixture
def own(above, beata):
    return actions.fork(beata, above.current, name=Text(fi="Meidän olohuone"))


def again(practice: Practice) -> Practice:
    return Practice.objects.select_related("current", "forked_from__practice__current").get(pk=practice.pk)


def next_version(actor: Any, practice: Practice, texts: Mapping[str, str]) -> PracticeVersion:
    """Publish a next version with these texts."""
    version = actions.draft(actor, practice)
    for code, words in texts.items():
        wrote(actor, version, code, fi=words)
    return actions.publish(actor, version, note_text=Text(fi="Muutoksia"))


def settled(actor: Any, version: PracticeVersion, original: PracticeVersion, code: str, outcome: str, words: str = ""):
    return actions.settle(
        actor,
        version,
        original=original,
        code=code,
        outcome=outcome,
        text={"fi": words},
        revision=actions.revision_of(version, code),
    )


def test_a_fork_copies_what_is_published_and_knows_where_it_comes_from(above, own, cast):
    version = draft_of(own)
    assert (own.owner, own.forked_from, own.origin) == (cast.ngo_b, above.current, above)
    assert (version.based_on, version.upstream) == (above.current, above.current)
    texts = dict(version.sections.values_list("field__code", "text"))
    assert texts == dict(above.current.sections.values_list("field__code", "text"))
    assert list(Adoption.objects.filter(practice=above).values_list("organisation", "stage")) == [
        (cast.ngo_b.pk, "considering")
    ]


def test_a_fork_of_a_fork_belongs_to_the_same_family(above, own, beata, cast):
    actions.publish(beata, draft_of(own))
    third = actions.fork(cast.actor("bertil"), again(own).current, name=Text(fi="Kolmas"))
    assert (third.origin, third.forked_from.practice) == (above, own)


def test_drafts_old_versions_and_what_was_withdrawn_are_not_forked(above, aino, beata):
    first = above.current
    second = next_version(aino, above, {TIPS: "Aloittakaa pienestä."})
    with pytest.raises(PermissionDenied):
        actions.fork(beata, first, name=Text(fi="Vanhasta"))
    actions.withdraw(aino, again(above), why="Korvattu")
    with pytest.raises(PermissionDenied):
        actions.fork(beata, PracticeVersion.objects.get(pk=second.pk), name=Text(fi="Poistetusta"))


def test_the_owner_of_a_fork_is_told_when_the_original_has_a_new_version(above, own, aino, beata):
    actions.publish(beata, draft_of(own))
    next_version(aino, again(above), {TIPS: "Aloittakaa pienestä."})
    told = Delivery.objects.filter(key__startswith="upstream:")
    assert {one.context["path"] for one in told} == {f"{again(own).get_absolute_url()}original/"}
    assert behind(again(own), newest(own).upstream) == 1
    assert mail.outbox == []  # the worker sends


def test_what_changed_above_and_here_is_told_apart(above, own, aino, beata):
    version = draft_of(own)
    wrote(beata, version, GROUP, fi="Kaikki kyläläiset.")
    wrote(beata, version, TIPS, fi="Oma vinkki.")
    new = next_version(aino, again(above), {IDEA: "Ovi on auki aina.\n\nKahvi on ilmaista.", GROUP: "Kaikki."})
    now = beside(draft_of(own), new)
    assert sorted(one.code for one in now.open) == [IDEA, GROUP]
    assert [one.code for one in now.untouched] == [IDEA]
    assert [one.code for one in now.own] == [TIPS]
    assert now.of(GROUP).has_conflict


def test_taking_leaving_and_joining_bring_the_fork_up_and_what_is_left_stays(above, own, aino, beata):
    version = draft_of(own)
    wrote(beata, version, GROUP, fi="Kaikki kyläläiset.")
    new = next_version(aino, again(above), {IDEA: "Ovi on auki aina.", GROUP: "Kaikki.", TIPS: "Aloittakaa pienestä."})
    settled(beata, version, new, IDEA, "taken", "Ovi on auki aina.")
    assert draft_of(own).upstream == above.current  # two are left to look at
    settled(beata, version, new, TIPS, "left")
    settled(beata, version, new, GROUP, "joined", "Kaikki kyläläiset.\n\nKaikki.")
    fresh = draft_of(own)
    assert fresh.upstream == new
    texts = {code: str(text) for code, text in fresh.sections.values_list("field__code", "text")}
    assert texts == {IDEA: "Ovi on auki aina.", GROUP: "Kaikki kyläläiset.\n\nKaikki."}
    assert beside(fresh, new).open == []


def test_what_was_left_is_asked_again_only_once_the_original_changes_it_anew(above, own, aino, beata):
    version = draft_of(own)
    second = next_version(aino, again(above), {TIPS: "Aloittakaa pienestä."})
    settled(beata, version, second, TIPS, "left")
    third = next_version(aino, again(above), {IDEA: "Ovi on auki aina."})
    assert [one.code for one in beside(draft_of(own), third).open] == [IDEA]
    fourth = next_version(aino, again(above), {TIPS: "Aloittakaa isosti."})
    assert sorted(one.code for one in beside(draft_of(own), fourth).open) == [IDEA, TIPS]


def test_what_was_settled_goes_on_with_the_next_draft_and_goes_with_a_discarded_one(above, own, aino, beata):
    actions.publish(beata, draft_of(own))
    second = next_version(aino, again(above), {TIPS: "Aloittakaa pienestä.", IDEA: "Ovi on auki aina."})
    version = actions.draft(beata, again(own))
    settled(beata, version, second, TIPS, "left")
    actions.publish(beata, draft_of(own))
    later = actions.draft(beata, again(own))
    assert [one.code for one in beside(later, second).open] == [IDEA]
    settled(beata, later, second, IDEA, "taken", "Ovi on auki aina.")
    assert newest(own).upstream == second
    actions.discard(beata, draft_of(own))
    assert [one.code for one in beside(newest(own), second).open] == [IDEA]


def test_a_newer_version_meanwhile_and_a_text_changed_meanwhile_are_told_and_nothing_is_lost(above, own, aino, beata):
    version = draft_of(own)
    second = next_version(aino, again(above), {IDEA: "Ovi on auki aina.", TIPS: "Aloittakaa pienestä."})
    seen = actions.revision_of(version, IDEA)
    wrote(beata, version, IDEA, fi="Toinen kirjoitti tämän.")
    with pytest.raises(actions.WrittenMeanwhile):
        actions.settle(
            beata, version, original=second, code=IDEA, outcome="taken", text={"fi": "Ovi on auki aina."}, revision=seen
        )
    assert str(draft_of(own).sections.get(field__code=IDEA).text) == "Toinen kirjoitti tämän."
    next_version(aino, again(above), {TIPS: "Vielä pienempi."})
    with pytest.raises(Refused, match="newer version of the original"):
        settled(beata, version, second, TIPS, "taken", "Aloittakaa pienestä.")
    assert not version.looks.exists()


def test_taking_the_rest_takes_only_what_was_not_touched_and_leaving_leaves_all(above, own, aino, beata):
    version = draft_of(own)
    wrote(beata, version, GROUP, fi="Kaikki kyläläiset.")
    second = next_version(aino, again(above), {IDEA: "Ovi on auki aina.", GROUP: "Kaikki.", TIPS: "Pienestä."})
    assert actions.settle_rest(beata, version, original=second, outcome="taken") == 2
    assert [one.code for one in beside(draft_of(own), second).open] == [GROUP]
    assert actions.settle_rest(beata, version, original=second, outcome="left") == 1
    assert draft_of(own).upstream == second
    assert str(draft_of(own).sections.get(field__code=GROUP).text) == "Kaikki kyläläiset."


def test_others_see_and_settle_nothing(above, own, aino, beata, cast):
    version = draft_of(own)
    second = next_version(aino, again(above), {TIPS: "Aloittakaa pienestä."})
    for name in ("aino", "bertil", "kaisa", "dani"):
        with pytest.raises(PermissionDenied):
            settled(cast.actor(name), version, second, TIPS, "left")


def test_what_is_offered_is_taken_in_and_its_makers_are_credited(above, own, aino, beata, cast):
    wrote(beata, draft_of(own), IDEA, fi="Ovi on auki tiistaisin ja lauantaisin.\n\nKahvi on ilmaista.")
    actions.publish(beata, draft_of(own))
    offered = actions.contribute(beata, again(own).current, code=IDEA, why="Lauantaina tulee eniten väkeä.")
    with pytest.raises(Refused, match="offered already"):
        actions.contribute(beata, again(own).current, code=IDEA, why="Uudelleen")
    version = actions.accept_contribution(
        aino, offered, text={"fi": "Ovi on auki tiistaisin ja lauantaisin."}, revision=0
    )
    assert str(version.sections.get(field__code=IDEA).text) == "Ovi on auki tiistaisin ja lauantaisin."
    made = actions.publish(aino, PracticeVersion.objects.get(pk=version.pk))
    assert [one["organisation"] for one in made.credited] == [cast.municipality_a.pk, cast.ngo_b.pk]
    keys = Delivery.objects.filter(key__startswith="contribution:").values_list("key", flat=True)
    assert {key.split("/")[0].removesuffix(":accepted") for key in keys} == {f"contribution:{offered.pk}"}


def test_a_discarded_draft_gives_back_what_was_taken_in(above, own, aino, beata):
    wrote(beata, draft_of(own), TIPS, fi="Leipokaa pullaa.")
    actions.publish(beata, draft_of(own))
    offered = actions.contribute(beata, again(own).current, code=TIPS, why="Toimii.")
    version = actions.accept_contribution(aino, offered, text={"fi": "Leipokaa pullaa."}, revision=0)
    actions.discard(aino, PracticeVersion.objects.get(pk=version.pk))
    fresh = Contribution.objects.get(pk=offered.pk)
    assert (fresh.state, fresh.taken_into, fresh.decided_at) == ("waiting", None, None)


def test_what_is_not_taken_has_a_reason_and_what_was_answered_stays(above, own, aino, beata):
    wrote(beata, draft_of(own), TIPS, fi="Leipokaa pullaa.")
    actions.publish(beata, draft_of(own))
    offered = actions.contribute(beata, again(own).current, code=TIPS, why="Toimii.")
    with pytest.raises(Refused, match="Say why"):
        actions.decline_contribution(aino, offered, reason=" ")
    actions.decline_contribution(aino, offered, reason="Keittiötä ei ole kaikilla.")
    with pytest.raises(PermissionDenied):
        actions.withdraw_contribution(beata, Contribution.objects.get(pk=offered.pk))
    with pytest.raises(Refused, match="answered meanwhile"):
        actions.withdraw_contribution(beata, offered)


def test_what_the_original_says_already_or_what_is_empty_is_not_offered(above, own, beata):
    actions.publish(beata, draft_of(own))
    with pytest.raises(Refused, match="says the same"):
        actions.contribute(beata, again(own).current, code=IDEA, why="Sama")
    with pytest.raises(Refused, match="Nothing is written"):
        actions.contribute(beata, again(own).current, code=TIPS, why="Tyhjä")


def test_an_original_that_was_withdrawn_takes_nothing_in_and_its_forks_go_on(above, own, aino, beata):
    actions.publish(beata, draft_of(own))
    actions.withdraw(aino, again(above), why="Lopetettu")
    with pytest.raises(Refused, match="withdrawn"):
        actions.contribute(beata, again(own).current, code=IDEA, why="Hyvä")
    assert next_version(beata, again(own), {TIPS: "Leipokaa pullaa."}).number == 2
    assert field(newest(own), TIPS).code == TIPS


def test_what_a_draft_has_taken_in_is_not_offered_again_and_a_discarded_draft_gives_it_back_once(
    above, own, aino, beata
):
    wrote(beata, draft_of(own), TIPS, fi="Oma vinkki.")
    actions.publish(beata, draft_of(own))
    version = again(own).current
    offered = actions.contribute(beata, version, code=TIPS, why="Auttoi meitä")
    actions.accept_contribution(aino, offered, text={"fi": "Oma vinkki."}, revision=0)
    with pytest.raises(Refused):
        actions.contribute(beata, version, code=TIPS, why="Taas")
    actions.discard(aino, draft_of(above))
    assert list(Contribution.objects.values_list("state", "taken_into")) == [("waiting", None)]


def test_a_later_version_offers_the_same_heading_only_once_the_first_is_answered(above, own, aino, beata):
    wrote(beata, draft_of(own), TIPS, fi="Oma vinkki.")
    actions.publish(beata, draft_of(own))
    actions.contribute(beata, again(own).current, code=TIPS, why="Auttoi meitä")
    next_version(beata, again(own), {TIPS: "Parempi vinkki."})
    with pytest.raises(Refused, match="waits for an answer"):
        actions.contribute(beata, again(own).current, code=TIPS, why="Vielä parempi")


def test_why_is_said_and_who_was_offered_something_is_told_that_it_was_taken_back(above, own, aino, beata):
    wrote(beata, draft_of(own), TIPS, fi="Oma vinkki.")
    actions.publish(beata, draft_of(own))
    with pytest.raises(Refused):
        actions.contribute(beata, again(own).current, code=TIPS, why="  ")
    offered = actions.contribute(beata, again(own).current, code=TIPS, why="Auttoi meitä")
    actions.withdraw_contribution(beata, offered)
    letter = Delivery.objects.get(key=f"contribution:{offered.pk}:withdrawn")
    assert (letter.address, letter.context["path"]) == (above.owner.email, offered.get_absolute_url())
