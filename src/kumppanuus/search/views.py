"""The one search box: what was found by kind, results while typing, and honest silence."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kumppanuus.core.paging import Counted
from kumppanuus.core.requests import Request
from kumppanuus.search import actions
from kumppanuus.search.documents import providers
from kumppanuus.search.finding import MOST_HITS, Result, find
from kumppanuus.search.listing import grouped, label_of, language, line_of, row_of, url_of
from kumppanuus.search.suggesting import suggest
from kumppanuus.search.vocabulary import EVERYDAY

PAGE = 20
LOOKED_AT = 60  # hits from which the groups of all kinds are made
MOST_LETTERS = 400


@require_safe
def search(request: Request) -> HttpResponse:
    """Find across everything by what people say. One page of a kind, or the best of each kind."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:MOST_LETTERS]
    kind = request.GET.get("kind", "")
    kind = kind if kind in providers else ""
    if not words:
        return render(request, "search/search.html", {"words": "", "kind": "", "hide_search": True})
    page = _page_number(request) if kind else 1
    found = find(
        request.actor,
        words,
        language=language(),
        kinds=[kind] if kind else (),
        limit=PAGE if kind else LOOKED_AT,
        offset=(page - 1) * PAGE,
    )
    if found.nothing_fits and not kind:
        actions.tell_silent(request.actor, None, words=words, language=language())
    return render(request, "search/search.html", _context(words, kind, page, found))


def _page_number(request: Request) -> int:
    told = request.GET.get("page", "1")
    return min(max(int(told), 1), MOST_HITS // PAGE) if told.isascii() and told.isdigit() and len(told) < 6 else 1


def _context(words: str, kind: str, page: int, found: Result) -> dict[str, Any]:
    by_kind = found.counts.get("kind", {})
    here = reverse("search:search")
    order = [one for one in providers if by_kind.get(one)]
    kinds = [
        (f"{here}?{urlencode({'q': words, 'kind': one})}", label_of(one), by_kind[one], one == kind)
        for one in sorted(order, key=lambda one: -by_kind[one])
    ]
    rows = [row_of(one) for one in found.hits] if kind else []
    pages = Counted(range(min(found.total, MOST_HITS)), PAGE, min(found.total, MOST_HITS))
    return {
        "words": words,
        "kind": kind,
        "label": label_of(kind) if kind else "",
        "found": found,
        "groups": [] if kind else grouped(found.hits, by_kind),
        "kinds": kinds,
        "everything": (f"{here}?{urlencode({'q': words})}", sum(by_kind.values())),
        "rows": rows,
        "page": pages.get_page(page),
        "meant": f"{here}?{urlencode({'q': found.did_you_mean})}" if found.did_you_mean else "",
        # Nothing but a place was asked for: its own page stands first.
        "only_place": found.understood.place if _is_place(found) else None,
        "meanings": list(dict.fromkeys(_meanings(found))),
        "directory": f"?{urlencode({'q': words})}",
    }


def _is_place(found: Result) -> bool:
    words = found.understood.words
    return bool(words) and all(word.place is not None for word in words)


def _meanings(found: Result) -> list[tuple[str, str]]:
    """Return everyday words of the query with what they mean here."""
    own = [one.entry for one in found.understood.expansions if one.entry.kind == EVERYDAY]
    return [(one.saying, ", ".join(wording for _code, wording in one.meanings)) for one in own]


@require_safe
def suggestions(request: Request) -> HttpResponse:
    """Show what may be meant by the beginning of a query, as a list of links below the box. Three to five queries.

    The whole page is search itself, for whoever opens this by itself.
    """
    words = request.GET.get("q", "").replace("\x00", "").strip()[:MOST_LETTERS]
    here = reverse("search:search")
    if not request.headers.get("HX-Request"):
        return redirect(f"{here}?{urlencode({'q': words})}" if words else here)
    lines = []
    for one in suggest(request.actor, words, language()):
        title = str(one.title)
        url = url_of(one.address) if one.address else f"{here}?{urlencode({'q': title})}"
        told = f"{label_of(one.kind)}" if one.address else ""
        more = line_of(one.kind, one.facts or {}) if one.address else ""
        lines.append((url, one.title, more or told))
    return render(request, "search/suggestions.html", {"lines": lines, "words": words})
