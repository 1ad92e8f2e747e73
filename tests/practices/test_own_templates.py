"""A space's own template: begun, edited, published, taken into drafts; nothing that is written is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kumppanuus.core.actions import Refused
from kumppanuus.core.texts import Text
from kumppanuus.practices import actions
from kumppanuus.practices.actions.own_templates import content_of, stamp
from kumppanuus.practices.actions.writing import template_for
from kumppanuus.practices.models import Practice, Template, TemplateVersion
from tests.factories.practices import begun, draft_of, published, wrote

pytestmark = pytest.mark.django_db


@pytest.fixture
def kaisa(cast):
    return cast.actor("kaisa")


@pytest.fixture
def draft(cast, kaisa):
    published(kaisa, cast.umbrella, "Ennen omia otsikoita")
    return actions.begin_template(kaisa, cast.space)


def codes(version):
    return [one.code for one in version.fields.all()]


def test_draft_begins_as_a_copy_and_changes_nothing_until_published(cast, kaisa, draft):
    shipped = TemplateVersion.objects.get(template__space=None, status="published")
    assert content_of(draft) == content_of(shipped)
    assert [one.order for one in draft.fields.all()] == [one.order for one in shipped.fields.all()]
    assert template_for(cast.space) == shipped
    with pytest.raises(Refused, match="under way already"):
        actions.begin_template(kaisa, cast.space)
    with pytest.raises(Refused, match="nothing to publish"):
        actions.publish_template(kaisa, draft)


def test_published_headings_are_those_of_new_models_and_older_ones_keep_theirs(cast, kaisa, draft):
    before = Practice.objects.get()
    made = actions.add_heading(
        kaisa, draft, heading=Text(fi="Mitä naapuri sanoo", sv="Vad grannen säger"), part="description", kind="text"
    )
    assert (made.code, made.is_ours) == ("mita-naapuri-sanoo", True)
    actions.remove_heading(kaisa, draft, code="environment")
    actions.publish_template(kaisa, draft)
    new = draft_of(begun(kaisa, cast.umbrella, "Uusi malli"))
    assert new.template == draft
    assert set(codes(new.template)) == set(codes(before.current.template)) - {"environment"} | {"mita-naapuri-sanoo"}
    before.refresh_from_db()
    assert before.current.template.template.space_id is None
    second = actions.begin_template(kaisa, cast.space)
    assert (second.number, second.template, content_of(second)) == (2, draft.template, content_of(draft))


def test_draft_that_takes_the_newest_headings_keeps_every_text(cast, kaisa, draft):
    practice = begun(kaisa, cast.umbrella, "Kesken oleva")
    version = draft_of(practice)
    wrote(kaisa, version, "environment", fi="Pieni kunta.", sv="En liten kommun.")
    wrote(kaisa, version, "tips", fi="Aloittakaa pienestä.")
    actions.remove_heading(kaisa, draft, code="environment")
    with pytest.raises(Refused, match="newest headings already"):
        actions.take_template(kaisa, version)
    actions.publish_template(kaisa, draft)
    taken = actions.take_template(kaisa, version)
    assert taken.template == draft
    assert {one.field.code: one.text["fi"] for one in taken.sections.all()} == {"tips": "Aloittakaa pienestä."}
    assert {one.field.version_id for one in taken.sections.select_related("field")} == {draft.pk}
    assert "Pieni kunta." in taken.leftover["fi"]
    assert "En liten kommun." in taken.leftover["sv"]


def test_fork_across_templates_and_back_keeps_what_has_no_heading_beside(cast, kaisa, draft):
    original = Practice.objects.get()
    actions.remove_heading(kaisa, draft, code="target-group")
    actions.publish_template(kaisa, draft)
    fork = actions.fork(cast.actor("beata"), original.current, name=Text(fi="Meidän malli"))
    own = actions.take_template(cast.actor("beata"), draft_of(fork))
    assert own.template == draft
    assert "Yksin asuvat" in own.leftover["fi"]


def test_two_who_change_one_heading_are_told_and_nothing_is_overwritten(kaisa, draft):
    seen = stamp(draft.fields.get(code="tips"))
    actions.change_heading(kaisa, draft, code="tips", stood=seen, heading=Text(fi="Neuvoja"))
    with pytest.raises(Refused, match="Neuvoja"):
        actions.change_heading(kaisa, draft, code="tips", stood=seen, heading=Text(fi="Vinkkejä"))
    assert draft.fields.get(code="tips").heading["fi"] == "Neuvoja"


def test_headings_move_within_their_part_and_stop_at_its_ends(kaisa, draft):
    of_part = [one.code for one in draft.fields.filter(part="description")]
    actions.move_heading(kaisa, draft, code=of_part[1])
    assert [one.code for one in draft.fields.filter(part="description")][:2] == of_part[1::-1]
    actions.move_heading(kaisa, draft, code=of_part[1])
    actions.move_heading(kaisa, draft, code=of_part[-1], down=True)
    assert [one.code for one in draft.fields.filter(part="description")] == [of_part[1], of_part[0], *of_part[2:]]


def test_removed_heading_is_put_back_as_it_stood(kaisa, draft):
    whole = content_of(draft)
    actions.remove_heading(kaisa, draft, code="tips")
    actions.put_back_heading(kaisa, draft, code="tips")
    assert sorted(map(str, content_of(draft))) == sorted(map(str, whole))
    with pytest.raises(Refused, match="stands there already"):
        actions.put_back_heading(kaisa, draft, code="tips")


def test_what_comes_from_the_record_is_not_removed_and_an_empty_heading_is_refused(kaisa, draft):
    record = draft.fields.exclude(kind__in=("line", "text")).first()
    with pytest.raises(Refused, match="record"):
        actions.remove_heading(kaisa, draft, code=record.code)
    with pytest.raises(Refused, match="Write the heading"):
        actions.change_heading(kaisa, draft, code="tips", heading=Text())
    with pytest.raises(Refused, match="stage"):
        actions.add_heading(kaisa, draft, heading=Text(fi="Polulla"), part="path", kind="text")


def test_draft_that_is_thrown_away_leaves_nothing(cast, kaisa, draft):
    actions.discard_template(kaisa, draft)
    assert not Template.objects.filter(space=cast.space).exists()
    with pytest.raises(Refused, match="thrown away"):
        actions.move_heading(kaisa, draft, code="tips")


def page(cast, *more):
    return reverse("practices:headings", args=[cast.space.slug]) + "".join(more)


def test_pages_lead_from_beginning_to_publishing(client, cast, kaisa):
    published(kaisa, cast.umbrella, "Malli")
    client.force_login(cast.people["kaisa"])
    assert "Make own headings" in client.get(page(cast)).content.decode()
    assert client.post(page(cast, "begin/")).status_code == 303
    told = {"heading_fi": "Naapurit", "part": "description", "kind": "text"}
    assert client.post(page(cast, "add/"), told).status_code == 303
    shown = client.get(page(cast)).content.decode()
    assert "Naapurit" in shown
    assert client.post(page(cast, "publish/")).status_code == 303
    assert template_for(cast.space).template.space == cast.space


def test_typed_words_stay_when_somebody_changed_the_heading_meanwhile(client, cast, kaisa, draft):
    client.force_login(cast.people["kaisa"])
    address = page(cast, "tips/")
    stood = stamp(draft.fields.get(code="tips"))
    actions.change_heading(kaisa, draft, code="tips", heading=Text(fi="Neuvoja"))
    typed = {"heading_fi": "Vinkkejä seuraaville", "stood": stood}
    answer = client.post(address, typed)
    text = answer.content.decode()
    assert (answer.status_code, "Vinkkejä seuraaville" in text, "Neuvoja" in text) == (422, True, True)
    now = stamp(draft.fields.get(code="tips"))
    assert f'value="{now}"' in text
    assert client.post(address, typed | {"stood": now}).status_code == 303
    assert draft.fields.get(code="tips").heading["fi"] == "Vinkkejä seuraaville"


def test_nobody_else_opens_the_page_and_a_bad_part_is_said(client, cast, kaisa, draft):
    client.force_login(cast.people["bertil"])
    assert client.get(page(cast)).status_code == 403
    assert client.post(page(cast, "publish/")).status_code == 403
    client.force_login(cast.people["kaisa"])
    assert client.post(page(cast, "add/"), {"heading_fi": "X", "part": "nowhere", "kind": "text"}).status_code == 422
    assert client.get(page(cast, "nothing/")).status_code == 404
