"""The pages on which an own version keeps up with its original and offers back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.practices import actions
from kumppanuus.practices.models import Contribution, Practice, TemplateField
from tests.factories import building
from tests.factories.practices import draft_of, published, wrote

pytestmark = pytest.mark.django_db
IDEA, GROUP = "basic-idea", "target-group"


@pytest.fixture
def two(cast):
    """An original of municipality A in two versions, and Beata's own version of the first with a draft."""
    aino, beata = cast.actor("aino"), cast.actor("beata")
    above = published(aino, cast.municipality_a)
    own = actions.fork(beata, above.current, name=Text(fi="Meidän olohuone"))
    wrote(beata, draft_of(own), GROUP, fi="Kaikki kyläläiset.")
    version = actions.draft(aino, above)
    wrote(aino, version, IDEA, fi="Ovi on auki aina.\n\nKahvi on ilmaista.")
    wrote(aino, version, GROUP, fi="Kaikki.")
    actions.publish(aino, version)
    return Practice.objects.select_related("current").get(pk=above.pk), own


def at(name, own, *args):
    return reverse(f"practices:{name}", args=[own.slug, *args])


def told(above, own, code, **choices):
    return {"revision": actions.revision_of(draft_of(own), code), "version": above.current_id, **choices}


def test_the_page_tells_in_plain_words_what_both_have_changed(two, enter):
    _above, own = two
    words = enter("beata").get(at("original", own)).content.decode()
    assert "Your version stands on version 1 of the original; one has come since." in words
    assert "The original changed this; you had not touched it." in words
    assert "Both of you have changed the same place: choose what is to stand there." in words


def test_a_conflict_is_not_settled_without_a_choice_and_own_words_stand(two, enter):
    above, own = two
    client = enter("beata")
    page = at("settle", own, GROUP)
    assert f'href="{at("original", own)}"' in client.get(page).content.decode().split("<h1>")[1]
    answer = client.post(page, told(above, own, GROUP))
    assert (answer.status_code, draft_of(own).looks.count()) == (422, 0)
    empty = told(above, own, GROUP) | {"choice-fi-0": "words", "words-fi-0": " "}
    assert client.post(page, empty).status_code == 422
    words = told(above, own, GROUP) | {"choice-fi-0": "words", "words-fi-0": "Kaikki, myös kesäasukkaat."}
    assert client.post(page, words).status_code in {302, 303}
    assert str(draft_of(own).sections.get(field__code=GROUP).text) == "Kaikki, myös kesäasukkaat."
    assert draft_of(own).looks.get().outcome == "joined"
    assert client.get(page).status_code in {302, 303}  # nothing is left to look at under it


def test_what_somebody_wrote_meanwhile_is_shown_and_what_was_typed_is_kept_on_the_page(two, enter, cast):
    above, own = two
    data = told(above, own, GROUP) | {"choice-fi-0": "words", "words-fi-0": "Minun sanani."}
    wrote(cast.actor("beata"), draft_of(own), GROUP, fi="Toinen ehti ensin.")
    answer = enter("beata").post(at("settle", own, GROUP), data)
    assert answer.status_code == 409
    assert "Minun sanani." in answer.content.decode()
    assert str(draft_of(own).sections.get(field__code=GROUP).text) == "Toinen ehti ensin."


def test_what_was_published_meanwhile_is_shown_instead_of_saved(two, enter, cast):
    above, own = two
    data = told(above, own, IDEA) | {"choice-fi-0": "take", "words-fi-0": ""}
    version = actions.draft(cast.actor("aino"), above)
    wrote(cast.actor("aino"), version, IDEA, fi="Ovi on auki öisinkin.\n\nKahvi on ilmaista.")
    actions.publish(cast.actor("aino"), version)
    answer = enter("beata").post(at("settle", own, IDEA), data)
    assert answer.status_code == 409
    assert draft_of(own).looks.count() == 0


