"""How many operating models help with an item of a checklist."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext

from kumppanuus.practices.models import Practice
from kumppanuus.questionnaires.helping import Help, helps


@helps
def models(items: Collection[int]) -> dict[int, Help]:
    """Tell how many listed practices say that they help with each item, and lead to them."""
    rows = Practice.objects.listed().filter(helps__in=items).order_by()
    counted = rows.values_list("helps", "helps__slug").annotate(n=Count("pk", distinct=True))
    return {item: Help(_in_words(n), f"{reverse('practices:practices')}?item={slug}") for item, slug, n in counted}


def _in_words(n: int) -> str:
    return ngettext("%(n)d operating model that helps", "%(n)d operating models that help", n) % {"n": n}
