"""What one follows, beside the other choices about mail."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kumppanuus.core.requests import Request
from kumppanuus.following.forms import MineForm
from kumppanuus.following.reading import mine
from kumppanuus.notices.panels import beside_choices


@beside_choices
def follows(request: Request) -> SafeString:
    """Show what I follow, with how often for each."""
    rows = mine(request.actor)
    form = MineForm(follows=[(row.follow, str(row.thing or row.kind)) for row in rows])
    lines = [(row, form[f"rhythm-{row.follow.pk}"]) for row in rows]
    return render_to_string("following/_section.html", {"lines": lines}, request=request)
