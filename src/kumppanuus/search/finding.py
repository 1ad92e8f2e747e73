"""Finding: the functions that pages call. Whatever was typed, they answer; nobody finds what she may not see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import numpy as np
from django.utils import timezone

from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.search import levers, snapshot
from kumppanuus.search.documents import Source
from kumppanuus.search.gazetteer import Place
from kumppanuus.search.models import Document
from kumppanuus.search.ranking import RELATIVE, Ranked, best, distance, hide, meet, signals
from kumppanuus.search.reasons import Reason, nearest_word, reasons_of
from kumppanuus.search.segments import FURTHER, Part, day
from kumppanuus.search.semantic import fusing
from kumppanuus.search.understanding import Understood, understand

MOST_HITS = 1000
FITS, SURE = 0.2, 0.4  # of the query's words, by rarity, that the best hit meets: below, nothing fits, or not surely
LOOKED_AT = 10  # best hits that are looked at for it
NEAR_ENOUGH = 2.0  # as `fusing` counts: standard deviations above what the model finds near at all
THERE = 0.35  # of the best score anywhere that something in the named place must have, to show only that place
FAR_KM = 1e5
Filters = Mapping[str, Sequence[str]]
Array = Any


@dataclass
class Hit:
    """Something found, with all that a list shows of it.

    address   name of its address and the arguments for `reverse`
    facts     what its app gave for lists ({"kind": "event", "where": …})
    km        how far it is from the point that was asked for
    """

    kind: str
    object_id: int
    title: Text
    summary: Text
    address: tuple[str, tuple[Any, ...]]
    facts: Mapping[str, Any]
    score: float
    edited_on: dt.date | None
    confirmed_on: dt.date | None
    due_on: dt.date | None
    point: tuple[float, float] | None
    km: float | None
    why: Callable[[], list[Reason]] = field(default=list, repr=False)

    @cached_property
    def reasons(self) -> list[Reason]:
        """Which word of the query was met by what; worked out when asked for."""
        return self.why()

    @property
    def whole_km(self) -> int | None:
        """Whole kilometres to it; what is nearer than one is one."""
        return None if self.km is None else max(1, round(self.km))

    @property
    def about(self) -> bool:
        """Say whether only its municipality is known, so that its distance is not exact."""
        at = self.facts.get("at") or ()
        return self.point is not None and all(one[1] is None for one in at)

    @property
    def is_fresh(self) -> bool:
        """Say whether it was confirmed within its time."""
        return self.due_on is not None and self.due_on >= timezone.localdate()


@dataclass
class Result:
    """What was found.

    total         how many in all, within the filters
    counts        {dimension: {value: how many of what was found it would leave}}, chosen values of its own aside
    understood    the query as it was read: words, place, everyday words
    place         the place that the words named, when only what is offered there is shown
    elsewhere     the words named a place and nobody offers it there: these are the nearest that do
    did_you_mean  the whole query with its unknown words put right, or ""
    nothing_fits  nothing here is about it; `hits` is empty then
    unsure        the best hit meets little of what was asked: say so beside the hits
    from_anywhere how many the distance leaves out that have no place, or can be joined remotely
    ready         there is an index at all
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    understood: Understood = field(default_factory=lambda: Understood("", "fi"))
    place: Place | None = None
    elsewhere: bool = False
    did_you_mean: str = ""
    nothing_fits: bool = False
    unsure: bool = False
    from_anywhere: int = 0
    ready: bool = True


