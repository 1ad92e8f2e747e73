"""How what was found is shown: groups by kind, a line of facts, and the reason in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.search.documents import providers
from kumppanuus.search.finding import Hit
from kumppanuus.search.reasons import Reason

PLAIN = {"word", "place"}  # met as it was typed: needs no telling where the title or the sentence shows it
MOST_REASONS = 3
IN_GROUP = 5  # of each kind, where all kinds are shown
ENTRIES, FIRST = "services.service", 1.6


@dataclass(frozen=True)
class Row:
    """One line of the list: where it leads, what it says, and why it is there."""

    url: str
    title: Text
    summary: Text
    line: str
    reason: SafeString | str
    hit: Hit
    beside: str = ""
    place: str = ""


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best of it, how many there are, and the best as lines."""

    kind: str
    label: str
    hits: Sequence[Hit]
    total: int
    rows: Sequence[Row] = ()

    @property
    def has_more(self) -> bool:
        return self.total > len(self.hits)


def label_of(kind: str) -> str:
    """Return what things of a kind are called."""
    return str(providers[kind].label) if kind in providers else kind


def url_of(address: tuple[str, tuple[Any, ...]] | None) -> str:
    """Return the address of a page, or "" where it is not there any more."""
    if address is None:
        return ""
    try:
        return reverse(address[0], args=address[1])
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=64)
def _labels(kind: str, field: str) -> Mapping[str, Any]:
    """Return the names of a model's choices, in any language when printed."""
    model = apps.get_model(kind)
    return dict(getattr(model._meta.get_field(field), "choices", None) or ())


def line_of(kind: str, facts: Mapping[str, Any]) -> str:
    """Return what is told beside a title: what it is, whose, where, of which year."""
    told = [str(_labels(kind, field).get(facts[field], "")) for field in ("kind", "state") if facts.get(field)]
    if organisation := facts.get("organisation"):
        told.append(str(Text(organisation)))
    if where := facts.get("where"):
        several = where if isinstance(where, list) else [where]
        more = int(facts.get("areas", 0)) - len(several)
        names = ", ".join(str(Text(one)) for one in several)
        told.append(f"{names} +{more}" if more > 0 else names)
    if year := facts.get("year"):
        told.append(str(year))
    return " · ".join(one for one in told if one)


def reason_of(reasons: Iterable[Reason]) -> SafeString | str:
    """Say in words why something was found; "" where its title or sentence shows it."""
    telling = [one for one in reasons if not (one.how in PLAIN and one.where != "text")]
    unlike = list({one.met.casefold(): one for one in telling}.values())[:MOST_REASONS]
    return format_html_join("; ", "{}", ((_told(one),) for one in unlike))


def _told(one: Reason) -> SafeString:
    where = {"title": _("in the title"), "summary": _("in the sentence"), "text": _("in the text")}.get(one.where, "")
    pattern = {
        "words": _("“{word}” means {met} here"),
        "glossary": _("{met}, “{word}” in another language"),
        "classes": _("“{word}” is in the class {met}"),
        "part": _("“{word}” is close to {met} {where}"),
        "root": _("“{word}” is close to {met} {where}"),
        "similar": _("{met} looks like “{word}”"),
        "joined": _("written together: {met}"),
        "near": _("means much the same, says the language model"),
    }.get(one.how, "{met} {where}")
    if one.how == "similar" and not one.met:
        pattern = _("something like “{word}” {where}")
    return format_html(pattern, word=one.word, met=format_html("<mark>{}</mark>", one.met), where=where)


def row_of(hit: Hit, beside: str = "") -> Row:
    """Return a hit as a line of the list, with what one can do with it."""
    line, reason = line_of(hit.kind, hit.facts), reason_of(hit.reasons)
    return Row(url_of(hit.address), hit.title, hit.summary, line, reason, hit, beside)


def rows_of(request: Any, hits: Sequence[Hit]) -> tuple[list[Row], list[str]]:
    """Return hits as lines with what one can do with each, and what the page then has above them."""
    above: list[str] = []
    beside: dict[tuple[str, int], str] = {}
    for kind in dict.fromkeys(hit.kind for hit in hits):
        own = providers.get(kind)
        if own is not None and own.beside is not None:
            done = own.beside(request, [hit for hit in hits if hit.kind == kind])
            beside |= {(kind, pk): html for pk, html in done.items()}
            above += [own.above(request)] if own.above is not None else []
    return [row_of(hit, beside.get((hit.kind, hit.object_id), "")) for hit in hits], above


def in_groups(request: Any, groups: Sequence[Group]) -> tuple[list[Group], list[str]]:
    """Return the groups with their lines, and what the page then has above them. Only what is shown is made a line."""
    rows, above = rows_of(request, [hit for group in groups for hit in group.hits])
    left = iter(rows)
    return [replace(group, rows=list(islice(left, len(group.hits)))) for group in groups], above


def grouped(hits: Sequence[Hit], totals: Mapping[str, int], *, as_they_come: bool = False) -> list[Group]:
    """Group hits by kind, the kind of the best hit first, IN_GROUP of each (twice as many of the first).

    What one can use goes before what tells of it: entries stand first unless something else fits far better.
    """
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    best = {kind: own[0].score * (FIRST if kind == ENTRIES else 1) for kind, own in by_kind.items()}
    order = list(by_kind) if as_they_come else sorted(by_kind, key=lambda one: -best[one])
    return [
        Group(
            kind,
            label_of(kind),
            by_kind[kind][: IN_GROUP if at else 2 * IN_GROUP],
            totals.get(kind, len(by_kind[kind])),
        )
        for at, kind in enumerate(order)
    ]


def language() -> str:
    """Return the reader's language as search takes it."""
    return (get_language() or "fi").split("-")[0]
