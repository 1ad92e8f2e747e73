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
from kumppanuus.search.asking import MOST_LETTERS, Asked
from kumppanuus.search.documents import providers
from kumppanuus.search.finding import MOST_HITS, Result
from kumppanuus.search.listing import grouped, in_groups, label_of, language, line_of, rows_of, url_of
from kumppanuus.search.mapping import MOST_ON_MAP, mapped
from kumppanuus.search.nearby import ELSEWHERE
from kumppanuus.search.suggesting import suggest
from kumppanuus.search.vocabulary import EVERYDAY

PAGE = 20
LOOKED_AT = 60  # hits from which the groups of all kinds are made


@require_safe
def search(request: Request) -> HttpResponse:
    """Find across everything by what people say: one page of a kind, the best of each kind, or all of it on a map."""
    asked, on_map = Asked(request.GET), request.GET.get("view") == "map"
    context = {"words": asked.words, "kind": asked.kind, "on_map": on_map, **asked.distance_fields()}
    if asked.is_empty:
        return render(request, "search/search.html", context | {"hide_search": True})
    page = _page_number(request) if asked.kind else 1
    limit = MOST_ON_MAP if on_map else PAGE if asked.kind else LOOKED_AT
    begin = 0 if on_map else (page - 1) * PAGE
    found = asked.find(request.actor, language(), limit=limit, offset=begin, counts=("kind",))
    if found.nothing_fits and asked.words and not asked.kind and not asked.near:
        actions.tell_silent(request.actor, None, words=asked.words, language=language())
    context |= _context(asked, found, on_map=on_map)
    if not on_map and not asked.kind:
        groups = grouped(found.hits, found.counts.get("kind", {}), as_they_come=asked.nearest_first)
        context["groups"], context["above"] = in_groups(request, groups)
        return render(request, "search/search.html", context)
    rows, context["above"] = rows_of(request, found.hits)
    if on_map:
        context |= mapped(asked, found, rows)
    else:
        total = min(found.total, MOST_HITS)
        context |= {"rows": rows, "page": Counted(range(total), PAGE, total).get_page(page)}
    return render(request, "search/search.html", context)


def _page_number(request: Request) -> int:
    told = request.GET.get("page", "1")
    return min(max(int(told), 1), MOST_HITS // PAGE) if told.isascii() and told.isdigit() and len(told) < 6 else 1


def _context(asked: Asked, found: Result, *, on_map: bool) -> dict[str, Any]:
    by_kind = found.counts.get("kind", {})
    view = "map" if on_map else ""
    kinds = [
        (f"?{asked.query(kind=one, view=view)}", label_of(one), by_kind[one], one == asked.kind)
        for one in sorted((one for one in providers if by_kind.get(one)), key=lambda one: -by_kind[one])
    ]
    return {
        "label": label_of(asked.kind) if asked.kind else "",
        "found": found,
        "kinds": kinds,
        "everything": (f"?{asked.query(kind='', view=view)}", sum(by_kind.values())),
        "meant": f"?{asked.query(q=found.did_you_mean)}" if found.did_you_mean else "",
        # Nothing but a place was asked for: its own page stands first.
        "only_place": found.understood.place if _is_place(found) else None,
        "meanings": list(dict.fromkeys(_meanings(found))),
        "directory": f"?{asked.query(kind='')}",
        "as_list": asked.query(),
        "as_map": asked.query(view="map"),
        "from_anywhere": f"?{asked.query(within=ELSEWHERE, view=view)}",
        "any_distance": f"?{asked.query(within='', view=view)}",
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
