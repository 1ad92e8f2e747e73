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
    actions.load(system("command"))
    terms = Term.objects.filter(scheme="prh_sote")
    assert list(terms.values_list("code", "order")) == [(str(number + 1), number) for number in range(8)]
    assert [term.pk for term in terms if not term.name or not term.source] == []


def test_load_gives_the_classes_of_the_service_catalogue_with_their_parents():
    assert actions.load(system("command")) == 314
    counts = {
        scheme: (Term.objects.filter(scheme=scheme).count(), Term.objects.filter(scheme=scheme, parent=None).count())
        for scheme in ("service_class", "target_group", "life_event", "language", "accessibility", "theme")
    }
    assert counts == {
        "service_class": (228, 28),
        "target_group": (17, 3),
        "life_event": (19, 14),
        "language": (17, 17),
        "accessibility": (9, 9),
        "theme": (16, 16),
    }
    assert [term.key for term in Term.objects.exclude(scheme="prh_sote") if len(term.name) < 3] == []
