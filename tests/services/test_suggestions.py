"""Anyone suggests; who keeps the entries decides; who suggested it is told."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.notices.models import Delivery
from kumppanuus.services import actions
from kumppanuus.services.models import Service, Status, Suggestion, SuggestionState
from tests.factories import services as made_up
from tests.factories.cast import organisation

pytestmark = pytest.mark.django_db
READER = "lukija@example.org"


@pytest.fixture
def entry(cast):
    return made_up.entry(cast.ngo_a, cast.municipality_a.governs)


def _mails(template: str) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(template=f"services/mail/{template}").order_by("pk")
    return [(row.address, row.context.get("what", "")) for row in rows]


def _line(entry: Service) -> dict:
    return {"line": f"phone:{entry.contacts.get().pk}", "values": {"phone": "02 555 7777"}, "email": READER}


def test_a_visitors_correction_waits_and_is_taken_over(entry, cast):
    made, _token = actions.suggest(Actor(), entry, **_line(entry))
    assert (made.state, entry.contacts.get().phone) == (SuggestionState.WAITING, "02 555 0101")
    assert (_mails("suggestion"), _mails("suggested")) == ([("bertil@example.org", "")], [(READER, "sent")])
    actions.accept_suggestion(cast.actor("bertil"), made)
    assert entry.contacts.get().phone == "02 555 7777"
    assert _mails("suggested")[-1] == (READER, "accepted")
    with pytest.raises((Refused, PermissionDenied)):
        actions.decline_suggestion(cast.actor("bertil"), Suggestion.objects.get(), reason="Myöhässä")


def test_declining_needs_a_reason_that_the_suggester_reads_by_her_link(entry, cast):
    made, token = actions.suggest(Actor(), entry, words="Paikka on väärä", email=READER)
    with pytest.raises(Refused):
        actions.decline_suggestion(cast.actor("bertil"), made, reason=" ")
    actions.decline_suggestion(cast.actor("bertil"), made, reason="Paikka pitää paikkansa")
    page = Client().get(f"/fi/upkeep/suggestion/{token}/").content.decode()
    assert "Paikka pitää paikkansa" in page
    assert READER not in page
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert Client().get(f"/fi/upkeep/suggestion/{altered}/").status_code == 404


def test_others_neither_see_nor_decide(entry, cast):
    made, _token = actions.suggest(Actor(), entry, words="Paikka on väärä", email=READER)
    for name in ("aino", "akseli", "beata", "kaisa"):
        assert not Suggestion.objects.visible_to(cast.actor(name)).exists()
        with pytest.raises(PermissionDenied):
            actions.accept_suggestion(cast.actor(name), made)


def test_where_nobody_keeps_the_page_the_spaces_editors_decide(cast):
    area = cast.municipality_a.governs
    unkept = organisation("Kosken tyhjä seura", areas=[area], home=area)
    made, _token = actions.suggest(Actor(), made_up.entry(unkept, area), words="Ei ole enää", email=READER)
    assert [address for address, _what in _mails("suggestion")] == ["kaisa@example.org"]
    actions.accept_suggestion(cast.actor("kaisa"), made)


def test_a_suggested_entry_is_published_by_accepting(cast):
    area = cast.municipality_a.governs
    given = {"kind": "event", "name": "Kevättalkoot", "summary": "Haravoidaan yhdessä.", "area": area.pk, "phone": "1"}
    made, _token = actions.suggest_entry(Actor(), cast.ngo_a, fields=given, email=READER)
    assert not Service.objects.exists()
    made = actions.accept_suggestion(cast.actor("bertil"), made)
    assert (made.service.status, made.service.organisation, list(made.service.areas.all())) == (
        Status.PUBLISHED,
        cast.ngo_a,
        [area],
    )


def test_a_line_changed_since_is_not_overwritten_by_accepting(entry, cast):
    values = {"text": "Toinen lause.", "language": "fi"}
    made, _token = actions.suggest(Actor(), entry, line="summary", values=values, email=READER)
    actions.change(cast.actor("bertil"), entry, summary=Text(fi="Muutettu sillä välin."))
    with pytest.raises(Refused, match="changed since"):
        actions.accept_suggestion(cast.actor("bertil"), made)


def test_one_address_has_at_most_five_that_wait(entry):
    for n in range(5):
        actions.suggest(Actor(), entry, words=f"Huomio {n}", email=READER)
    with pytest.raises(Refused, match="Five"):
        actions.suggest(Actor(), entry, words="Kuudes", email=READER)


def test_the_form_catches_machines_and_asks_for_an_address(entry):
    path = f"/en/directory/{entry.slug}/suggest/"
    assert Client().post(path, {"words": "Halpaa lainaa", "email": READER, "nickname": "bot"}).status_code == 303
    assert Client().post(path, {"words": "Ilman osoitetta"}).status_code == 422
    assert Suggestion.objects.count() == 0
    assert Client().post(path, {"words": "Numero on vanha", "email": READER}).status_code == 303
    assert Suggestion.objects.count() == 1


def test_suggesting_too_often_is_stopped(entry):
    path = f"/en/directory/{entry.slug}/suggest/"
    found = [Client().post(path, {"words": "x", "email": f"a{n}@example.org"}).status_code for n in range(21)]
    assert (found[:20], found[20]) == ([303] * 20, 429)


def test_drafts_are_no_target(cast):
    draft = made_up.entry(cast.ngo_a, cast.municipality_a.governs, published=False)
    assert Client().get(f"/en/directory/{draft.slug}/suggest/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.suggest(Actor(), draft, words="Näin tämän", email=READER)
