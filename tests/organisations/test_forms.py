"""What the form of an organisation offers."""

from __future__ import annotations

import pytest
from django import forms

from kumppanuus.core.actors import system
from kumppanuus.organisations.forms import OrganisationField, OrganisationForm
from kumppanuus.organisations.models import Organisation
from kumppanuus.taxonomy import actions as taxonomy
from tests.factories import building

pytestmark = pytest.mark.django_db


def test_form_offers_the_classes_of_health_and_social_associations_once_they_are_loaded():
    assert "classes" not in OrganisationForm().fields
    taxonomy.load(system("command"))
    codes = [choice.instance.code for choice, _label in OrganisationForm().fields["classes"].choices]
    assert codes == [str(number) for number in range(1, 9)]


@pytest.mark.parametrize("said", ["Kosken kunta", "kosken KUNTA", "kosken-kunta", " osken kun "])
def test_an_organisation_is_named_by_its_name_a_part_of_it_or_its_address(cast, said):
    assert OrganisationField().clean(said) == cast.municipality_a


def test_an_organisation_is_named_by_its_numbers(cast):
    with building():
        Organisation.objects.filter(pk=cast.ngo_a.pk).update(business_id="0112038-9", register_number="207158")
    assert OrganisationField().clean("FI01120389") == OrganisationField().clean("207158") == cast.ngo_a


@pytest.mark.parametrize("said", ["Mallin", "Olematon seura"])
def test_what_names_several_or_none_is_refused_and_says_so(cast, said):
    with pytest.raises(forms.ValidationError, match=r"Several|No organisation"):
        OrganisationField().clean(said)


def test_nothing_written_is_nobody_where_that_may_be(cast):
    assert OrganisationField(required=False).clean("  ") is None
