"""Small tags of the pages of operating models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kumppanuus.ui.components.marks import icon

register = template.Library()


@register.filter
def of_row(found: Mapping[Any, Any], key: Any) -> Any:
    """Return what a mapping holds for a row: {{ can|of_row:one.pk }}."""
    return found.get(key, {})


@register.filter
def as_list(one: Any) -> list[Any]:
    """Return a list of one thing, for a template that shows several."""
    return [one]


@register.filter
def as_choices(values: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Return values that stand for themselves as choices of a select: {% options numbers|as_choices 2 %}."""
    return [(one, one) for one in values]


@register.simple_tag
def copy_text(value: str, label: str) -> SafeString:
    """Show a longer text to be copied; page.js copies what stands in the first input of the box."""
    rows = min(max(value.count("\n") + len(value) // 80 + 1, 1), 12)
    return format_html(
        '<div class="copy"><label><span class="visually-hidden">{}</span>'
        '<textarea readonly rows="{}">{}</textarea></label>'
        '<button type="button" class="button button-secondary" data-copy hidden>{}{}<span class="visually-hidden">: {}'
        "</span></button></div>",
        *(
            label,
            rows,
            value,
            icon("copy"),
            format_html('<span data-done="{}">{}</span>', _("Copied"), _("Copy")),
            label,
        ),
    )
