from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kumppanuus.core.texts import Text
from kumppanuus.interop.sheets import read_sheet
from kumppanuus.questionnaires.content import ItemContent, LevelContent, ThemeContent
from kumppanuus.questionnaires.sheets import differences, from_sheet, same_order, to_csv
from kumppanuus.questionnaires.sheets.workbook import to_xlsx
from tests.factories import questionnaires as made_up

pytestmark = pytest.mark.one_database  # none is asked
BANK = {"grants", "premises"}


def read(body, before=()):
    return from_sheet(read_sheet(io.BytesIO(body)), list(before), BANK)


def edited(change, content=None):
    """Return the reading of the exported workbook after `change(sheet)`, as a person would edit it."""
    book = load_workbook(io.BytesIO(to_xlsx(content or made_up.content(), [("grants", "Grants")])))
    change(book.active)
    out = io.BytesIO()
    book.save(out)
    return read(out.getvalue(), content or made_up.content())


def column(sheet, name):
    return next(cell.column_letter for cell in sheet[1] if cell.value == name)


def problems(reading):
    return [(problem.place, problem.message) for problem in reading.problems]


# --- There and back, whatever is written -------------------------------------------------------------------

LINE = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=30,
).map(lambda text: text.strip())
BEGINS_BADLY = st.sampled_from(["=1+1", "+358 40", "-", "@x", "'=a", "''+b", "_x0041_", "a\nb", "<b>ei</b>", '";"'])
LABEL = LINE.filter(lambda text: text and len(text.split()) <= 8) | BEGINS_BADLY.filter(lambda text: text != "-")
WORDS = LINE | BEGINS_BADLY


def texts(words, *, needed):
    some = st.dictionaries(
        st.sampled_from(["fi", "sv", "en", "se"]), words.filter(bool), min_size=int(needed), max_size=4
    )
    return some.map(lambda found: Text({code: found[code] for code in ("fi", "sv", "en", "se") if code in found}))


CODES = st.text("abc123.-", min_size=1, max_size=6)
LEVELS = st.lists(
    st.builds(LevelContent, st.integers(0, 10), texts(LABEL, needed=True), texts(WORDS, needed=False)),
    max_size=4,
    unique_by=lambda level: level.value,
).map(lambda found: sorted(found, key=lambda level: level.value))
ITEM = st.builds(
    ItemContent,
    code=CODES,
    name=texts(LABEL, needed=True),
    statement=texts(WORDS, needed=True),
    kind=st.sampled_from(["scale", "choice"]),
    bank=st.sampled_from(["", "grants", "premises"]),
    more=texts(WORDS, needed=False),
    evidence_wanted=st.booleans(),
    evidence=texts(WORDS, needed=False),
    first_steps=texts(WORDS, needed=False),
    levels=LEVELS,
    bank_name=st.just(Text()),
)
CONTENT = st.lists(
    st.builds(ThemeContent, CODES, texts(LABEL, needed=True), st.lists(ITEM, max_size=3)),
    min_size=1,
    max_size=3,
    unique_by=lambda theme: theme.key,
).filter(lambda themes: len({i.code for t in themes for i in t.items}) == sum(len(t.items) for t in themes))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(CONTENT)
def test_workbook_comes_back_as_it_went(content):
    reading = read(to_xlsx(content, []), content)
    assert problems(reading) == []
    assert reading.content == content


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(CONTENT)
def test_csv_comes_back_as_it_went(content):
    reading = read(to_csv(content), content)
    assert problems(reading) == []
    assert reading.content == content


# --- What a person edits -----------------------------------------------------------------------------------


def test_edited_sentence_makes_its_translations_older_than_the_original():
    def change(sheet):
        sheet[f"{column(sheet, 'text (fi)')}3"] = "Uusi väittämä"

    reading = edited(change)
    statement = reading.content[0].items[0].statement
    assert statement["fi"] == "Uusi väittämä"
    assert statement.stale == {"sv", "en"}
    found = differences(made_up.content(), reading.content)
    assert [(one.kind, one.code, one.parts) for one in found] == [("changed", "1", ("statement",))]


def test_new_removed_and_moved_items_are_told():
    new = [
        ThemeContent("A", made_up.three("Theme A"), [made_up.item("2")]),
        ThemeContent("B", made_up.three("Theme B"), [made_up.item("1"), made_up.item("4")]),
    ]
    found = differences(made_up.content(), new)
    assert [(one.kind, one.code, one.parts) for one in found] == [
        ("changed", "1", ("theme",)),
        ("new", "4", ()),
        ("removed", "3", ()),
    ]
    assert same_order(made_up.content(), new) is False
    assert same_order(made_up.content(), made_up.content()) is True


