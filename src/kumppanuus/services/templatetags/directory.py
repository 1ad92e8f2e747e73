"""{% load directory %}{% entry_rows rows %}: entries of a list, written at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape  # plain, since all is marked safe at the end: Django's costs twice as much
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kumppanuus.core.requests import addresses
from kumppanuus.core.texts import Text
from kumppanuus.services.models import ServiceKind, Status
from kumppanuus.services.picking import pick_button
from kumppanuus.ui.components.texts import reader_language, text

register = template.Library()


@register.simple_tag
def entry_rows(
    rows: Iterable[Any],
    on_sheet: Collection[int] | None = None,
    away: Mapping[int, Any] | None = None,
    written: set[int] | None = None,
    labels: Sequence[str] = (),
) -> SafeString:
    """Write the rows of a list of entries: name, kind, whose, one sentence, what is not as it should be (a break, not
    confirmed in time). Each row has `pk`, `slug`, `kind`, `status`, `name`, `summary`, `due_on`, `verified_at` and
    `organisation__name`. A template's loop costs four times as much.

    With `on_sheet` (ids of what is on the client's sheet) each has a button that puts it there or takes it off; the
    page has the form `sheet`. `away` tells how far each is. A page that shows an entry at several places keeps in
    `written` which it has shown: only the first has the button. `labels` say where each is.
    """
    today, language = timezone.localdate(), reader_language()
    address = addresses("services:service")
    kinds = {kind: escape(str(label)) for kind, label in ServiceKind.choices}
    states: dict[tuple[Any, ...], str] = {}
    lines, known = [], written if written is not None else set()
    for number, row in enumerate(rows):
        label = labels[number] if labels else ""
        button = ""
        if on_sheet is not None and row.pk not in known:
            button = pick_button(row.pk, row.slug, str(row.name), on=row.pk in on_sheet, language=language)
        button = f'<p class="small muted">{escape(label)}</p>{button}' if label else button
        known.add(row.pk)
        line = kinds[row.kind] + (f" · {_how_far(away[row.pk])}" if away and row.pk in away else "")
        lines.append(_row(row, escape(address(row.slug)), line, today, states, button, language))
    return mark_safe("".join(lines))


def _how_far(away: Any) -> str:
    words = _("about %(km)d km") if away.about else _("%(km)d km")
    return escape(words % {"km": away.whole})


def _row(  # noqa: PLR0917 - what a row needs, written out for speed
    row: Any, address: str, kind: str, today: dt.date, states: dict[tuple[Any, ...], str], button: str, language: str
) -> str:
    name, whose = _text(row.name, language, mark=False), _text(row.organisation__name, language, mark=False)
    sentence = f"<p>{_text(row.summary, language)}</p>" if row.summary else ""
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
        f"{sentence}{state}{button}</li>"
    )


def _text(value: Any, language: str, *, mark: bool = True) -> str:
    """Return a text as the component does, quickly where it is in the reader's language, as most are."""
    words = value.get(language) if isinstance(value, Text) else None
    return text(value, mark=mark) if words is None else escape(words)
