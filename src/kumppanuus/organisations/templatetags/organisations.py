"""{% load organisations %}{% organisation_rows lines %}: organisations of a list, written at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from kumppanuus.core.requests import addresses
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import OrganisationKind
from kumppanuus.ui.components.texts import text

register = template.Library()


@register.simple_tag
def organisation_rows(lines: Iterable[tuple[str, Text, str, Any]]) -> SafeString:
    """Write the rows of a list of organisations from (slug, name, kind, name of the home municipality or None)."""
    address = addresses("organisations:organisation")
    kinds = {kind: escape(label) for kind, label in OrganisationKind.choices}
    return mark_safe(
        "\n".join(
            f'<li><a href="{escape(address(slug))}">{text(name, mark=False)}</a> '
            f'<span class="quiet">{kinds[kind]}{f", {escape(home)}" if home else ""}</span></li>'
            for slug, name, kind, home in lines
        )
    )
