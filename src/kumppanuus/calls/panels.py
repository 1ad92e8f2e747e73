"""A body's calls for seats on its page."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kumppanuus.bodies.models import Body
from kumppanuus.bodies.panels import section
from kumppanuus.calls.models import Call, Stage
from kumppanuus.calls.reading import time_left
from kumppanuus.core.requests import Request

LATEST = 4


@section
def of_body(request: Request, body: Body) -> SafeString:
    """Show the calls under way and the latest results. One query; nothing where there are none to see or announce."""
    may_announce = request.actor.may("calls.announce", body)
    rows = list(Call.objects.visible_to(request.actor).filter(body=body).select_related("decision")[:LATEST])
    if not rows and not may_announce:
        return SafeString("")
    for one in rows:
        one.body = body
    under_way = [(one, time_left(one.closes_at)) for one in rows if one.stage in {Stage.OPEN, Stage.COMING}]
    past = [one for one in rows if one.stage not in {Stage.OPEN, Stage.COMING}]
    context = {"body": body, "under_way": under_way, "past": past, "may_announce": may_announce}
    return render_to_string("calls/_of_body.html", context, request=request)
