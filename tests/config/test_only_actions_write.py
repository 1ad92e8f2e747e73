from __future__ import annotations

import pytest
from django.db import transaction

from kumppanuus.accounts.models import Person
from tests import only_actions_write
from tests.factories import building, people

pytestmark = pytest.mark.django_db


def test_write_outside_an_action_is_found_even_if_swallowed():
    aino = people.person("Aino")
    with only_actions_write.watching() as found:
        with pytest.raises(only_actions_write.WroteOutsideAnAction), transaction.atomic():
            Person.objects.filter(pk=aino.pk).update(name="Another")
        with pytest.raises(only_actions_write.WroteOutsideAnAction), transaction.atomic():
            aino.delete()
    assert found[0] == "UPDATE accounts_person"
    assert len(found) == 2
    assert Person.objects.get(pk=aino.pk).name == "Aino"


def test_write_of_the_sign_in_library_is_let_through():
    aino = people.person("Aino")
    library = {"__name__": "allauth.account.example", "rows": Person.objects.filter(pk=aino.pk)}
    exec("rows.update(name='Another')", library)  # noqa: S102 - stands for a line of the library
    assert Person.objects.get(pk=aino.pk).name == "Another"


def test_write_inside_building_is_let_through():
    aino = people.person("Aino")
    with building():
        Person.objects.filter(pk=aino.pk).update(name="Another")
    assert Person.objects.get(pk=aino.pk).name == "Another"
