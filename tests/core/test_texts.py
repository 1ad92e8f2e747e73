from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from kumppanuus.core.texts import Text, TextField
from kumppanuus.questionnaires.models import BankItem
from tests.factories import building


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["fi", "sv", "en", "smn"])
def test_original_language_survives_the_database(first):
    """PostgreSQL's jsonb orders keys by itself: which language came first must not depend on that order."""
    text = Text({first: "First", **{code: f"In {code}" for code in ("fi", "sv", "en", "smn") if code != first}})
    with building():
        pk = BankItem.objects.create(slug="one", name=text).pk
    kept = BankItem.objects.get(pk=pk).name
    assert (kept.original, dict(kept)) == (first, dict(text))
    assert kept == text
    with translation.override("ru"):
        assert str(kept) == "First"


def test_texts_with_different_originals_differ():
    assert Text({"fi": "a", "sv": "b"}) != Text({"sv": "b", "fi": "a"})


def test_edited_original_makes_unchanged_translations_stale():
    text = Text({"sv": "b", "fi": "a", "en": "c"}).changed({"sv": "ny", "fi": "a", "en": "new"})
    assert (text.original, text.stale) == ("sv", {"fi"})


def test_too_long_a_text_is_told_with_the_name_of_its_language():
    with pytest.raises(ValidationError) as wrong, translation.override("en"):
        TextField(max_length=5).validate(Text(fi="short", sv="longer"), None)
    assert wrong.value.messages == ["The text in the language Swedish is 6 characters; at most 5 fit."]
