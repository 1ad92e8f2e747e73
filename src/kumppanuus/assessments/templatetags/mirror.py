"""The mirror's drawings as components."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils import formats
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kumppanuus.assessments.charts import ladder_svg, row_svg
from kumppanuus.ui.components.texts import text

register = template.Library()


@register.simple_tag
def dumbbell(municipal: float | None, ngo: float | None) -> SafeString:
    """Draw one row of the mirror: {% dumbbell row.municipal row.ngo %}."""
    return row_svg(municipal, ngo)


@register.simple_tag
def ladder(rounds: Sequence[tuple[int, float | None, float | None]]) -> SafeString:
    """Draw rounds over the years: {% ladder rounds %} with (year, municipality, NGOs)."""
    return ladder_svg(rounds)


@register.simple_tag
def municipality_rows(lines: Iterable[tuple[Any, str, str, int, int, int]]) -> SafeString:
    """Write a round's rows of name, address, answer in words, invited, answered and waiting.

    A round of the whole country has hundreds, so they are written here and not one variable at a time.
    """
    return mark_safe(
        "".join(
            f'<tr><th scope="row"><a href="{address}">{text(name, mark=False)}</a></th><td>{escape(words)}</td>'
            f'<td class="number">{invited}</td><td class="number">{answered}</td>'
            f'<td class="number">{pending}</td></tr>'
            for name, address, words, invited, answered, pending in lines
        )
    )


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
