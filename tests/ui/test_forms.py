from __future__ import annotations

import re

import pytest
from django import forms
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from kumppanuus.core.texts import Text
from kumppanuus.ui.forms import DateInput, TextFormField


class NameForm(forms.Form):
    name = TextFormField(label="Name", max_length=20)
    note = TextFormField(label="Note", rows=3, required=False, languages=("fi", "sv"))


def cleaned(data: dict[str, str], **initial: Text) -> dict[str, Text]:
    form = NameForm(data, initial=initial)
    assert form.errors == {}
    return form.cleaned_data


def errors(data: dict[str, str]) -> dict[str, list[str]]:
    with override("en"):
        return {name: list(found) for name, found in NameForm(data).errors.items()}


def test_text_field_cleans_to_a_text() -> None:
    assert cleaned({"name_fi": " Sali ", "name_sv": "", "name_en": "Hall"}) == {
        "name": Text(fi="Sali", en="Hall"),
        "note": Text(),
    }


def test_text_field_marks_translations_that_lag_behind() -> None:
    before = Text(fi="Sali", sv="Sal")
    after = cleaned({"name_fi": "Iso sali", "name_sv": "Sal"}, name=before)["name"]
    assert (dict(after), after.stale) == ({"fi": "Iso sali", "sv": "Sal"}, frozenset({"sv"}))


def test_text_field_keeps_languages_that_were_not_in_the_form() -> None:
    after = cleaned({"name_fi": "Sali"}, name=Text(fi="Sali", se="Sále"))["name"]
    assert dict(after) == {"fi": "Sali", "se": "Sále"}


def test_text_field_drops_a_language_that_was_emptied() -> None:
    after = cleaned({"name_fi": "Sali", "name_sv": ""}, name=Text(fi="Sali", sv="Sal"))["name"]
    assert dict(after) == {"fi": "Sali"}


def test_text_field_takes_one_more_language() -> None:
    after = cleaned({"name_fi": "Sali", "name_add": "uk", "name_add_text": "Зала"})["name"]
    assert dict(after) == {"fi": "Sali", "uk": "Зала"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "This field is required."),
        ({"name_fi": "  "}, "This field is required."),
        ({"name_sv": "x" * 21}, "The text in Swedish is 21 characters; at most 20 fit."),
        ({"name_fi": "a\x00b"}, "The text has a character that cannot be saved. Remove it and send again."),
        ({"name_fi": "a", "name_add_text": "b"}, "Choose the language of the added text."),
    ],
)
def test_text_field_says_what_is_wrong(data: dict[str, str], message: str) -> None:
    assert errors(data) == {"name": [message]}


def test_text_field_keeps_what_was_typed() -> None:
    typed = {"name_fi": "<b>pasted</b> " * 3, "name_se": "Sále", "name_add_text": "слово"}
    with override("fi"):
        html = NameForm(typed)["name"].as_widget()
    values = dict(re.findall(r'name="(name_\w+)"[^>]*value="([^"]*)"', html))
    assert values == {
        "name_fi": "&lt;b&gt;pasted&lt;/b&gt; " * 3,
        "name_sv": "",
        "name_en": "",
        "name_se": "Sále",
        "name_add_text": "слово",
    }


def test_text_field_opens_the_readers_language_and_tells_the_state_of_others() -> None:
    form = NameForm(initial={"name": Text({"fi": "Sali", "en": "Hall", "_stale": "en"})})
    with override("sv"):
        html = form["name"].as_widget()
    assert re.findall(r'name="name_(fi|sv|en)"', html) == ["sv", "fi", "en"]
    with override("en"):
        html = form["name"].as_widget()
    assert re.findall(r"<summary>([^<]+)</summary>", html)[:2] == ["Finnish", "Swedish – missing"]
    assert re.findall(r'<label for="id_name_en">([^<]+)', html) == ["English – older than the original"]


@given(st.dictionaries(st.sampled_from(["fi", "sv", "en"]), st.text(max_size=20), min_size=1))
def test_text_field_gives_back_what_it_was_given(texts: dict[str, str]) -> None:
    form = NameForm({f"name_{code}": text for code, text in texts.items()})
    form.is_valid()
    kept = {code: text.replace("\r\n", "\n").strip() for code, text in texts.items() if text.strip()}
    if kept and "\x00" not in "".join(texts.values()):
        assert dict(form.cleaned_data["name"]) == kept
    else:
        assert "name" in form.errors


def test_text_field_knows_whether_it_changed() -> None:
    before = {"name": Text(fi="Sali")}
    assert NameForm({"name_fi": "Sali ", "name_sv": ""}, initial=before).changed_data == []
    assert NameForm({"name_fi": "Halli"}, initial=before).changed_data == ["name"]


def test_field_marks_the_optional_and_joins_hint_and_input() -> None:
    class HintForm(forms.Form):
        due = forms.DateField(label="Due", help_text="Any day.", required=False, widget=DateInput)

    with override("en"):
        html = HintForm()["due"].as_field_group()
    assert re.findall(r'class="optional">([^<]+)<', html) == ["(optional)"]
    assert re.findall(r'aria-describedby="([^"]+)"', html) == ["id_due_helptext"]
    assert re.findall(r'id="id_due_helptext">([^<]+)<', html) == ["Any day."]


def test_date_input_is_the_browsers_own() -> None:
    from datetime import date

    with override("fi"):
        assert DateInput().render("due", date(2026, 3, 5)) == '<input type="date" name="due" value="2026-03-05">'
