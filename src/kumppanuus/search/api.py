"""Search in the API: the same question, ranking, filters and counts as on the page, of what everybody may see."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from kumppanuus.core.actors import Actor
from kumppanuus.links.limits import count
from kumppanuus.search.asking import MOST_LETTERS, Asked
from kumppanuus.search.finding import MOST_HITS, Hit, Result
from kumppanuus.search.gazetteer import names
from kumppanuus.search.listing import url_of
from kumppanuus.search.reasons import Reason

router = Router(tags=["search"])
VISITOR = Actor()
MOST_A_MINUTE = 120  # from one address
Words = dict[str, str]
FILTERS = ("area", "type", "price", "attendance", "term", "referral", "organisation", "right")


class Wanted(Schema):
    """The question of the search page, the directory's filters, and which part of what is found."""

    q: str = Field("", max_length=MOST_LETTERS, description="Words in Finnish, Swedish or English, as people say them")
    lang: Literal["fi", "sv", "en"] = Field("fi", description="The language of the words")
    kind: str = Field("", max_length=80, description='One kind of things, as in `counts.kind`: "services.service"')
    near: str = Field(
        "", max_length=80, description="A municipality, an address, a postal code, or “60.45, 22.27” (latitude first)"
    )
    within: str = Field(
        "", pattern="^(5|10|25|50|none)?$", description="Kilometres; none: without a place, or to be joined remotely"
    )
    sort: str = Field("", pattern="^(near)?$", description="near: the nearest first")
    area: list[str] = Field([], max_length=20, description="Slugs: what is offered there, in it or around it")
    type: list[str] = Field([], max_length=20, description="event, peer_group, ngo, …: as in `counts.type`")
    price: list[str] = Field([], max_length=5)
    attendance: list[str] = Field([], max_length=5)
    term: list[str] = Field([], max_length=50, description='"theme:mind"')
    organisation: list[str] = Field([], max_length=20, description="Slugs")
    referral: str = Field("", pattern="^(no)?$", description="no: one may come without a referral")
    right: str = Field("", pattern="^(yes)?$", description="yes: confirmed in time")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=MOST_HITS - 100)


class ReasonOut(Schema):
    """A word of the question and what met it."""

    word: str
    how: str = Field(
        description="word, part, root, joined, meant, similar, words (everyday), glossary, classes, near (by the model)"
    )
    met: str
    where: str = Field(description="title, summary or text")


class HitOut(Schema):
    """Something that was found."""

    kind: str
    title: Words
    summary: Words
    url: str
    score: float = Field(description="Comparable within one answer only")
    reasons: list[ReasonOut]
    type: str = Field(description="As `counts.type`, or empty")
    edited_on: dt.date | None
    confirmed_on: dt.date | None
    due_on: dt.date | None = Field(description="The day by which it should be confirmed again")
    lon: float | None
    lat: float | None
    km: float | None = Field(description="From `near`")
    about: bool = Field(description="Only the municipality is known of its place")


class PlaceOut(Schema):
    slug: str
    name: Words


class Found(Schema):
    """What was found: a part of it, how many in all, and how the question was read."""

    items: list[HitOut]
    count: int
    counts: dict[str, dict[str, int]] = Field(
        description="How many each value of a filter would leave; of organisations only where one is chosen"
    )
    ready: bool = Field(description="There is an index; without one nothing is found")
    nothing_fits: bool = Field(description="Nothing here is about it: better nothing than noise")
    unsure: bool = Field(description="The best of it meets little of what was asked")
    did_you_mean: str
    place: PlaceOut | None = Field(description="A place that the words name, if only what is there is given")
    elsewhere: bool = Field(description="Nothing is offered in the named place: these are the nearest")
    near_understood: bool | None = Field(description="Whether `near` is a known place; null without it")
    from_anywhere: int = Field(description="Left out by `within`, but without a place or to be joined remotely")


@router.get("/", response=Found, url_name="search", summary="Search everything")
def search(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Find by everyday words across all kinds, best first. Without words and place: everything, the freshest first."""
    count(request, "search.api", most=MOST_A_MINUTE, seconds=60)
    asked = Asked(wanted.dict())
    found = asked.find(VISITOR, wanted.lang, limit=wanted.limit, offset=wanted.offset, filters=_filters(wanted))
    return _told(found, asked)


def _filters(wanted: Wanted) -> dict[str, list[str]]:
    """Return the filters as the index has them: an area by the ids of all that is in it and around it."""
    given = {name: getattr(wanted, name) for name in FILTERS}
    filters = {name: value if isinstance(value, list) else [value] for name, value in given.items() if value}
    if wanted.area:
        known = {place.slug: place for place in names().values()}
        tokens = [token for slug in wanted.area if slug in known for token in known[slug].tokens]
        filters["area"] = [token.removeprefix("area:") for token in tokens] or ["0"]
    return filters


def _told(found: Result, asked: Asked) -> dict[str, Any]:
    place = found.place
    by_id = {f"{one.pk}": one.slug for one in names().values()} if "area" in found.counts else {}
    areas = {by_id[pk]: number for pk, number in found.counts.get("area", {}).items() if pk in by_id}
    return {
        "items": [_hit(one) for one in found.hits],
        "count": found.total,
        "counts": found.counts | ({"area": areas} if areas else {}),
        "ready": found.ready,
        "nothing_fits": found.nothing_fits,
        "unsure": found.unsure,
        "did_you_mean": found.did_you_mean,
        "place": {"slug": place.slug, "name": dict(place.name)} if place else None,
        "elsewhere": found.elsewhere,
        "near_understood": asked.near is not None if asked.near_words else None,
        "from_anywhere": found.from_anywhere,
    }


def _hit(one: Hit) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "title": dict(one.title),
        "summary": dict(one.summary),
        "url": f"{settings.SITE_URL}{url_of(one.address)}",
        "score": round(one.score, 4),
        "reasons": [_reason(reason) for reason in one.reasons],
        "type": str(one.facts.get("kind", "")),
        "edited_on": one.edited_on,
        "confirmed_on": one.confirmed_on,
        "due_on": one.due_on,
        "lon": one.point[0] if one.point else None,
        "lat": one.point[1] if one.point else None,
        "km": None if one.km is None else round(one.km, 1),
        "about": one.about,
    }


def _reason(one: Reason) -> dict[str, str]:
    return {"word": one.word, "how": one.how, "met": str(one.met), "where": one.where}
