"""The rows of the clock's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from html import escape

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kumppanuus.calendars.dates import Dated
from kumppanuus.ui.components.marks import badge
from kumppanuus.ui.components.texts import period, text

register = template.Library()


@register.simple_tag
def clock_rows(rows: Iterable[Dated]) -> SafeString:
    """Write the rows of a month at once: a template's loop over a year's dates costs several times as much."""
    return mark_safe("".join(map(_row, rows)))


def _row(row: Dated) -> str:
    day = row.first
    what = f"{escape(str(row.what))}: " if row.what else ""
    return (
        f'<li id="{row.anchor}" class="cl-row{" cl-off" if row.is_cancelled else ""}">'
        f'<p class="cl-day"><time datetime="{day.isoformat()}"><span class="cl-weekday">{WEEKDAYS_ABBR[day.weekday()]}'
        f'</span> <span class="cl-date">{day.day}</span></time></p>'
        f'<div><p class="cl-name"><a href="{escape(row.address)}">{what}{text(row.title)}</a></p>'
        f'<p class="cl-meta">{"".join(f"<span>{one}</span>" for one in _meta(row))}</p></div></li>'
    )


def _meta(row: Dated) -> Iterable[str]:
    """Give what stands under the name, as markup: kind, hours or days, whose it is, where, its state."""
    if row.what != row.kind.label:
        yield escape(str(row.kind.label))
    if row.starts and row.ends:
        yield f"{_hour(row.starts)}–{_hour(row.ends)}"
    elif row.last != row.first:
        yield period(row.first, row.last)
    if row.whose:
        yield text(row.whose)
    if row.place:
        yield escape(row.place)
    if row.is_cancelled or row.is_planned:
        yield badge(str(row.state.label), kind="closed" if row.is_cancelled else "waiting")
    if not row.public:
        yield escape(_("For members only"))


def _hour(moment: dt.datetime) -> str:
    return time_format(timezone.localtime(moment), "TIME_FORMAT")
