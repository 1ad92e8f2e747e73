from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from docx import Document

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.links.models import Link
from kumppanuus.links.resolve import stand_in
from kumppanuus.matters import actions, sitemaps
from kumppanuus.matters.models import Matter
from kumppanuus.meetings.receiving import as_receiver
from tests.factories.matters import SECRET_EMAIL, SECRET_NAME, matter, resident

pytestmark = pytest.mark.django_db
WORDS = Text(fi="Näin kävi.")


def at(name, *args):
    return reverse(f"matters:{name}", args=args)


def shown(client, query=""):
    return [str(one) for one in client.get(f"{at('matters')}?{query}").context["page_obj"]]


def path_shown(response):
    return [line.heading for line in response.context["lines"]]


def asked(**more):
    told = {"kind": "initiative", "title": "Penkki", "text": "Tarvitaan penkki", "name": SECRET_NAME}
    return told | {"email": SECRET_EMAIL} | more


def start_in(area):
    return f"{at('start')}?area={area.slug}"


def test_the_list_narrows_by_area_state_lateness_and_words(cast, client, area, koski):
    other = cast.municipality_b.governs
    matter(cast.actor("bertil"), area, koski, "Pyörätie")
    matter(cast.actor("beata"), other, koski, "Kuljetus", ago=62)
    assert shown(client) == ["Pyörätie", "Kuljetus"]
    assert shown(client, f"area={other.slug}") == ["Kuljetus"]
    assert (shown(client, "state=late"), shown(client, "state=answered")) == (["Kuljetus"], [])
    assert (shown(client, "q=pyörätie"), shown(client, "q=puuttuu"), shown(client, "area=tuntematon")) == (
        ["Pyörätie"],
        [],
        ["Pyörätie", "Kuljetus"],
    )


def test_the_page_shows_the_path_where_it_waits_and_that_it_is_not_pending(client, sent):
    response = client.get(sent.get_absolute_url())
    assert path_shown(response) == ["Given", "Sent to: Kosken kunta"]
    assert [line.is_here for line in response.context["lines"]] == [False, True]
    assert "not officially pending" in response.context["not_pending"]
    assert not any(response.context["may"].values())


def test_the_sentence_goes_when_the_number_is_there(client, aino, sent):
    actions.record_number(aino, sent, diary_number="12/2026")
    response = client.get(sent.get_absolute_url())
    assert (response.context["not_pending"], path_shown(response)[-1]) == ("", "Registered: 12/2026")


def test_somebody_signed_in_gives_a_matter_on_one_page(enter, cast, area):
    client = enter("bertil")
    key = f"organisation:{cast.municipality_a.pk}"
    response = client.post(start_in(area), asked(to=key))
    made = Matter.objects.get()
    assert (response.status_code, response.url) == (303, made.get_absolute_url())
    assert (made.organisation, made.holder, made.name) == (cast.ngo_a, cast.municipality_a, "")


def test_somebody_outside_needs_a_name(enter, area):
    client = enter("bertil")
    response = client.post(start_in(area), asked(to="outside"))
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["outside_name"])
    client.post(start_in(area), asked(to="outside", outside_name="Valtuusto", outside_kind="council"))
    made = Matter.objects.get()
    assert (str(made.waits_name), made.holder, made.steps.last().to_kind) == ("Valtuusto", None, "council")


def test_a_resident_confirms_by_her_link_once_and_withdraws_by_it(client, cast, area):
    response = client.post(start_in(area), asked(to=f"organisation:{cast.municipality_a.pk}"))
    made = Matter.objects.get()
    assert (response.status_code, made.state, shown(client)) == (200, "unconfirmed", [])
    assert client.get(made.get_absolute_url()).status_code == 404
    own = at("own", stand_in(Link.objects.get(pk=made.link_id)))
    assert "Confirm and send" in client.get(own).content.decode()
    client.post(own, {"confirm": "yes"})
    client.post(own, {"confirm": "yes"})
    assert (Matter.objects.get().state, made.steps.count(), shown(client)) == ("sent", 2, ["Penkki"])
    page = client.get(made.get_absolute_url()).content.decode()
    assert (SECRET_NAME in page, SECRET_EMAIL in page) == (False, False)
    client.post(own, {"withdraw": "yes", "text_fi": "Asia selvisi"})
    assert Matter.objects.get().state == "withdrawn"


def test_machines_are_thanked_only_and_a_stranger_cannot_send_outside(client, cast, area):
    key = f"organisation:{cast.municipality_a.pk}"
    assert client.post(start_in(area), asked(to=key, nickname="robot")).status_code == 303
    assert client.post(start_in(area), asked(to="outside", outside_name="X")).status_code == 422
    assert Matter.objects.count() == 0


