"""The classifications that ship with the product."""

from __future__ import annotations

import pytest

from kumppanuus.core.actors import system
from kumppanuus.taxonomy import actions
from kumppanuus.taxonomy.models import Term

pytestmark = pytest.mark.django_db


def test_load_again_changes_nothing():
    loaded = []
    for _time in range(2):
        actions.load(system("command"))
        loaded.append(list(Term.objects.values_list("pk", "scheme", "code", "name", "order", "source")))
    assert loaded[0] == loaded[1]


def test_load_gives_the_eight_classes_of_health_and_social_associations_in_order():
    assert actions.load(system("command")) == 8
    terms = Term.objects.filter(scheme="prh_sote")
    assert list(terms.values_list("code", "order")) == [(str(number + 1), number) for number in range(8)]
    assert [term.pk for term in terms if not term.name or not term.source] == []
