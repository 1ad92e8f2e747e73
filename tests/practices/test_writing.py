"""From the first words to a published version, and on to the next: who writes, what is never lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.practices import actions
from kumppanuus.practices.models import Practice, Section, Template, TemplateField, TemplateVersion
from tests.factories import building
from tests.factories.practices import begun, draft_of, field, published, template, wrote

pytestmark = pytest.mark.django_db


def test_loading_the_template_again_changes_nothing(cast):
    template()
    before = list(TemplateField.objects.values_list("pk", flat=True))
    actions.load_templates(system("command"))
    assert list(TemplateField.objects.values_list("pk", flat=True)) == before
    assert Template.objects.get().versions.count() == 1


def test_what_is_needed_is_the_name_the_short_description_the_idea_and_the_target_group(cast):
    template()
    needed = TemplateField.objects.filter(required_to_publish=True)
    assert [one.code for one in needed] == ["name", "short", "basic-idea", "target-group"]


def test_publishing_is_refused_with_the_headings_that_are_missing(cast):
    bertil = cast.actor("bertil")
    practice = begun(bertil, cast.ngo_a, short=None)
    with pytest.raises(Refused) as refusal:
        actions.publish(bertil, draft_of(practice))
    headings = "Short description, Basic idea of the solution, Target group and customer understanding"
    assert str(refusal.value.message) == f"Not published yet. Still needed: {headings}. The draft is kept."


def test_a_published_version_stands_and_the_next_begins_as_its_copy(cast):
    bertil = cast.actor("bertil")
    practice = published(bertil, cast.ngo_a)
    first = practice.current
    assert (first.number, first.status, practice.is_public) == (1, "published", True)
    assert [one["organisation"] for one in first.credited] == [cast.ngo_a.pk]
    second = actions.draft(bertil, practice)
    assert [(one.field.code, str(one.text)) for one in second.sections.all()] == [
        (one.field.code, str(one.text)) for one in first.sections.all()
    ]
    wrote(bertil, second, "tips", fi="Aloittakaa pienestä.")
    actions.publish(bertil, second, note_text=Text(fi="Vinkit lisätty"))
    practice.refresh_from_db()
    first.refresh_from_db()
    assert (practice.current.number, first.status, str(practice.current.note)) == (2, "superseded", "Vinkit lisätty")


def test_one_draft_at_a_time(cast):
    bertil = cast.actor("bertil")
    practice = published(bertil, cast.ngo_a)
    actions.draft(bertil, practice)
    with pytest.raises(Refused):
        actions.draft(bertil, practice)


def test_two_in_different_sections_never_disturb_each_other(cast):
    bertil = cast.actor("bertil")
    version = draft_of(begun(bertil, cast.ngo_a))
    a, b = field(version, "basic-idea"), field(version, "tips")
    actions.write(bertil, version, field=a, text={"fi": "Ensimmäinen"}, revision=0)
    actions.write(bertil, version, field=b, text={"fi": "Toinen"}, revision=0)
    assert dict(version.sections.values_list("field__code", "text")) == {
        "basic-idea": Text(fi="Ensimmäinen"),
        "tips": Text(fi="Toinen"),
    }


def test_two_in_one_section_the_second_gets_both_texts_and_nothing_is_lost(cast):
    bertil = cast.actor("bertil")
    version = draft_of(begun(bertil, cast.ngo_a))
    idea = field(version, "basic-idea")
    actions.write(bertil, version, field=idea, text={"fi": "Toisen teksti"}, revision=0)
    with pytest.raises(actions.WrittenMeanwhile) as refusal:
        actions.write(bertil, version, field=idea, text={"fi": "Oma teksti"}, revision=0)
    assert (refusal.value.stands, refusal.value.revision) == ({"text": Text(fi="Toisen teksti")}, 1)
    assert str(version.sections.get().text) == "Toisen teksti"
    actions.write(bertil, version, field=idea, text={"fi": "Toisen teksti. Oma teksti"}, revision=0)
    actions.write(bertil, version, field=idea, text={"fi": "Yhdessä"}, revision=0, joined=2)
    assert str(version.sections.get().text) == "Yhdessä"


def test_a_language_that_is_not_sent_stays_and_a_later_original_makes_it_old(cast):
    bertil = cast.actor("bertil")
    version = draft_of(begun(bertil, cast.ngo_a))
    wrote(bertil, version, "tips", fi="Aloita", sv="Börja")
    wrote(bertil, version, "tips", fi="Aloita pienestä")
    found = version.sections.get().text
    assert (dict(found), found.stale) == ({"fi": "Aloita pienestä", "sv": "Börja"}, {"sv"})


def test_writing_on_what_was_published_meanwhile_is_refused(cast):
    bertil = cast.actor("bertil")
    practice = published(bertil, cast.ngo_a)
    version = practice.current
    with pytest.raises(PermissionDenied):
        actions.write(bertil, version, field=field(version, "tips"), text={"fi": "Myöhässä"}, revision=0)
    version.status = "draft"  # as a page that was opened before has it
    with pytest.raises(Refused):
        actions.write(bertil, version, field=field(version, "tips"), text={"fi": "Myöhässä"}, revision=0)


def test_a_field_of_another_template_is_refused(cast):
    bertil = cast.actor("bertil")
    version = draft_of(begun(bertil, cast.ngo_a))
    with building():
        other = TemplateVersion.objects.create(template=Template.objects.create(code="oma"), number=1)
        foreign = TemplateField.objects.create(version=other, code="oma", part="ours", heading=Text(fi="Oma"))
    with pytest.raises(Refused):
        actions.write(bertil, version, field=foreign, text={"fi": "Väärä paikka"}, revision=0)
    assert Section.objects.count() == 0


def test_deleting_the_only_draft_deletes_the_practice(cast):
    bertil = cast.actor("bertil")
    practice = begun(bertil, cast.ngo_a)
    actions.discard(bertil, draft_of(practice))
    assert Practice.objects.count() == 0


def test_a_withdrawn_practice_stays_readable_and_comes_back(cast):
    bertil = cast.actor("bertil")
    practice = published(bertil, cast.ngo_a)
    actions.withdraw(bertil, practice, why="Ei toimi enää")
    assert (Practice.objects.listed().count(), Practice.objects.visible_to(cast.actor("dani")).count()) == (0, 1)
    actions.reopen(bertil, practice)
    assert Practice.objects.listed().count() == 1