def test_each_step_has_a_page_for_who_has_it_and_nobody_else(enter, client, sent):
    for verb in ("answer", "record_number", "send_on"):
        assert enter("akseli").get(at(verb, sent.pk)).status_code == 403
    client = enter("aino")
    assert client.post(at("record_number", sent.pk), {"diary_number": "5/2026", "on": "2020-01-01"}).status_code == 303
    assert client.post(at("answer", sent.pk), {"text_fi": "", "on": "2020-01-01"}).status_code == 422
    assert client.post(at("answer", sent.pk), {"text_fi": "Kyllä", "on": "2020-01-01"}).status_code == 303
    assert client.post(at("answer", sent.pk), {"text_fi": "Kyllä", "on": "2020-01-01"}).status_code == 403
    assert path_shown(client.get(sent.get_absolute_url())) == [
        "Given",
        "Sent to: Kosken kunta",
        "Registered: 5/2026",
        "Answered",
    ]


def test_a_hundred_thousand_characters_are_said_on_the_form(enter, sent):
    response = enter("aino").post(at("answer", sent.pk), {"text_fi": "a" * 100_000, "on": "2020-01-01"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["text"])


def test_the_document_names_the_sender_to_who_has_it_only(enter, client, area, koski):
    made = resident(area, koski)
    assert client.get(at("document", made.pk, "docx")).status_code == 403
    assert enter("beata").get(at("document", made.pk, "pdf")).status_code == 403
    client = enter("aino")
    words = "\n".join(
        one.text for one in Document(io.BytesIO(client.get(at("document", made.pk, "docx")).content)).paragraphs
    )
    assert (SECRET_NAME in words, SECRET_EMAIL in words, "Sent to: Kosken kunta" in words) == (True, True, True)
    pdf = client.get(at("document", made.pk, "pdf")).content
    assert (pdf[:5], b"pdfuaid" in pdf, bool(re.search(rb"/StructTreeRoot", pdf))) == (b"%PDF-", True, True)
    assert client.get(at("document", made.pk, "exe")).status_code == 404


def test_a_correction_stands_beside_what_was_written_before(enter, aino, sent):
    step = actions.record_number(aino, sent, diary_number="12/2026")
    client = enter("aino")
    response = client.post(at("correct", step.pk), {"on": "2020-01-01", "diary_number": "21/2026"})
    assert response.status_code == 303
    page = client.get(sent.get_absolute_url()).content.decode()
    assert ("Registered: 21/2026" in page, "12/2026" in page) == (True, True)


def test_an_attachment_is_given_and_listed_in_the_document(enter, cast, sent):
    client = enter("bertil")
    client.post(at("attach", sent.pk), {"title_fi": "Kartta", "url": "https://example.org/kartta"})
    one = sent.attachments.get()
    assert client.get(at("attachment", one.pk)).url == "https://example.org/kartta"
    words = Document(io.BytesIO(client.get(at("document", sent.pk, "docx")).content)).paragraphs
    assert [line.text for line in words if "Kartta" in line.text] == ["Kartta: https://example.org/kartta"]


def test_files_feed_and_api_say_what_everybody_may_read(client, cast, area, koski, table):
    resident(area, koski)
    matter(cast.actor("bertil"), area, as_receiver(table), "Pöydälle")
    found = client.get(at("export", "json")).json()
    rows = found if isinstance(found, list) else next(value for value in found.values() if isinstance(value, list))
    assert sorted(row["title"]["fi"] if isinstance(row["title"], dict) else row["title"] for row in rows) == [
        "Penkki",
        "Pöydälle",
    ]
    for address in (at("export", "csv"), at("atom"), reverse("api-1:list_matters")):
        content = client.get(address).content.decode()
        assert ("Penkki" in content, SECRET_NAME in content, SECRET_EMAIL in content) == (True, False, False)
    one = client.get(reverse("api-1:get_matter", args=[Matter.objects.first().pk])).json()
    assert [step["kind"] for step in one["steps"]] == ["given", "sent"]
    assert len([name for name, _args in sitemaps.addresses() if name == "matters:matter"]) == 2


def test_an_unknown_link_opens_nothing(client, area, koski):
    made = resident(area, koski, confirmed=False)
    assert client.get(at("own", "tuntematon")).status_code == 404
    from kumppanuus.links import actions as links

    links.revoke(Actor(link_id=made.link_id), Link.objects.get(pk=made.link_id))
    assert client.get(at("own", stand_in(Link.objects.get(pk=made.link_id)))).status_code == 410
