from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kumppanuus.interop.formulas import guard, unguard


@pytest.mark.parametrize("text", ["=1+1", "+358", "-5", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "\r=1", "＝1"])
def test_guard_puts_an_apostrophe_before_what_begins_like_a_formula(text):
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Järjestöt", "a=b", "1+1", "'quoted'", "5 % = half"])
def test_guard_leaves_other_texts_alone(text):
    assert guard(text) == text


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text() | st.from_regex(r"'{0,3}\s?[=+\-@].*"))
def test_guarded_text_comes_back_and_never_begins_like_a_formula(text):
    assert unguard(guard(text)) == text
    assert not guard(text).lstrip().startswith(("=", "+", "-", "@"))
