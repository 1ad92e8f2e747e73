from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from kumppanuus.core.texts import Text
from kumppanuus.questionnaires import actions
from kumppanuus.questionnaires.content import fingerprint_of_item, read_version
from kumppanuus.questionnaires.models import Questionnaire, QuestionnaireVersion
from kumppanuus.questionnaires.sheets.workbook import to_xlsx
from tests.factories import questionnaires as made_up

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def kaisa(cast):
    return cast.actor("kaisa")


@pytest.fixture
def draft(cast, kaisa):
    return made_up.draft(kaisa, cast.space)


@pytest.fixture
def editor(cast, client):
    client.force_login(cast.people["kaisa"], backend=BACKEND)
    return client


def address(version, rest=""):
    return f"/en/checklists/{version.questionnaire.slug}/{version.number}/{rest}"


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def item_fields(item, **changes):
    """Return what the form of an item posts when nothing but the changes is edited."""
    fields = {"theme": "A", "code": item.code, "kind": item.kind, "bank": item.bank, "evidence_wanted": "on"}
    texts = {"name": item.name, "statement": item.statement, "more": item.more}
    texts |= {"evidence": item.evidence, "first_steps": item.first_steps}
    for level in item.levels:
        texts |= {f"label_{level.value}": level.label, f"description_{level.value}": level.description}
    fields |= {f"{name}_{code}": text.get(code, "") for name, text in texts.items() for code in ("fi", "sv", "en")}
    return fields | {"seen": fingerprint_of_item(item)} | changes


# --- Reading -----------------------------------------------------------------------------------------------


def test_list_shows_each_checklist_with_source_region_and_standing(cast, client):
    made_up.shipped()
    page = client.get("/en/checklists/").content.decode()
    assert page.count("From a published source") == 2
    assert page.count("Our own, not an official text") == 1
    assert page.count("Only partly known") == 1
    assert "Kanta-Häme</span><span>2021</span><span>9 items" in page


def test_list_costs_the_same_with_one_and_many(cast, kaisa, client):
    made_up.published(kaisa, cast.space)
    client.get("/en/checklists/")
    one = queries(client, "/en/checklists/")
    for _number in range(3):
        made_up.published(kaisa, cast.space)
    assert queries(client, "/en/checklists/") == one
    assert one <= 5


def test_page_of_a_checklist_costs_the_same_with_few_and_many_items(cast, kaisa, client):
    few = made_up.published(kaisa, cast.space)
    content = made_up.content()
    content[0].items += [made_up.item(str(code)) for code in range(10, 30)]
    many = made_up.published(kaisa, cast.space, content)
    client.get("/en/checklists/")  # warms the frame; the items of both are read anew
    assert queries(client, few.get_absolute_url()) == queries(client, many.get_absolute_url()) <= 7


def test_page_says_plainly_that_the_text_is_ours(cast, client):
    made_up.shipped()
    page = client.get("/en/checklists/core-nine/").content.decode()
    assert "The wording is our own. It is not anybody&#x27;s official text." in page.replace("'", "&#x27;")
    assert page.count('<ol class="cl-levels">') == 9


def test_common_scale_is_shown_once(cast, client):
    made_up.shipped()
    page = client.get("/en/checklists/kanta-hame-known/").content.decode()
    assert page.count('<ol class="cl-levels">') == 1


def test_earlier_version_keeps_its_address_and_leads_to_the_one_in_force(cast, kaisa, client):
    first = made_up.published(kaisa, cast.space)
    second = actions.draft(kaisa, first.questionnaire)
    actions.change_item(kaisa, second, theme="A", item=made_up.item("1", statement=Text(en="Said anew")), code="1")
    actions.publish(kaisa, second, note_text=made_up.three("Clearer words"))
    old, new = (client.get(address(version)).content.decode() for version in (first, second))
    assert "Statement 1" in old
    assert "This is an earlier version" in old
    assert "Said anew" not in old
    assert "Said anew" in new
    assert "Clearer words" in client.get(first.questionnaire.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["", "aino", "bertil", "oona"])
