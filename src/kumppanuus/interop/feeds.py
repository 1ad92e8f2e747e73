"""Lists as Atom feeds: what they all say of themselves, and how they are answered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from kumppanuus.interop.export import clean


class Feed(Atom1Feed):
    """An Atom feed without the control characters that come with pasted text and that XML cannot hold."""

    def write(self, outfile: Any, encoding: str) -> None:
        """Write the feed, its texts cleaned."""
        for told in (self.feed, *self.items):
            told.update({name: clean(value) for name, value in told.items() if isinstance(value, str)})
        super().write(outfile, encoding)


def query_of(request: HttpRequest) -> str:
    """Return the filter of a list's address, without the page: what its feed is asked with."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def page_of(request: HttpRequest, name: str) -> str:
    """Return the whole address of a list with the filter of the request; `name` is that of the list's address."""
    query = request.GET.urlencode()
    return f"{settings.SITE_URL}{reverse(name)}" + (f"?{query}" if query else "")


def begin(request: HttpRequest, title: str, page: str, description: str = "") -> Feed:
    """Begin the feed of a list in the reader's language. `page` is the list's whole address, which names the feed."""
    return Feed(
        title=title,
        link=page,
        description=description or title,
        language=get_language() or "fi",
        feed_url=settings.SITE_URL + request.get_full_path(),
        feed_guid=page,
    )


def answer(feed: Feed) -> HttpResponse:
    """Give a feed."""
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
