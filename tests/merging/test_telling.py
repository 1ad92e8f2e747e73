"""Who is told that two could be the same, and that a merge waits for a word; entries named as the same by hand."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kumppanuus.core.texts import Text
from kumppanuus.merging import actions
from kumppanuus.merging.models import Pair
from kumppanuus.notices.models import Delivery
from tests.factories import services
from tests.factories.merging import COMMAND, pair_of, twins

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    """Return (what, to whom) of the mails about pairs, in order."""
    rows = Delivery.objects.filter(template="merging/mail/pair").order_by("pk")
    return [(row.context["what"], row.address) for row in rows]


def named() -> list[Pair]:
    """Return the pairs that somebody named; others are found by their likeness."""
    return [pair for pair in Pair.objects.all() if "said" in pair.reasons]


def email(cast, who: str) -> str:
    return str(cast.people[who].email)


@pytest.fixture
def entries(cast):
    """Bertil's entry and Beata's."""
    area = cast.municipality_a.governs
    return (
        services.entry(cast.ngo_a, area, by=cast.actor("bertil")),
        services.entry(cast.ngo_b, area, by=cast.actor("beata"), name=Text(fi="Leskien kahvihetki")),
    )


def test_the_other_organisation_s_administrators_are_told_of_a_suggestion_and_then_of_a_consent(cast):
    pair = actions.suggest(cast.actor("bertil"), cast.ngo_a, other=cast.ngo_b)
    assert told() == [("said", email(cast, "beata"))]
    actions.consent(cast.actor("bertil"), pair)
    assert told() == [("said", email(cast, "beata")), ("agreed", email(cast, "beata"))]
    actions.consent(cast.actor("beata"), pair)
    assert len(told()) == 2


def test_for_an_organisation_that_nobody_keeps_the_editors_of_the_space_around_are_told(cast):
    one, _two = twins(cast.municipality_a.governs)
    pair = actions.suggest(cast.actor("bertil"), cast.ngo_a, other=one)
    actions.consent(cast.actor("bertil"), pair)
    assert told() == [("said", email(cast, "kaisa")), ("agreed", email(cast, "kaisa"))]


def test_nobody_is_told_twice_of_the_same(cast):
    for _time in range(2):
        pair = actions.suggest(cast.actor("bertil"), cast.ngo_a, other=cast.ngo_b)
        actions.dismiss(cast.actor("bertil"), pair)
    assert told() == [("said", email(cast, "beata"))]


def test_the_mail_names_both_and_leads_to_comparing_them(cast):
    pair = actions.suggest(cast.actor("bertil"), cast.ngo_a, other=cast.ngo_b)
    mail = Delivery.objects.get(template="merging/mail/pair")
    assert (mail.context["name"], mail.context["other"]) == (str(cast.ngo_b.name), str(cast.ngo_a.name))
    assert mail.context["url"].endswith(f"/duplicates/{pair.pk}/")


@pytest.mark.parametrize("said", ["slug", "address", "name"])
def test_an_entry_is_said_to_be_the_same_from_its_page(cast, client, entries, said):
    mine, other = entries
    client.force_login(cast.people["bertil"], backend="allauth.account.auth_backends.AuthenticationBackend")
    way = reverse("merging:suggest_entry", args=[mine.slug])
    assert f'href="{way}"' in client.get(mine.get_absolute_url()).content.decode()
    words = {
        "slug": other.slug,
        "address": f"https://example.org/fi/directory/{other.slug}/?x=1",
        "name": "Leskien kahvihetki",
    }
    answer = client.post(way, {"other": words[said]})
    [pair] = named()
    assert (answer.status_code, answer.headers["Location"]) == (303, pair.get_absolute_url())
    assert {pair.one_id, pair.other_id} == {mine.pk, other.pk}
    assert told() == [("said", email(cast, "beata"))]


@pytest.mark.parametrize("words", ["Ei sellaista", "leskien kahvi", "own"])
def test_an_unknown_an_unclear_and_its_own_name_lead_nowhere(cast, client, entries, words):
    mine, _other = entries
    services.entry(cast.ngo_b, cast.municipality_a.governs, name=Text(fi="Leskien kahvikerho"))
    client.force_login(cast.people["bertil"], backend="allauth.account.auth_backends.AuthenticationBackend")
    said = mine.slug if words == "own" else words
    answer = client.post(reverse("merging:suggest_entry", args=[mine.slug]), {"other": said})
    assert (answer.status_code, named()) == (422, [])


def test_a_pair_found_by_likeness_that_somebody_names_too_is_kept(cast, entries):
    mine, other = entries
    pair = pair_of(mine, other)
    alike = [one for one in pair.reasons if one != "said"]
    actions.suggest(cast.actor("bertil"), mine, other=other)
    actions.find(COMMAND, None, what="entry")
    pair.refresh_from_db()
    assert (pair.reasons, pair.state) == ([*alike, "said"], "open")