@pytest.mark.parametrize("rest", ["", "edit/", "edit/item/1/", "edit/sheet/", "edit/publish/", "download/json/"])
def test_draft_does_not_exist_for_others(cast, client, draft, name, rest):
    if name:
        client.force_login(cast.people[name], backend=BACKEND)
    assert client.get(address(draft, rest)).status_code == 404
    assert client.get(draft.questionnaire.get_absolute_url()).status_code == 404
    assert draft.questionnaire.slug not in client.get("/en/checklists/").content.decode()


def test_published_version_cannot_be_edited_by_its_editor(cast, kaisa, editor):
    version = made_up.published(kaisa, cast.space)
    assert editor.get(address(version, "edit/")).status_code == 403
    assert editor.post(address(version, "edit/arrange/"), {"move": "away:item:1"}).status_code == 403
    assert read_version(version) == made_up.content()


def test_pasted_html_is_shown_as_text(cast, kaisa, client):
    content = made_up.content()
    content[0].items[0].statement = Text(en="<script>alert(1)</script> & <b>bold</b>")
    version = made_up.published(kaisa, cast.space, content)
    page = client.get(version.get_absolute_url()).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;" in page
    assert "<script>alert" not in page


def test_bank_joins_items_of_different_checklists(cast, client):
    made_up.shipped()
    page = client.get("/en/checklists/bank/").content.decode()
    grants = page[page.index('id="grants"') :].split("</section>")[0]
    assert [f"/checklists/{slug}/" in grants for slug in ("core-nine", "kanta-hame-known", "meri-lappi-five")] == [
        True
    ] * 3
    assert queries(client, "/en/checklists/bank/") <= 5


def test_downloads_hold_the_whole_version(cast, kaisa, client):
    version = made_up.published(kaisa, cast.space)
    data = json.loads(client.get(address(version, "download/json/")).content)
    assert [[item["code"] for item in theme["items"]] for theme in data["themes"]] == [["1", "2"], ["3"]]
    assert data["themes"][0]["items"][0]["levels"][4]["label"] == {
        "fi": "Level 4 (fi)",
        "sv": "Level 4 (sv)",
        "en": "Level 4",
    }
    book = load_workbook(io.BytesIO(client.get(address(version, "download/xlsx/")).content))
    assert book.active.max_row == 1 + 2 + 3 + 15
    assert client.get(address(version, "download/csv/")).content.startswith(b"\xef\xbb\xbfrow;code;kind")
    assert client.get(address(version, "download/exe/")).status_code == 404


# --- Editing -----------------------------------------------------------------------------------------------


def test_checklist_is_made_edited_and_published_in_the_browser(cast, editor):
    made = editor.post(
        "/en/checklists/new/",
        {"space": cast.space.pk, "slug": "own", "title_en": "Our own list", "source_status": "ours"},
    )
    assert made["Location"] == "/en/checklists/own/1/edit/"
    editor.post("/en/checklists/own/1/edit/theme/", {"key": "A", "title_en": "Together"})
    assert editor.get("/en/checklists/own/1/edit/item/").status_code == 200
    item = made_up.item("1")
    saved = editor.post("/en/checklists/own/1/edit/item/", item_fields(item, seen=""))
    assert saved["Location"] == "/en/checklists/own/1/edit/#item-1"
    published = editor.post("/en/checklists/own/1/edit/publish/", {"note_en": ""})
    assert published["Location"] == "/en/checklists/own/"
    version = QuestionnaireVersion.objects.get(questionnaire__slug="own")
    assert version.status == "published"
    assert read_version(version)[0].items == [item]


@pytest.mark.parametrize("name", ["", "aino", "bertil"])
def test_only_an_editor_of_a_space_makes_checklists(cast, client, name):
    if name:
        client.force_login(cast.people[name], backend=BACKEND)
    assert client.get("/en/checklists/new/").status_code == 403


def test_editor_cannot_make_a_checklist_for_another_space(cast, editor):
    answer = editor.post(
        "/en/checklists/new/", {"space": cast.space.pk + 1, "slug": "own", "title_en": "x", "source_status": "ours"}
    )
    assert answer.status_code == 200
    assert "space" in answer.context["form"].errors
    assert not Questionnaire.objects.filter(slug="own").exists()