@pytest.mark.parametrize("name", ["bertil", "kaisa", "aino"])
def test_strangers_and_the_originals_owner_see_nothing_of_the_work(two, enter, name):
    _above, own = two
    client = enter(name)
    assert client.get(at("original", own)).status_code == 404
    assert client.get(at("settle", own, IDEA)).status_code == 404


def test_a_heading_that_the_own_version_lacks_is_kept_as_left_over_when_taken(two, cast):
    above, own = two
    draft = draft_of(own)
    with building():  # as after the original went over to another template
        template = draft.template
        template.pk, template.number, template._state.adding = None, template.number + 1, True
        template.status = "draft"
        template.save()
        for one in TemplateField.objects.filter(version=above.current.template).exclude(code=IDEA):
            one.pk, one.version, one._state.adding = None, template, True
            one.save()
        draft.sections.all().delete()
        draft.template = template
        draft.save()
    fresh = draft_of(own)
    beata = cast.actor("beata")
    actions.settle(
        beata, fresh, original=above.current, code=IDEA, outcome="taken", text={"fi": "Ovi on auki aina."}, revision=0
    )
    assert "Ovi on auki aina." in str(draft_of(own).leftover)


def test_an_offer_is_seen_by_both_sides_only_and_declined_with_a_reason(two, enter, cast):
    above, own = two
    actions.publish(cast.actor("beata"), draft_of(own))
    client = enter("beata")
    page = client.get(at("contribute", own, GROUP)).content.decode()
    assert "<ins" in page
    assert "kyläläiset" in page
    answer = client.post(at("contribute", own, GROUP), {"why": "Kesäasukkaatkin tulevat."})
    offer = Contribution.objects.get()
    assert answer["Location"].endswith(f"/contributions/{offer.pk}/")
    page = at("contribution", above, offer.pk)
    assert [enter(name).get(page).status_code for name in ("beata", "aino", "bertil")] == [200, 200, 404]
    client = enter("aino")
    assert client.post(at("decline_contribution", above, offer.pk), {"reason": ""}).status_code == 422
    assert client.post(at("decline_contribution", above, offer.pk), {"reason": "Liian tarkka"}).status_code in {
        302,
        303,
    }
    assert "Liian tarkka" in enter("beata").get(page).content.decode()


def test_the_family_is_public_and_hides_what_is_not_published(two, client, enter):
    above, _own = two
    words = client.get(at("family", above)).content.decode()
    assert "Meidän olohuone" not in words
    assert "Meidän olohuone" in enter("beata").get(at("family", above)).content.decode()


def test_a_second_own_version_is_asked_about_and_made_only_when_confirmed(two, enter, cast):
    above, own = two
    client, page = enter("beata"), at("fork", above)
    words = client.get(page).content.decode()
    assert f'You have one already: <a href="{own.get_absolute_url()}">Meidän olohuone</a>.' in words
    refused = client.post(page, {"name_fi": "Toinen olohuone"})
    assert (refused.status_code, "Toinen olohuone" in refused.content.decode()) == (422, True)
    with pytest.raises(Refused):
        actions.fork(cast.actor("beata"), above.current, name=Text(fi="Toinen olohuone"))
    assert Practice.objects.filter(forked_from__practice=above).count() == 1
    assert client.post(page, {"name_fi": "Toinen olohuone", "again": "on"}).status_code == 303
    assert Practice.objects.filter(forked_from__practice=above, owner=cast.ngo_b).count() == 2


def test_another_organisation_and_one_that_withdrew_its_own_are_not_asked(two, enter, cast):
    above, own = two
    assert "You have one already" not in enter("bertil").get(at("fork", above)).content.decode()
    beata = cast.actor("beata")
    wrote(beata, draft_of(own), GROUP, fi="Kaikki.")
    actions.publish(beata, draft_of(own))
    actions.withdraw(beata, Practice.objects.get(pk=own.pk), why="Ei enää käytössä")
    assert "You have one already" not in enter("beata").get(at("fork", above)).content.decode()
    assert actions.fork(beata, above.current, name=Text(fi="Uusi olohuone")).owner == cast.ngo_b
