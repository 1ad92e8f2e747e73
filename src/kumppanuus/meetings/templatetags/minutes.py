"""What the meeting's page shows of outcomes and minutes."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from kumppanuus.assessments.models import Release
from kumppanuus.meetings.models import AgendaItem, Meeting
from kumppanuus.meetings.published import Result, results_of
from kumppanuus.meetings.results import title_of
from kumppanuus.meetings.views.minutes import of_meeting

register = template.Library()


@register.simple_tag
def outcomes(item: AgendaItem) -> list[Result]:
    """Return what came of an item; no query where `outcomes__measure__owner` and `…__post` are prefetched."""
    return results_of(item)


@register.filter
def result_title(release: Release) -> str:
    """Return what a result of an assessment is called."""
    return title_of(release)


@register.simple_tag(takes_context=True)
def minutes_of(context: Context, meeting: Meeting) -> dict[str, Any]:
    """Return the versions of the minutes that the reader may see, and what she can do. One query."""
    return of_meeting(context["request"], meeting)