def test_form_of_an_item_saves_what_it_shows_unchanged(editor, draft):
    before = read_version(draft)
    editor.post(address(draft, "edit/item/1/"), item_fields(before[0].items[0]))
    assert read_version(draft) == before


def test_preview_shows_the_item_and_saves_nothing(editor, draft):
    fields = item_fields(made_up.item("1"), statement_en="Said anew", preview="1")
    page = editor.post(address(draft, "edit/item/1/"), fields).content.decode()
    assert "It is not saved yet." in page
    assert '<p class="cl-statement">Said anew</p>' in page
    assert read_version(draft) == made_up.content()


def test_conflict_keeps_what_was_typed_and_shows_what_the_other_saved(kaisa, editor, draft):
    mine = item_fields(made_up.item("1"), statement_en="My words")
    actions.change_item(kaisa, draft, theme="A", item=made_up.item("1", statement=Text(en="Their words")), code="1")
    answer = editor.post(address(draft, "edit/item/1/"), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Someone else saved this item while you wrote" in page
    assert '<p class="cl-statement">Their words</p>' in page
    assert ">\nMy words</textarea>" in page
    again = editor.post(address(draft, "edit/item/1/"), mine | {"seen": answer.context["seen"]})
    assert again.status_code == 303
    assert read_version(draft)[0].items[0].statement["en"] == "My words"


def test_item_removed_meanwhile_comes_back_only_when_saved_again(kaisa, editor, draft):
    mine = item_fields(made_up.item("1"))
    actions.arrange(kaisa, draft, item="1", to="away")
    answer = editor.post(address(draft, "edit/item/1/"), mine)
    assert answer.status_code == 409
    assert [item.code for item in read_version(draft)[0].items] == ["2"]
    editor.post(address(draft, "edit/item/1/"), mine | {"seen": answer.context["seen"]})
    assert [item.code for item in read_version(draft)[0].items] == ["2", "1"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_en", "x" * 81),
        ("statement_en", "a" * 100_000),
        ("label_0_en", "one two three four five six seven eight nine"),
        ("code", "a b"),
        ("code", "2"),
        ("name_en", "a\x00b"),
    ],
)
def test_wrong_field_is_said_and_nothing_is_saved(editor, draft, field, value):
    answer = editor.post(address(draft, "edit/item/1/"), item_fields(made_up.item("1"), **{field: value}))
    assert answer.status_code == 200
    assert "Something needs correcting" in answer.content.decode()
    assert read_version(draft) == made_up.content()


def test_level_without_a_label_is_left_out_and_one_more_can_be_added(editor, draft):
    fields = item_fields(made_up.item("1"))
    fields |= {f"{part}_0_{code}": "" for part in ("label", "description") for code in ("fi", "sv", "en")}
    fields |= {"label_5_en": "Splendid"}
    editor.post(address(draft, "edit/item/1/"), fields)
    levels = read_version(draft)[0].items[0].levels
    assert [(level.value, level.label["en"]) for level in levels][:1] == [(1, "Level 1")]
    assert (levels[-1].value, levels[-1].label) == (5, Text(en="Splendid"))


def test_buttons_move_and_remove(editor, draft):
    url = address(draft, "edit/arrange/")
    assert editor.post(url, {"move": "down:item:1"})["Location"].endswith("#item-1")
    editor.post(url, {"move": "away:item:3"})
    assert [(t.key, [i.code for i in t.items]) for t in read_version(draft)] == [("A", ["2", "1"]), ("B", [])]
    assert editor.post(url, {"move": "sideways:item:1"}).status_code == 404
    assert editor.get(url).status_code == 405


def test_page_of_a_draft_says_what_is_missing(kaisa, editor, draft):
    actions.change_item(
        kaisa, draft, theme="A", item=made_up.item("1", levels=[], name=Text(en="Only English")), code="1"
    )
    page = editor.get(address(draft, "edit/")).content.decode()
    assert "2 things are still missing" in page
    assert "The short name is missing: Finnish, Swedish" in page
    assert "Needed before publishing." in page


