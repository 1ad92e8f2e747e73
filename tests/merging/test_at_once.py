"""Two who merge at once: one of them does, the other is told."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from kumppanuus.core.actions import Refused
from kumppanuus.merging import actions
from kumppanuus.merging.models import Merge
from kumppanuus.organisations.models import Organisation
from tests.factories.cast import make_cast
from tests.factories.merging import COMMAND, organisation, pair_of


@pytest.mark.django_db(transaction=True)
def test_of_two_merges_at_once_one_is_done():
    area = make_cast().municipality_a.governs
    one, two, three = (organisation(name, area) for name in ("Aamukerho", "Iltakerho", "Yökerho"))
    pairs = [(pair_of(one, two), two), (pair_of(one, two), one), (pair_of(one, three), three)]
    gate, told = threading.Barrier(len(pairs)), []

    def work(pair, kept):
        gate.wait()
        try:
            actions.merge(COMMAND, pair, keep=kept.pk)
            told.append("merged")
        except (Refused, PermissionDenied):
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=each) for each in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    standing = Organisation.objects.filter(pk__in=(one.pk, two.pk, three.pk))
    done = Merge.objects.count()
    assert (told.count("merged"), len(told), standing.count()) == (done, 3, 3 - done)
    merged = Organisation._base_manager.exclude(merged_into=None)
    assert merged.filter(merged_into__merged_into__isnull=False).count() == 0
    assert Merge.objects.filter(pair=pairs[0][0]).count() <= 1
