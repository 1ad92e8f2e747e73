"""What the form of an organisation offers."""

from __future__ import annotations

import pytest

from kumppanuus.core.actors import system
from kumppanuus.organisations.forms import OrganisationForm
from kumppanuus.taxonomy import actions as taxonomy

pytestmark = pytest.mark.django_db


def test_form_offers_the_classes_of_health_and_social_associations_once_they_are_loaded():
    assert "classes" not in OrganisationForm().fields
    taxonomy.load(system("command"))
    codes = [choice.instance.code for choice, _label in OrganisationForm().fields["classes"].choices]
    assert codes == [str(number) for number in range(1, 9)]
