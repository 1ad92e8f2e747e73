"""Days that no round can last to are refused in words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from kumppanuus.consultations.forms import ExtendForm


@pytest.mark.parametrize(("days", "fits"), [(30, True), (5 * 365, True), (6 * 366, False)])
def test_a_round_lasts_five_years_at_most(days, fits):
    form = ExtendForm({"closes_at": timezone.localdate() + dt.timedelta(days=days), "why": "Pyydettiin"})
    assert form.is_valid() is fits


def test_the_last_day_of_the_calendar_breaks_nothing():
    assert "closes_at" in ExtendForm({"closes_at": "9999-12-31", "why": "Pyydettiin"}).errors
