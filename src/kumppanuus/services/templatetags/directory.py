"""{% load directory %}{% entry_rows rows %}: entries of a list, written at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kumppanuus.core.requests import addresses
from kumppanuus.services.models import Service, ServiceKind, Status
from kumppanuus.ui.components.texts import text

register = template.Library()


@register.simple_tag
def entry_rows(rows: Iterable[Service]) -> SafeString:
    """Write the rows of a list of entries, with `organisation`: name, kind, whose, one sentence, and what is not as it
    should be (a break, not confirmed in time). A template's loop costs four times as much.
    """
    address = addresses("services:service")
    kinds = {kind: escape(label) for kind, label in ServiceKind.choices}
    states: dict[tuple[Any, ...], str] = {}
    return mark_safe("".join(_row(row, escape(address(row.slug)), kinds[row.kind], states) for row in rows))


def _row(row: Service, address: str, kind: str, states: dict[tuple[Any, ...], str]) -> str:
    name, whose = text(row.name, mark=False), text(row.organisation.name, mark=False)
    sentence = f"<p>{text(row.summary)}</p>" if row.summary else ""
    state = ""
    if row.status == Status.PAUSED or row.is_overdue:
        key = (row.status, row.is_overdue, row.verified_at)
        if key not in states:
            states[key] = render_to_string("services/freshness_badge.html", {"service": row})
        state = f'<p class="small">{states[key]}</p>'
    return (
        f'<li><a class="sv-name" href="{address}">{name}</a> <span class="quiet">{kind} · {whose}</span>'
        f"{sentence}{state}</li>"
    )