def find(
    actor: Actor,
    words: str,
    *,
    language: str = "fi",
    kinds: Sequence[str] = (),
    filters: Filters | None = None,
    near: tuple[float, float] | None = None,
    within: float = 0,
    from_anywhere: bool = False,
    nearest_first: bool = False,
    limit: int = 20,
    offset: int = 0,
    counts: bool | Sequence[str] = True,
) -> Result:
    """Find what the actor may see by words in any language, best first.

    kinds    models' labels ("services.service"); none: everything
    filters  {"price": ["free"], "area": ["853"]}: values of a dimension widen, dimensions narrow;
             "right": ["yes"] is what was confirmed within its time
    near     (lon, lat): what is near weighs a little more, and hits say how far they are
    within   so many kilometres from there; `from_anywhere` instead: what has no place, or can be joined remotely
    counts   the dimensions that are counted by value; True: all but organisations, of which there are too many to list
    Four to six SQL queries, however much there is. Without words: everything within the filters, the freshest first.
    """
    now = snapshot.current()
    if not now.generation:
        return Result(ready=False)
    query = understand(words, language, now.words)
    chosen = {name: list(values) for name, values in (filters or {}).items() if values}
    if kinds:
        chosen["kind"] = list(kinds)
    search = _Search(actor, query, now.parts, chosen, near)
    if near is not None:
        search.within, search.from_anywhere, search.nearest_first = within, from_anywhere, nearest_first
    result = search.run(min(limit, MOST_HITS), min(max(offset, 0), MOST_HITS * 100))
    if counts and not result.nothing_fits:
        result.counts = search.counts(None if counts is True else counts)
    return result


