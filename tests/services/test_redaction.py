"""Content of the directory that is removed for good stands in no table afterwards."""

from __future__ import annotations

import re

import pytest

from kumppanuus.activity import actions as activity
from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.services import actions
from kumppanuus.services.models import Suggestion, ThemeChange
from tests.factories import imports
from tests.factories import services as made_up
from tests.factories.tables import tables_with

pytestmark = pytest.mark.django_db

SECRET = "Kyläyhdistyksen Irma Kuvitteellisen salaisuus"
COMMAND = Actor(system="command")


@pytest.fixture
def entry(cast):
    return made_up.entry(cast.ngo_a, cast.municipality_a.governs, by=cast.actor("bertil"))


def remove(obj, field: str) -> None:
    obj.refresh_from_db()
    activity.redact(COMMAND, obj, field=field, reason="henkilötieto")


def test_a_line_that_was_corrected_away_is_removed_from_the_correction_with_the_entry(cast, entry):
    actions.change(cast.actor("bertil"), entry, who=Text(fi=SECRET))
    actions.correct(cast.actor("bertil"), entry, line="who", values={"text": f"{SECRET}!", "language": "fi"})
    assert {"services.service.who", "services.suggestion.before", "services.suggestion.after"} <= tables_with(SECRET)
    remove(entry, "who.fi")
    assert tables_with(SECRET) == set()
    assert Suggestion.objects.get().before["language"] == "fi"


def test_what_a_suggestion_says_is_removed_with_its_copies(cast, entry):
    made, _token = actions.suggest(
        Actor(), entry, line="price", values={"text": SECRET, "language": "fi"}, words=SECRET, email="a@example.org"
    )
    actions.decline_suggestion(cast.actor("bertil"), made, reason=f"Emme kerro: {SECRET}")
    remove(made, "words")
    assert tables_with(SECRET) == set()
    assert Suggestion.objects.get().state == "declined"


def test_a_suggested_entry_that_was_taken_over_is_removed_with_the_entry(cast):
    fields = {"kind": "event", "name": "Ilta", "summary": SECRET, "area": cast.municipality_a.governs.pk}
    made, _token = actions.suggest_entry(Actor(), cast.ngo_a, fields=fields, email="a@example.org")
    taken = actions.accept_suggestion(cast.actor("bertil"), made).service
    remove(taken, "summary")
    assert tables_with(SECRET) == set()


def test_other_organisations_keep_what_they_were_told(cast, entry):
    other = made_up.entry(cast.ngo_b, cast.municipality_a.governs, by=cast.actor("beata"))
    actions.change(cast.actor("bertil"), entry, who=Text(fi=SECRET))
    actions.suggest(Actor(), other, line="who", values={"text": SECRET, "language": "fi"}, email="a@example.org")
    remove(entry, "who.fi")
    assert tables_with(SECRET) == {"services.suggestion.after"}


def test_an_imported_text_is_removed_from_the_list_it_came_with(cast):
    rows = f"name_fi;kind;summary_fi;organisation_name_fi;municipality\nKerho;activity;{SECRET};Uusi seura;Koski Tl\n"
    kaisa = cast.actor("kaisa")
    batch = imports.read(kaisa, imports.source(cast.space), rows)
    imports.bring_in(kaisa, batch)
    assert {"services.importfile.body", "services.importrow.data"} <= tables_with(SECRET)
    from kumppanuus.services.models import Service

    remove(Service.objects.get(), "summary.fi")
    assert tables_with(SECRET) == set()


def test_a_theme_s_former_name_is_removed_from_its_changes(cast):
    kaisa = cast.actor("kaisa")
    term = actions.add_theme(kaisa, cast.space, name=Text(fi="Suru"), description=Text(fi=SECRET))
    actions.change_theme(kaisa, term, name=Text(fi="Suru"), description=Text(fi=f"{SECRET}!"))
    assert ThemeChange.objects.filter(verb="change").count() == 1
    activity.redact(kaisa, term.__class__.objects.get(pk=term.pk), field="description", reason="henkilötieto")
    assert tables_with(SECRET) == set()


def test_editors_of_the_space_around_remove_content_of_entries_and_others_do_not(cast, entry):
    actions.change(cast.actor("bertil"), entry, who=Text(fi=SECRET))
    entry.refresh_from_db()
    may = [who for who in cast.NAMES if cast.actor(who).may("activity.redact", entry)]
    assert may == ["kaisa"]


def test_the_only_way_to_reach_a_contact_is_not_emptied_but_said_so(cast, entry):
    actions.set_contacts(cast.actor("bertil"), entry, contacts=[{"email": "irma.kuvitteellinen@example.org"}])
    only = entry.contacts.get()
    with pytest.raises(Refused):
        activity.redact(COMMAND, only, field="email", reason="henkilötieto")
    only.refresh_from_db()
    assert only.email == "irma.kuvitteellinen@example.org"


def test_who_may_finds_the_way_to_remove_on_the_entry_s_own_page(client, cast, entry):
    def ways(who: str) -> list[str]:
        if who in cast.people:
            client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(f"/en/directory/{entry.slug}/").content.decode()
        led = re.findall(r'href="(/en/directory/[^"]*/removal/)"', page)
        there = client.get(f"/en/directory/{entry.slug}/removal/")
        assert there.status_code == (200 if led else 403)
        return re.findall(r'href="/en/([^"]*)\?back=', there.content.decode())

    assert ways("dani") == []
    assert ways("bertil") == []
    found = ways("kaisa")
    assert [one.split("/")[-2] for one in found] == ["name", "summary", "description", "phone"]
    assert [client.get(f"/en/{one}").status_code for one in found] == [200, 200, 200, 200]
