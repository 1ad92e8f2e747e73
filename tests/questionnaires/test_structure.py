from __future__ import annotations

import dataclasses

import pytest
from django.core.exceptions import PermissionDenied

from kumppanuus.core.actions import Refused
from kumppanuus.core.actors import system
from kumppanuus.core.texts import Text
from kumppanuus.questionnaires import actions
from kumppanuus.questionnaires.content import fingerprint, fingerprint_of_item, read_version
from kumppanuus.questionnaires.models import BankItem, Questionnaire, QuestionnaireVersion
from tests.factories import building
from tests.factories import questionnaires as made_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def kaisa(cast):
    return cast.actor("kaisa")


@pytest.fixture
def draft(cast, kaisa):
    return made_up.draft(kaisa, cast.space)


def codes(version):
    return [(theme.key, [item.code for item in theme.items]) for theme in read_version(version)]


def test_load_brings_four_checklists_and_again_changes_nothing():
    made_up.shipped()
    made_up.shipped()
    found = Questionnaire.objects.order_by("pk").values_list("slug", "source_status")
    assert list(found) == [
        ("core-nine", "ours"),
        ("kanta-hame-known", "partly-known"),
        ("meri-lappi-five", "published"),
        ("pohjois-pohjanmaa-seven", "published"),
    ]
    assert [v.items.count() for v in QuestionnaireVersion.objects.order_by("questionnaire")] == [9, 9, 5, 7]


def test_shipped_items_are_whole_in_three_languages_and_all_are_in_the_bank():
    made_up.shipped()
    core = Questionnaire.objects.get(slug="core-nine").versions.get()
    for theme in read_version(core):
        for item in theme.items:
            assert [level.value for level in item.levels] == [0, 1, 2, 3, 4]
            texts = [item.name, item.statement, item.evidence, item.first_steps]
            texts += [text for level in item.levels for text in (level.label, level.description)]
            assert [text.missing(["fi", "sv", "en"]) for text in texts] == [[]] * len(texts)
            assert [len(text.splitlines()) for text in item.first_steps.values()] == [3, 3, 3]
    assert list(BankItem.objects.filter(items=None)) == []


def test_load_makes_a_new_version_when_what_is_shipped_differs():
    made_up.shipped()
    found = Questionnaire.objects.get(slug="meri-lappi-five")
    with building():
        newer = QuestionnaireVersion.objects.create(questionnaire=found, number=2)
        found.versions.filter(number=1).update(status="superseded")
        QuestionnaireVersion.objects.filter(pk=newer.pk).update(status="published")
    made_up.shipped()
    assert list(found.versions.order_by("number").values_list("number", "status")) == [
        (1, "superseded"),
        (2, "superseded"),
        (3, "published"),
    ]


def test_create_copies_a_version_with_its_places_in_the_bank(cast, kaisa):
    made_up.shipped()
    core = Questionnaire.objects.get(slug="core-nine").versions.get()
    copy = actions.create(kaisa, cast.space, slug="own", title=Text(fi="Oma"), copy_of=core)
    assert read_version(copy.versions.get()) == read_version(core)
    assert copy.versions.get().based_on == core


@pytest.mark.parametrize("slug", ["new", "bank", "taken"])
def test_create_refuses_an_address_that_is_taken(cast, kaisa, slug):
    actions.create(kaisa, cast.space, slug="taken", title=Text(fi="Eka"))
    with pytest.raises(Refused):
        actions.create(kaisa, cast.space, slug=slug, title=Text(fi="Toka"))


def test_one_draft_at_a_time(kaisa, draft):
    with pytest.raises(Refused):
        actions.draft(kaisa, draft.questionnaire)


def test_new_version_takes_the_place_of_the_one_in_force(kaisa, draft):
    first = actions.publish(kaisa, draft)
    second = actions.draft(kaisa, draft.questionnaire)
    actions.change_item(kaisa, second, theme="A", item=made_up.item("1", statement=Text(fi="Uusi")), code="1")
    actions.publish(kaisa, second, note_text=made_up.three("Item 1 is clearer"))
    assert [(v.number, v.status) for v in draft.questionnaire.versions.order_by("number")] == [
        (1, "superseded"),
        (2, "published"),
    ]
    assert str(read_version(first)[0].items[0].statement) == "Statement 1"


def test_published_version_is_not_changed_by_actions(kaisa, draft):
    actions.publish(kaisa, draft)
    with pytest.raises(Refused):
        actions.change.function(kaisa, draft, content=[])
    draft.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.change(kaisa, draft, content=[])


@pytest.mark.parametrize("items", [[], [made_up.item("1", levels=made_up.levels()[:1])]], ids=["no-items", "one-level"])
def test_publish_refuses_what_cannot_be_answered(cast, kaisa, items):
    content = made_up.content()[:1]
    content[0].items = items
    draft = made_up.draft(kaisa, cast.space, content)
    with pytest.raises(Refused):
        actions.publish(kaisa, draft)
    assert read_version(draft) == content


