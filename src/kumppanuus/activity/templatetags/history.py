"""{% load history %}{% history obj %}: the newest events about a thing that the reader may see."""

from __future__ import annotations

from typing import Any

from django import template
from django.db import models
from django.template import Context

from kumppanuus.activity.models import Event
from kumppanuus.activity.wording import lines

register = template.Library()


@register.inclusion_tag("activity/lines.html", takes_context=True)
def history(context: Context, obj: models.Model, limit: int = 10) -> dict[str, Any]:
    """Show the newest events about a thing in words, with a link to the whole history."""
    actor = context["request"].actor
    events = list(Event.objects.about(obj).visible_to(actor)[: limit + 1])
    shown = lines(actor, events[:limit])
    more = {"model": obj._meta.label_lower, "pk": obj.pk} if len(events) > limit else None
    return {"lines": shown, "more": more, "request": context["request"]}
