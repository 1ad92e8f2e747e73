"""What a post's page tells of continuity: what goes with the post, and its hand-over."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kumppanuus.continuity.models import Handover
from kumppanuus.continuity.providers import Leaving, things_of
from kumppanuus.core.requests import Request
from kumppanuus.organisations.models import Post
from kumppanuus.organisations.panels import post_section

SHOWN = 12


@post_section
def of_post(request: Request, post: Post) -> SafeString:
    """Show what goes with the post; to members its hand-overs, and the way to begin one. Two queries and the apps'."""
    things = things_of(Leaving(post)) if post.ended is None else []
    handovers = list(Handover.objects.visible_to(request.actor).filter(post=post)[:5])
    may_begin = request.actor.may("continuity.begin", post) and not any(one.is_open for one in handovers)
    if not (things or handovers or may_begin):
        return SafeString("")
    context = {
        "post": post,
        "things": things[:SHOWN],
        "more": max(0, len(things) - SHOWN),
        "handovers": handovers,
        "may_begin": may_begin and post.holdings.current().exists(),
    }
    return render_to_string("continuity/_of_post.html", context, request=request)