def test_publish_demands_a_note_from_the_second_version_on(kaisa, editor, draft):
    actions.publish(kaisa, draft)
    second = actions.draft(kaisa, draft.questionnaire)
    answer = editor.post(address(second, "edit/publish/"), {"note_en": " "})
    assert answer.status_code == 200
    second.refresh_from_db()
    assert second.status == "draft"


def test_title_and_source_are_edited(editor, draft):
    url = f"/en/checklists/{draft.questionnaire.slug}/about/"
    fields = {
        "title_en": "New title",
        "source_status": "published",
        "source_url": "https://example.org/a",
        "year": "2025",
    }
    assert editor.post(url, fields).status_code == 303
    found = Questionnaire.objects.get(pk=draft.questionnaire_id)
    assert (found.title["en"], found.source_status, found.year) == ("New title", "published", 2025)


# --- Spreadsheets ------------------------------------------------------------------------------------------


def upload(client, draft, body, name="list.xlsx"):
    return client.post(address(draft, "edit/sheet/"), {"file": SimpleUploadedFile(name, body)})


def changed_sheet():
    content = made_up.content()
    content[0].items[0].statement = made_up.three("Said anew")
    content[1].items.append(made_up.item("4"))
    return content, to_xlsx(content, [])


def test_sheet_is_shown_first_and_saved_when_accepted(editor, draft):
    content, body = changed_sheet()
    shown = upload(editor, draft, body)
    assert [(one.kind, one.code) for one in shown.context["differences"]] == [("changed", "1"), ("new", "4")]
    assert read_version(draft) == made_up.content()
    accepted = editor.post(address(draft, "edit/sheet/accept/"), {"parcel": shown.context["parcel"]})
    assert accepted["Location"] == address(draft, "edit/")
    after = read_version(draft)
    assert [[item.code for item in theme.items] for theme in after] == [["1", "2"], ["3", "4"]]
    assert dict(after[0].items[0].statement) == dict(content[0].items[0].statement)


def test_sheet_accepted_after_somebody_changed_the_draft_is_refused(kaisa, editor, draft):
    shown = upload(editor, draft, changed_sheet()[1])
    actions.arrange(kaisa, draft, item="2", to="away")
    answer = editor.post(address(draft, "edit/sheet/accept/"), {"parcel": shown.context["parcel"]})
    assert answer.status_code == 409
    assert [[item.code for item in theme.items] for theme in read_version(draft)] == [["1"], ["3"]]


@pytest.mark.parametrize("alter", [lambda parcel: "", lambda parcel: parcel[:-2] + "xx"], ids=["none", "altered"])
def test_altered_preview_is_refused(editor, draft, alter):
    shown = upload(editor, draft, changed_sheet()[1])
    answer = editor.post(address(draft, "edit/sheet/accept/"), {"parcel": alter(shown.context["parcel"])})
    assert answer.status_code == 409
    assert read_version(draft) == made_up.content()


def test_preview_of_one_draft_is_not_accepted_into_another(cast, kaisa, editor, draft):
    shown = upload(editor, draft, changed_sheet()[1])
    other = made_up.draft(kaisa, cast.space)
    answer = editor.post(address(other, "edit/sheet/accept/"), {"parcel": shown.context["parcel"]})
    assert answer.status_code == 409
    assert read_version(other) == made_up.content()


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        (b"MZ\x90\x00\x03" + b"\x00" * 50, "list.xlsx", "This is not a spreadsheet."),
        (b"code;name (fi);text (fi)\n1;a;b\n", "list.csv", "The column “row” is missing."),
        (b"row;code;name (fi);text (fi)\ntheme;A;=1+1;\n", "list.csv", "A formula."),
    ],
)
def test_wrong_sheet_is_told_and_the_draft_is_as_it_was(editor, draft, body, name, words):
    page = upload(editor, draft, body, name).content.decode()
    assert words in page
    assert "Nothing was saved and the draft is as it was." in page
    assert read_version(draft) == made_up.content()


def test_same_sheet_has_nothing_to_save(editor, draft):
    page = upload(editor, draft, editor.get(address(draft, "download/xlsx/")).content).content.decode()
    assert "There is nothing to save." in page
