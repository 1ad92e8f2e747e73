"""{% load directory %}{% entry_rows rows %}: entries of a list, written at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kumppanuus.core.requests import addresses
from kumppanuus.services.models import ServiceKind, Status
from kumppanuus.ui.components.texts import text

register = template.Library()


@register.simple_tag
def entry_rows(rows: Iterable[Any]) -> SafeString:
    """Write the rows of a list of entries: name, kind, whose, one sentence, what is not as it should be (a break, not
    confirmed in time). Each row has `slug`, `kind`, `status`, `name`, `summary`, `due_on`, `verified_at` and
    `organisation__name`. A template's loop costs four times as much.
    """
    today = timezone.localdate()
    address = addresses("services:service")
    kinds = {kind: escape(label) for kind, label in ServiceKind.choices}
    states: dict[tuple[Any, ...], str] = {}
    return mark_safe("".join(_row(row, escape(address(row.slug)), kinds[row.kind], today, states) for row in rows))


def _row(row: Any, address: str, kind: str, today: dt.date, states: dict[tuple[Any, ...], str]) -> str:
    name, whose = text(row.name, mark=False), text(row.organisation__name, mark=False)
    sentence = f"<p>{text(row.summary)}</p>" if row.summary else ""
    state = ""
    is_overdue = row.due_on is not None and row.due_on < today and row.status != Status.ENDED
    if row.status == Status.PAUSED or is_overdue:
        key = (row.status, is_overdue, row.verified_at)
        if key not in states:
            told = {"status": row.status, "is_overdue": is_overdue, "verified_at": row.verified_at}
            states[key] = render_to_string("services/freshness_badge.html", {"service": told})
        state = f'<p class="small">{states[key]}</p>'
    return (
        f'<li><a class="sv-name" href="{address}">{name}</a> <span class="quiet">{kind} · {whose}</span>'
        f"{sentence}{state}</li>"
    )