class _Search:
    """One search under way."""

    def __init__(
        self,
        actor: Actor,
        query: Understood,
        parts: Sequence[Part],
        filters: Mapping[str, list[str]],
        near: tuple[float, float] | None,
    ) -> None:
        self.query, self.parts, self.filters, self.near = query, parts, filters, near
        self.today = day(timezone.localdate(), 0)
        self.within, self.from_anywhere, self.nearest_first = 0.0, False, False
        self.visible = visible(actor, parts, self.today)
        self.scores: dict[int, Array] = {}
        self.narrowed: Place | None = None
        self.elsewhere = False
        self.ranked: Ranked | None = None
        self.meant: Mapping[int, Array] | None = None  # how near in meaning each document is, where a model tells

    def run(self, limit: int, offset: int) -> Result:
        if self.query.is_empty and self.query.typed.strip():
            return Result(understood=self.query, nothing_fits=True)
        if self.query.is_empty:
            self._everything()
        else:
            self._rank()
        top = best(self._within(), self.parts, max(offset + limit, LOOKED_AT))
        shown = [*(top[:LOOKED_AT] if self.ranked else ()), *top[offset : offset + limit]]
        rows = Document.objects.in_bulk({pk for _score, pk, _part, _number in shown})
        meant = self._did_you_mean([rows[pk] for _s, pk, _p, _n in top[:LOOKED_AT] if pk in rows])
        met = 1.0 if self.query.is_empty else self._met(top)
        if met < FITS:
            left_out = self._left_out()
            return Result(understood=self.query, did_you_mean=meant, nothing_fits=True, from_anywhere=left_out)
        if self.nearest_first:
            top = best(self._by_distance(), self.parts, offset + limit)
            rows = Document.objects.in_bulk([pk for _score, pk, _part, _number in top])
        return Result(
            hits=self._hits(top[offset : offset + limit], rows),
            total=sum(int(np.count_nonzero(own > 0)) for own in self._within().values()),
            understood=self.query,
            place=self.narrowed,
            elsewhere=self.elsewhere,
            did_you_mean=meant,
            unsure=met < SURE,
            from_anywhere=self._left_out(),
        )

    def _everything(self) -> None:
        for part in self.parts:
            self.scores[part.pk] = np.where(self.visible[part.pk], 1.0 + part.columns["edited"] / 65_536, 0.0)

    def _rank(self) -> None:
        self.ranked = meet(self.query, self.parts, self.visible)
        for part in self.parts:
            self.scores[part.pk] = hide(part, self.ranked.scores(part, self.ranked.clauses), self.visible[part.pk])
        self.meant = fusing.nearness(self.query, self.parts, self.visible)
        if self.meant is not None:
            fusing.fuse(self.scores, self.meant)
        for part in self.parts:
            self.scores[part.pk] = signals(part, self.scores[part.pk], self.today, self.near)
        if self.query.place is not None:
            self._narrow(self.query.place)
        highest = max((float(own.max()) for own in self._within().values() if len(own)), default=0.0)
        for own in self.scores.values():
            np.multiply(own, own >= highest * RELATIVE, out=own)

    def _narrow(self, place: Place) -> None:
        """Show only what is offered in the place that the words name, if something of what is looked for is."""
        assert self.ranked is not None  # noqa: S101 - set just before
        named = {at for at, word in enumerate(self.query.words) if word.place is not None}
        rest = [clause for clause in self.ranked.clauses if not clause.covers <= named]
        inside = {part.pk: part.mask(place.tokens) | ~part.mask_of("area") for part in self.parts}
        of_all = of_place = 0.0
        for part in self.parts:
            own = self.ranked.scores(part, rest) if rest else self.scores[part.pk].copy()
            hide(part, own, self.visible[part.pk])
            if len(own):
                of_all = max(of_all, float(own.max()))
                of_place = max(of_place, float((own * inside[part.pk]).max()))
        if not rest or (of_place > 0 and of_place >= of_all * THERE):
            self.narrowed = place
            for part in self.parts:
                if not rest:  # nothing but a place: all that is there
                    self.scores[part.pk] = np.maximum(self.scores[part.pk], 0.5 * self.visible[part.pk]).astype(
                        np.float32
                    )
                self.scores[part.pk] = self.scores[part.pk] * inside[part.pk]
        elif of_all > 0:
            self.elsewhere = True
            self.near = self.near or place.point

    def _within(self, leave_out: str = "") -> dict[int, Array]:
        """Return the scores within the filters and the distance, but for one dimension ("near" is the distance)."""
        wanted = {name: values for name, values in self.filters.items() if name != leave_out}
        far = leave_out != "near" and bool(self.within or self.from_anywhere)
        if not wanted and not far:
            return self.scores
        found = {}
        for part in self.parts:
            own = self.scores[part.pk] * self._there(part) if far else self.scores[part.pk]
            for name, values in wanted.items():
                if name == "right":
                    own = own * (part.columns["due"] >= self.today)
                else:
                    own = own * part.mask(f"{name}:{value}" for value in values)
            found[part.pk] = own
        return found

    def _there(self, part: Part) -> Array:
        """Say of each document of a segment whether it is as near as was asked for."""
        if self.near is None or not (self.within or self.from_anywhere):
            return np.float32(1)
        return _anywhere(part, self.near) if self.from_anywhere else distance(part, self.near) <= self.within

    def _by_distance(self) -> dict[int, Array]:
        """Return scores that put the nearest first, and what has no place last."""
        assert self.near is not None  # noqa: S101 - asked for with a place only
        found = self._within()
        return {
            part.pk: np.where(found[part.pk] > 0, 1 / (1 + np.nan_to_num(distance(part, self.near), nan=FAR_KM)), 0.0)
            for part in self.parts
        }

    def _left_out(self) -> int:
        """Count what the distance leaves out though one need not go there."""
        if self.near is None or not self.within:
            return 0
        found = self._within(leave_out="near")
        return sum(
            int(((found[part.pk] > 0) & _anywhere(part, self.near) & ~self._there(part)).sum()) for part in self.parts
        )

    def _met(self, top: list[tuple[float, int, Part, int]]) -> float:
        """Return how much of what is rare in the query one of the best hits meets."""
        assert self.ranked is not None  # noqa: S101
        met = 0.0
        for _score, _pk, part, number in top[:LOOKED_AT]:
            met = max(met, self.ranked.coverage(part, number))
            if self.meant is not None and self.meant[part.pk][number] >= NEAR_ENOUGH:
                met = max(met, FITS)  # no word says so, the model does: shown, and said to be unsure
            if met >= SURE:
                break
        return met

    def _did_you_mean(self, shown: list[Document]) -> str:
        if self.ranked is None or not any(self.ranked.unknown):
            return ""
        return nearest_word(self.query, self.ranked.unknown, shown)

    def _hits(self, top: list[tuple[float, int, Part, int]], rows: Mapping[int, Document]) -> list[Hit]:
        found = []
        parts = {part.pk: part for _score, _pk, part, _number in top}
        away = {pk: distance(part, self.near) for pk, part in parts.items()} if self.near else {}
        for score, pk, part, number in top:
            row = rows.get(pk)
            if row is None:
                continue
            point = None if row.lon is None or row.lat is None else (row.lon, row.lat)
            near = self.meant is not None and bool(self.meant[part.pk][number] > 0)
            km = float(away[part.pk][number]) if away and point else None
            found.append(
                Hit(
                    kind=row.kind,
                    object_id=row.object_id,
                    title=row.title,
                    summary=row.summary,
                    address=(row.address[0], tuple(row.address[1])),
                    facts=row.facts,
                    score=score,
                    edited_on=row.edited_on,
                    confirmed_on=row.confirmed_on,
                    due_on=row.due_on,
                    point=point,
                    km=km,
                    why=partial(reasons_of, self.ranked, part, number, row, near=near) if self.ranked else list,
                )
            )
        return found

    def counts(self, wanted: Sequence[str] | None = None) -> dict[str, dict[str, int]]:
        """Return how many of what was found each value of the wanted dimensions would leave."""
        names = {name for part in self.parts for name in part.facet_names.dimensions} - {"organisation", FURTHER}
        wanted = [*sorted(names), "right"] if wanted is None else wanted
        free = [name for name in wanted if name not in self.filters]
        found = self._counted(self._within(), free)
        for name in wanted:
            if name in self.filters:
                found |= {name: {}} | self._counted(self._within(leave_out=name), [name])
        return found

    def _counted(self, scores: Mapping[int, Array], dimensions: Sequence[str]) -> dict[str, dict[str, int]]:
        by: dict[str, dict[str, int]] = {}
        for part in self.parts if dimensions else ():
            which = scores[part.pk] > 0
            for name in dimensions:
                if name == "right":
                    right = int((which & (part.columns["due"] >= self.today)).sum())
                    values = {"yes": right} if right else {}
                else:
                    values = part.count(which, name)
                for value, number in values.items():
                    own = by.setdefault(name, {})
                    own[value] = own.get(value, 0) + number
        return by