def test_two_editors_of_one_item_overwrite_nothing_unseen(kaisa, draft):
    seen = fingerprint_of_item(made_up.item("1"))
    actions.change_item(kaisa, draft, theme="A", item=made_up.item("1", name=Text(fi="Kaisan")), code="1", seen=seen)
    with pytest.raises(actions.ItemConflict) as conflict:
        actions.change_item(
            kaisa, draft, theme="A", item=made_up.item("1", name=Text(fi="Toinen")), code="1", seen=seen
        )
    assert conflict.value.saved.name == Text(fi="Kaisan")
    assert read_version(draft)[0].items[0].name == Text(fi="Kaisan")


def test_two_editors_of_different_items_do_not_disturb_each_other(kaisa, draft):
    seen = {code: fingerprint_of_item(made_up.item(code)) for code in "12"}
    for code in "12":
        new = made_up.item(code, name=Text(fi=f"Uusi {code}"))
        actions.change_item(kaisa, draft, theme="A", item=new, code=code, seen=seen[code])
    assert [str(item.name) for item in read_version(draft)[0].items] == ["Uusi 1", "Uusi 2"]


def test_item_removed_meanwhile_is_a_conflict_without_a_saved_one(kaisa, draft):
    seen = fingerprint_of_item(made_up.item("2"))
    actions.arrange(kaisa, draft, item="2", to="away")
    with pytest.raises(actions.ItemConflict) as conflict:
        actions.change_item(kaisa, draft, theme="A", item=made_up.item("2"), code="2", seen=seen)
    assert conflict.value.saved is None


def test_item_can_be_added_renamed_and_moved_to_another_theme(kaisa, draft):
    actions.change_item(kaisa, draft, theme="B", item=made_up.item("4"))
    actions.change_item(kaisa, draft, theme="B", item=made_up.item("1a"), code="1")
    assert codes(draft) == [("A", ["2"]), ("B", ["3", "4", "1a"])]


def test_code_of_another_item_is_refused(kaisa, draft):
    with pytest.raises(Refused):
        actions.change_item(kaisa, draft, theme="A", item=made_up.item("2"), code="1")
    assert codes(draft) == [("A", ["1", "2"]), ("B", ["3"])]


@pytest.mark.parametrize(
    ("move", "after"),
    [
        ({"item": "2", "to": "up"}, [("A", ["2", "1"]), ("B", ["3"])]),
        ({"item": "1", "to": "down"}, [("A", ["2", "1"]), ("B", ["3"])]),
        ({"item": "2", "to": "down"}, [("A", ["1"]), ("B", ["2", "3"])]),
        ({"item": "3", "to": "up"}, [("A", ["1", "2", "3"]), ("B", [])]),
        ({"item": "1", "to": "up"}, [("A", ["1", "2"]), ("B", ["3"])]),
        ({"item": "3", "to": "away"}, [("A", ["1", "2"]), ("B", [])]),
        ({"theme": "B", "to": "up"}, [("B", ["3"]), ("A", ["1", "2"])]),
        ({"theme": "B", "to": "away"}, [("A", ["1", "2"])]),
        ({"item": "9", "to": "up"}, [("A", ["1", "2"]), ("B", ["3"])]),
    ],
)
def test_arrange_moves_items_and_themes(kaisa, draft, move, after):
    actions.arrange(kaisa, draft, **move)
    assert codes(draft) == after


def test_theme_is_added_and_renamed_with_its_items(kaisa, draft):
    actions.change_theme(kaisa, draft, key="C", title=Text(fi="Kolmas"))
    actions.change_theme(kaisa, draft, key="X", title=Text(fi="Eka"), was="A")
    assert codes(draft) == [("X", ["1", "2"]), ("B", ["3"]), ("C", [])]
    with pytest.raises(Refused):
        actions.change_theme(kaisa, draft, key="B", title=Text(fi="Toinen B"))


def test_sheet_is_refused_when_the_draft_has_changed_since_the_preview(kaisa, draft):
    seen = fingerprint(read_version(draft))
    actions.arrange(kaisa, draft, item="3", to="away")
    with pytest.raises(Refused):
        actions.fill_from_sheet(kaisa, draft, content=made_up.content(), seen=seen)
    assert codes(draft) == [("A", ["1", "2"]), ("B", [])]


@pytest.mark.parametrize("name", ["aino", "bertil", "oona", "eero", "dani"])
def test_only_editors_of_the_space_edit(cast, draft, name):
    with pytest.raises(PermissionDenied):
        actions.change_item(cast.actor(name), draft, theme="A", item=made_up.item("9"))
    assert draft not in QuestionnaireVersion.objects.visible_to(cast.actor(name))


def test_only_the_command_loads(kaisa):
    with pytest.raises(PermissionDenied):
        actions.load(kaisa, None)
    assert system("command").may("questionnaires.load", None)


def test_content_survives_a_copy_of_a_dataclass(draft):
    content = read_version(draft)
    assert [dataclasses.replace(theme) for theme in content] == made_up.content()
