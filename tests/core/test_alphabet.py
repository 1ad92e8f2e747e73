"""Names stand in the order of the Finnish and Swedish alphabet on every database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumppanuus.core.alphabet import alphabet


def test_alphabet_puts_the_last_letters_last_and_marks_aside():
    names = ["Aalto", "Äetsä", "Åbo", "Öljy", "Zeta", "zebra", "Élan", "Eura", "As Oy", "Asa", "9 lives", "(Aamu)"]
    assert sorted(names, key=alphabet) == [
        *("9 lives", "Aalto", "(Aamu)", "As Oy", "Asa", "Élan", "Eura", "zebra", "Zeta", "Åbo", "Äetsä", "Öljy"),
    ]


@pytest.mark.parametrize(("name", "key"), [("Uusi nimi", "uusi0nimi"), ("!!", ""), ("Yli 100", "yli0100"), ("", "")])
def test_alphabet_key(name, key):
    assert alphabet(name) == key


@given(st.text())
def test_alphabet_of_any_text_is_letters_and_digits_only(name):
    assert all(one.isalnum() for one in alphabet(name))
