"""Operating models that help with a weak item of the mirror, and the way from there to them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kumppanuus.practices import actions
from kumppanuus.questionnaires.helping import counts, help_of
from kumppanuus.questionnaires.models import BankItem
from tests.factories import building
from tests.factories.assessments import set_table
from tests.factories.practices import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(db):
    with building():
        return BankItem.objects.create(slug="try-premises", name={"fi": "Tilat"})


def test_what_is_listed_is_counted_and_leads_to_the_list(cast, item, client):
    aino = cast.actor("aino")
    first = published(aino, cast.municipality_a, "Avoimet ovet", helps=[item])
    gone = published(aino, cast.municipality_a, "Vanha malli", helps=[item])
    actions.withdraw(aino, gone, why="Korvattu")
    published(aino, cast.municipality_a, "Muu malli")
    row = BankItem.objects.annotate(**counts("pk")).get(pk=item.pk)
    (told,) = help_of(row, item.slug)
    assert (told.words, told.address) == (
        "1 operating model that helps",
        f"{reverse('practices:practices')}?item=try-premises",
    )
    words = client.get(told.address).content.decode()
    assert ("Avoimet ovet" in words, "Muu malli" in words, "Vanha malli" in words) == (True, False, False)
    assert "Tilat" in client.get(first.get_absolute_url()).content.decode()


def test_an_item_with_which_nothing_helps_has_no_line(item):
    row = BankItem.objects.annotate(**counts("pk")).get(pk=item.pk)
    assert help_of(row, item.slug) == []


def test_a_weak_item_of_the_mirror_leads_to_what_helps(item, client):
    table = set_table()
    for place, level in enumerate((0, 0, 1, 1, 1)):
        table.answer(place, level)
    table.sign(3)
    table.close()
    table.release()
    cast, weak = table.cast, table.items()[0]
    with building():  # mapped to the bank later on, as a keeper may
        type(weak).objects.filter(pk=weak.pk).update(bank=item)
    published(cast.actor("aino"), cast.municipality_a, "Avoimet ovet", helps=[item])
    page = reverse("assessments:mirror", args=[table.assessment.round_id, table.assessment.area.slug])
    assert f"?item={item.slug}" in client.get(page).content.decode()