def test_words_of_the_rows_are_understood_in_finnish_and_swedish():
    body = "row;code;name (fi);text (fi)\nteema;A;Teema;\nkohta;1;Kohta;Väittämä\nnivå;0;Ei;\ntaso;1;Kyllä;\n"
    reading = read(body.encode())
    assert problems(reading) == []
    assert [level.value for level in reading.content[0].items[0].levels] == [0, 1]


# --- What is wrong is said at its place --------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["row", "code", "name (fi)", "text (fi)"])
def test_missing_column_is_named(missing):
    columns = [name for name in ("row", "code", "name (fi)", "text (fi)") if name != missing]
    reading = read((";".join(columns) + "\n" + ";".join("x" for _ in columns) + "\n").encode())
    assert ("", f"The column “{missing}” is missing. Begin from the sheet of this page.") in problems(reading)
    if missing in {"row", "code"}:
        assert reading.content == []


def test_unknown_column_is_named():
    reading = read(b"row;code;name (fi);text (fi);colour\ntheme;A;T;;red\n")
    assert problems(reading) == [("", "There is no column called “colour”.")]


@pytest.mark.parametrize(
    ("cell", "value", "message"),
    [
        (("code", 4), "kolme", "Write the level's value as a whole number from 0 to 10."),
        (("code", 4), "-1", "Write the level's value as a whole number from 0 to 10."),
        (("code", 4), "99", "Write the level's value as a whole number from 0 to 10."),
        (("code", 5), "0", "The item 1 has the level 0 twice."),
        (("code", 9), "1", "The code 1 is there twice."),
        (("code", 9), "a/b", "Give a code of at most 10 characters without spaces, / ? or #."),
        (("kind", 3), "slider", "There is no kind called “slider”. Choose one of: scale, choice, number, text."),
        (("bank", 3), "nothing", "There is no bank item called “nothing”. The sheet “bank” lists them."),
        (("evidence wanted", 3), "perhaps", "Write yes or no."),
        (("row", 3), "thing", "Write theme, item or level in the column “row”."),
        (
            ("name (fi)", 4),
            "yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän",
            "The label has 9 words; at most 8 fit on a phone.",
        ),
        (("text (fi)", 3), "a" * 501, "The text is 501 characters; at most 500 fit."),
        (("text (fi)", 2), "Teemalla ei ole väittämää", "This cell is not read in such a row. Leave it empty."),
        (("kind", 4), "scale", "This cell is not read in such a row. Leave it empty."),
        (
            ("text (fi)", 3),
            "=SUM(A1:A9)",
            "A formula. Copy the cell and paste it as a value, or write the text itself.",
        ),
    ],
)
def test_wrong_cell_is_named_by_its_address(cell, value, message):
    places = []

    def change(sheet):
        place = f"{column(sheet, cell[0])}{cell[1]}"
        places.append(place)
        sheet[place] = value

    reading = edited(change)
    assert (places[0], message) in problems(reading)


def test_rows_in_the_wrong_order_are_told():
    body = b"row;code;name (fi);text (fi)\nitem;1;Kohta;V\ntheme;A;Teema;\nlevel;0;Ei;\n"
    assert problems(read(body)) == [
        ("A2", "The first row must be a theme."),
        ("A4", "A level must follow the item it belongs to."),
    ]


def test_levels_of_a_number_are_refused():
    body = b"row;code;kind;name (fi);text (fi)\ntheme;A;;Teema;\nitem;1;number;Kohta;V\nlevel;0;;Ei;\n"
    assert problems(read(body)) == [("A4", "Only items of the kind scale or choice have levels.")]


def test_empty_sheet_is_told():
    assert problems(read(b"row;code;name (fi);text (fi)\n")) == [("", "The sheet has no rows below its head.")]


# --- The workbook ------------------------------------------------------------------------------------------


def test_workbook_has_instructions_and_the_bank_and_no_formula():
    content = made_up.content()
    content[0].items[0].statement = Text(fi='=HYPERLINK("http://evil.example")')
    book = load_workbook(io.BytesIO(to_xlsx(content, [("grants", "=1+1")])))
    assert book.sheetnames == ["checklist", "Instructions", "bank"]
    assert [cell.value for cell in book["bank"][2]] == ["grants", "'=1+1"]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
