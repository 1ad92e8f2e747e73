from __future__ import annotations

import datetime as dt

import pytest

from kumppanuus.accounts.models import Person, PersonView
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.spaces import actions
from kumppanuus.spaces.models import AccessibilityFeedback, Space, SpaceRole
from tests.factories import organisations as make
from tests.factories import people
from tests.factories.spaces import space, with_role

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(client, actor):
    client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("name", ["accessibility", "privacy", "terms", "feedback"])
def test_statements_stand_with_and_without_a_space(client, name, language):
    without = client.get(f"/{language}/{name}/").content.decode()
    space("tila", contact_email="yhteys@example.org")
    for address in (f"/{language}/{name}/", f"/{language}/{name}/tila/"):
        text = client.get(address).content.decode()
        assert (text.count("<h1"), without.count("<h1")) == (1, 1)
        assert ("Tila tila" in text) is True
    assert client.get(f"/{language}/{name}/muu/").status_code == 404


def test_accessibility_statement_says_what_is_known(client):
    here = space()
    full = client.get("/en/accessibility/").content.decode()
    assert ("No content is known" in full, "has not been reviewed" in full) == (True, True)
    actions.change(
        make.TESTS,
        here,
        accessibility_known=Text(en="The map lacks names"),
        accessibility_reviewed=dt.date(2026, 3, 12),
    )
    part = client.get("/en/accessibility/").content.decode()
    assert ("in part" in part, "The map lacks names" in part, "12 March 2026" in part) == (True, True, True)


def test_feedback_is_given_without_an_account_and_five_in_an_hour(client):
    space()
    page = client.post("/en/feedback/", {"message": "It does not work", "page": "/en/"}).content.decode()
    assert "It has been sent" in page
    given = AccessibilityFeedback.objects.get()
    assert (given.message, given.language) == ("It does not work", "en")
    answers = [client.post("/en/feedback/", {"message": "x"}).status_code for _n in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_feedback_of_100_000_characters_is_said_to_be_too_long(client):
    space()
    form = client.post("/en/feedback/", {"message": "x" * 100_000}).context["form"]
    assert form.errors["message"] == ["Ensure this value has at most 5000 characters (it has 100000)."]


def test_editors_answer_on_a_page_and_see_what_is_overdue(client):
    here = space()
    given = actions.give_feedback(Actor(), here, message="Ei toimi")
    from tests.factories import building

    with building():
        AccessibilityFeedback.objects.update(due=dt.date(2020, 1, 1))
    sign_in(client, with_role("Minna", here, "keeper"))
    assert client.get("/en/spaces/tila/feedback/").status_code == 403
    assert client.get(f"/en/feedback-answers/{given.pk}/").status_code == 404
    sign_in(client, with_role("Kaisa", here))
    assert client.get("/en/spaces/tila/feedback/").content.decode().count("Overdue") == 1
    assert client.post(f"/en/feedback-answers/{given.pk}/", {"answer": "Korjattu"}).status_code == 303
    assert AccessibilityFeedback.objects.get().answer == "Korjattu"


def test_change_is_shown_on_every_page_at_once(client, django_capture_on_commit_callbacks):
    here = space()
    assert "Tila tila" in client.get("/en/accessibility/").content.decode()
    sign_in(client, with_role("Kaisa", here))
    data = {"name_fi": "Uusi pöytä", "name_en": "New table", "languages": ["fi", "sv"]}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/en/spaces/tila/change/", data).status_code == 303
    assert Space.objects.get().languages == ["fi", "sv"]
    assert "New table</title>" in client.get("/en/organisations/").content.decode()


def test_roles_show_addresses_to_editors_and_record_the_look(client):
    here = space()
    minna, kaisa = with_role("Minna", here, "keeper"), with_role("Kaisa", here)
    address = Person.objects.get(pk=minna.person_id).email
    sign_in(client, minna)
    assert address not in client.get("/en/spaces/tila/roles/").content.decode()
    sign_in(client, kaisa)
    assert address in client.get("/en/spaces/tila/roles/").content.decode()
    assert PersonView.objects.get().subject_id == minna.person_id


def test_appoint_by_address_and_dismiss(client):
    here = space()
    sign_in(client, with_role("Kaisa", here))
    answer = client.post("/en/spaces/tila/roles/appoint/", {"email": "ei@example.org", "role": "keeper"})
    assert answer.context["form"].errors["email"][0].startswith("Nobody with this address has signed in yet.")
    people.person("Minna", email="minna@example.org")
    answer = client.post("/en/spaces/tila/roles/appoint/", {"email": "Minna@example.org", "role": "keeper"})
    assert answer.status_code == 303
    row = SpaceRole.objects.get(role="keeper")
    assert client.post(f"/en/space-roles/{row.pk}/dismiss/").status_code == 303
    row.refresh_from_db()
    assert row.end is not None


def test_recover_and_public_body_pages(client):
    area = make.municipality()
    here = space(area=area)
    sign_in(client, with_role("Kaisa", here))
    lost = make.organisation("Orpo", home=area)
    data = {"organisation": lost.pk, "email": "a@example.org", "reason": "x"}
    assert client.post("/en/spaces/tila/recover/", data).status_code == 303
    data = {"area": area.pk, "name_fi": "Kunta", "email": "a@example.org"}
    assert client.post("/en/spaces/tila/public-bodies/new/", data)["location"] == "/en/organisations/kunta/"