def _anywhere(part: Part, near: tuple[float, float]) -> Array:
    """Say of each document whether it has no place, or can be joined remotely."""
    return np.isnan(distance(part, near)) | part.mask(["attendance:remote"])


def visible(actor: Actor, parts: Iterable[Part], today: int) -> dict[int, Array]:
    """Say of each document of each segment whether it lives, is still listed, and the actor may see it."""
    tokens = sorted(f"@{token}" for token in actor.tokens())

    def of(part: Part) -> Array:
        listed = part.alive & (part.columns["until"] >= today)
        return listed if actor.system else listed & part.mask(tokens)

    return {part.pk: part.kept(f"seen {today} {actor.system} {tokens}", partial(of, part)) for part in parts}


def matching(actor: Actor, words: str, kind: str, *, language: str = "fi", most: int = 5000) -> dict[int, float] | None:
    """Return {id: score} of what of a kind the words find, best first; None while there is no index.

    Two to three queries. For lists that have filters of their own.
    """
    now = snapshot.current()
    if not now.generation:
        return None
    search = _Search(actor, understand(words, language, now.words), now.parts, {"kind": [kind]}, None)
    if search.query.is_empty:
        return {}
    search._rank()
    top = best(search._within(), search.parts, most)
    if search._met(top) < FITS:
        return {}
    ids = dict(Document.objects.filter(pk__among=[pk for _s, pk, _p, _n in top]).values_list("pk", "object_id"))
    return {ids[pk]: score for score, pk, _part, _number in top if pk in ids}


__all__ = ["Hit", "Reason", "Result", "Source", "find", "levers", "matching"]
