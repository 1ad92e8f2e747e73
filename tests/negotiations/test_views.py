"""Pages of negotiations: what they collect, who sees them, their files, and the follow-up by a link."""

from __future__ import annotations

import io

import pytest
from django.utils import timezone
from docx import Document

from kumppanuus.bodies.models import Body
from kumppanuus.core.texts import Text
from kumppanuus.measures.models import Measure
from kumppanuus.negotiations.collecting import material
from kumppanuus.negotiations.models import FollowUp
from kumppanuus.places.models import Area
from tests.factories import building
from tests.laws.test_lists import _client

pytestmark = pytest.mark.django_db


def page(world, who, path):
    return _client(world, who).get(path)


def test_what_is_not_published_is_nowhere_for_strangers(world):
    here = world.negotiations.under_way.pk
    for path in ("", "material/", "summary.pdf"):
        assert page(world, "dani", f"/fi/negotiations/{here}/{path}").status_code == 404
    assert "Salainen" not in page(world, "dani", "/fi/negotiations/").content.decode()
    assert "Salainen ehdotus" in page(world, "aino", f"/fi/negotiations/{here}/").content.decode()


def test_the_material_collects_what_stands_on_the_platform(world):
    found = material(world.negotiations.to_sign)
    assert [one.agreed_id for one in found.measures] == [world.negotiations.agreed.pk]
    assert world.matters.late in found.matters
    assert {one.ngo_half_levels is None for one in found.gaps} <= {False}
    shown = page(world, "dani", f"/en/negotiations/{world.negotiations.to_sign.pk}/material/").content.decode()
    assert ("Avoin olohuone" in shown, "Changes in numbers" in shown) == (True, True)


def test_the_material_has_what_is_in_the_region_of_the_county_too(world):
    negotiation, municipality = world.negotiations.to_sign, world.area_a
    with building():
        region = Area.objects.create(kind="region", code="99", slug="testimaa", name=Text(fi="Testimaa"))
        Area.objects.filter(pk=municipality.pk).update(region=region, county=negotiation.area)
        Body.objects.filter(pk=world.bodies.table.pk).update(area=region, ends=timezone.localdate())
    assert world.bodies.table in material(negotiation).terms


def test_an_agreed_measure_stands_on_its_own_page_with_where_it_was_agreed_and_on_the_municipality(world):
    measure = Measure.objects.get(agreed_model="negotiations.negotiation")
    shown = page(world, "dani", measure.get_absolute_url()).content.decode()
    assert world.negotiations.agreed.get_absolute_url() in shown
    assert "Avoin olohuone" in page(world, "dani", world.area_a.get_absolute_url()).content.decode()


def test_the_page_of_a_text_names_who_has_not_signed(world):
    text = world.negotiations.to_sign.agreements.first()
    signed = {one.party_id for one in text.signatures.all()}
    missing = [one for one in world.negotiations.to_sign.parties.filter(left_on=None) if one.pk not in signed]
    shown = page(world, "cecilia", f"/en/negotiations/{world.negotiations.to_sign.pk}/agreement/{text.number}/")
    after = shown.content.decode().partition("Not signed yet")[2]
    assert missing
    assert all(str(one.organisation) in after for one in missing)


def test_the_summary_is_a_tagged_pdf_and_a_document(world):
    here = world.negotiations.to_sign.pk
    pdf = page(world, "dani", f"/fi/negotiations/{here}/summary.pdf").content
    assert (pdf[:5], b"/StructTreeRoot" in pdf or b"/MarkInfo" in pdf) == (b"%PDF-", True)
    docx = Document(io.BytesIO(page(world, "dani", f"/fi/negotiations/{here}/summary.docx").content))
    headings = [one.text for one in docx.paragraphs if one.style.name == "Heading 3"]
    assert headings == ["Kyytipalvelu"]


def test_a_party_tells_by_its_link_and_a_dropped_measure_needs_a_reason(world, client):
    path = f"/fi/negotiations/follow/{world.tokens['follow']}/"
    measure = Measure.objects.get(agreed_model="negotiations.negotiation")
    fields = {f"state_{measure.pk}": "dropped", f"reason_{measure.pk}": ""}
    assert client.post(path, fields).status_code == 422
    fields[f"reason_{measure.pk}"] = "Tila meni remonttiin"
    assert client.post(path, fields).status_code == 303
    measure.refresh_from_db()
    assert (measure.state, measure.reason) == ("dropped", "Tila meni remonttiin")
    assert FollowUp.objects.get(pk=world.negotiations.follow_up.pk).answered_at is not None


def test_a_withdrawn_link_says_so(world, client):
    withdraw = f"/fi/negotiations/follow-ups/{world.negotiations.follow_up.pk}/withdraw/"
    assert _client(world, "cecilia").post(withdraw).status_code == 303
    assert client.get(f"/fi/negotiations/follow/{world.tokens['follow']}/").status_code == 410


def test_words_stay_on_the_form_when_another_changed_them(world):
    here = world.negotiations.under_way
    cecilia = _client(world, "cecilia")
    path = f"/en/negotiations/{here.pk}/change/"
    told = {"title_fi": "Nimi", "meets_on": here.meets_on.isoformat(), "edition": "1", "text_fi": "Ensin"}
    assert cecilia.post(path, told).status_code == 303
    second = cecilia.post(path, told | {"text_fi": "Toisen sanat"})
    assert (second.status_code, "Toisen sanat" in second.content.decode()) == (422, True)
