"""Lists as Atom feeds: what they all say of themselves, and how they are answered."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language


def page_of(request: HttpRequest, name: str) -> str:
    """Return the whole address of a list with the filter of the request; `name` is that of the list's address."""
    query = request.GET.urlencode()
    return f"{settings.SITE_URL}{reverse(name)}" + (f"?{query}" if query else "")


def begin(request: HttpRequest, title: str, page: str, description: str = "") -> Atom1Feed:
    """Begin the feed of a list in the reader's language. `page` is the list's whole address, which names the feed."""
    return Atom1Feed(
        title=title,
        link=page,
        description=description or title,
        language=get_language() or "fi",
        feed_url=settings.SITE_URL + request.get_full_path(),
        feed_guid=page,
    )


def answer(feed: Atom1Feed) -> HttpResponse:
    """Give a feed."""
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
