"""The mirror's drawings as components."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils import formats
from django.utils.safestring import SafeString

from kumppanuus.assessments.charts import ladder_svg, row_svg

register = template.Library()


@register.simple_tag
def dumbbell(municipal: float | None, ngo: float | None) -> SafeString:
    """Draw one row of the mirror: {% dumbbell row.municipal row.ngo %}."""
    return row_svg(municipal, ngo)


@register.simple_tag
def ladder(rounds: Sequence[tuple[int, float | None, float | None]]) -> SafeString:
    """Draw rounds over the years: {% ladder rounds %} with (year, municipality, NGOs)."""
    return ladder_svg(rounds)


@register.filter
def level(value: float | None) -> str:
    """Write a level as people do: 2, 2½; an unknown one is a dash."""
    if value is None:
        return "–"
    whole = int(value)
    if value == whole:
        return str(whole)
    return (f"{whole}½" if whole else "½") if value % 1 == 0.5 else formats.number_format(value, 1)


@register.filter
def mean_of(value: float | None) -> str:
    """Write a mean with one decimal; an unknown one is a dash."""
    return "–" if value is None else formats.number_format(value, 1)
