"""How many operating models help with an item of a checklist."""

from __future__ import annotations

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import ngettext

from kumppanuus.practices.models import Practice
from kumppanuus.questionnaires.helping import Help, helps


def listed(column: str) -> Subquery:
    """Return an expression for how many listed practices say that they help with the item in a column."""
    rows = Practice.objects.listed().filter(helps=OuterRef(column)).order_by().values("helps")
    return Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())


def say(n: int, slug: str) -> Help:
    """Lead to the list of them."""
    words = ngettext("%(n)d operating model that helps", "%(n)d operating models that help", n) % {"n": n}
    return Help(words, f"{reverse('practices:practices')}?item={slug}")


helps(count=listed, say=say)
