"""Components: template tags with declared arguments."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str, obj: Any = None) -> bool:
    """Say whether the reader has the permission: {% may "assessments.release" round as can_release %}."""
    return bool(context["request"].actor.may(permission, obj))
