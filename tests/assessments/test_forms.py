"""What the forms of rounds offer."""

from __future__ import annotations

import datetime as dt

from kumppanuus.activity.models import Event
from kumppanuus.assessments import actions
from kumppanuus.assessments.forms import MeasureForm
from tests.factories import organisations as made_up


def choices_of(form, name):
    return sorted(label for value, label in form.fields[name].choices if value)


def test_measure_form_offers_the_posts_of_every_possible_owner(table, django_assert_num_queries):
    form = MeasureForm(assessment=table.assessment, acting_for=None)
    before = set(choices_of(form, "post"))
    for owner in (table.assessment.organisation, table.ngos[0], table.ngos[5], table.cast.municipality_b):
        made_up.post(owner)
    form = MeasureForm(assessment=table.assessment, acting_for=None)
    with django_assert_num_queries(1):
        offered = choices_of(form, "post")
    new = [label.rpartition(" (")[2].rstrip(")") for label in offered if label not in before]
    assert new == sorted(str(one) for one in (table.assessment.organisation, table.ngos[0], table.ngos[5]))


def test_signing_notes_the_day_of_the_decision_as_it_is_written(table):
    for item in table.items():
        actions.prepare(table.aino, table.assessment, item=item, value=2)
    actions.sign(table.aino, table.assessment, body="Kunnanhallitus § 5", decided_on=dt.date(2024, 3, 4))
    assert Event.objects.get(name="assessments.sign").decision == "Kunnanhallitus § 5 4.3.2024"
