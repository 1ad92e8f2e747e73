"""What a list of the directory shows: one filter from the address for page, feed, calendar, file and widget alike."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.pieces import held, kept
from kumppanuus.places.models import Area
from kumppanuus.search.nearby import ELSEWHERE, AskedDistance
from kumppanuus.services.models import (
    Attendance,
    PriceKind,
    Service,
    ServiceKind,
    ServiceQuerySet,
    ServiceTerm,
    Tally,
    around_and_within,
)
from kumppanuus.services.placing import Away, distances
from kumppanuus.services.themes import TERMS, spaces_with_themes
from kumppanuus.taxonomy.models import OWN, Term

SCHEMES = {
    "theme": _("Themes"),
    "target_group": _("For whom"),
    "life_event": _("Life events"),
    "language": _("Languages"),
    "accessibility": _("Accessibility"),
    "service_class": _("Service classes"),
}
TERM_SCHEMES = frozenset(SCHEMES)
MOST = 5_000  # more than this is counted as "over 5,000"
KEPT_SECONDS = 600
MOST_WORDS = 8
KIND = "services.service"
FAR = 1e9
_ID = BigIntegerField()


@dataclass(frozen=True)
class Choice:
    """One thing to tick: its parameter and value, words, how many entries it leaves, and whether it is ticked."""

    name: str
    value: str
    label: str
    number: int | None
    chosen: bool


@dataclass(frozen=True)
class Named:
    """A term as filters need it: ids of it and of what is below it."""

    key: str
    label: str
    scheme: str
    ids: tuple[int, ...]


def named_terms() -> dict[str, Named]:
    """Return {"theme:mind": …} in the reader's language, in the order of the schemes; kept per process for a while.

    The key of a theme that was merged gives the one it is part of now.
    """

    def load() -> dict[str, Named]:
        below: dict[int, list[int]] = {}
        wanted = Q(scheme__in=TERM_SCHEMES) | Q(scheme__startswith=OWN)
        rows = list(Term.objects.filter(wanted).order_by("order", "code"))
        for row in rows:
            below.setdefault(row.parent_id or 0, []).append(row.pk)
        named = {
            row.pk: Named(row.key, str(row.name), row.scheme, (row.pk, *below.get(row.pk, ())))
            for row in rows
            if row.merged_into_id is None
        }
        return {row.key: named[row.merged_into_id or row.pk] for row in rows}

    return held(f"{TERMS}.{get_language()}", load)


def schemes() -> dict[str, str]:
    """Return the classifications to filter by with their titles: a space's own themes right after the common ones."""
    own = {scheme: str(_("Themes: %(space)s") % {"space": name}) for scheme, name in spaces_with_themes().items()}
    common = {scheme: str(title) for scheme, title in SCHEMES.items()}
    return {"theme": common["theme"], **own, **common}


@dataclass(frozen=True)
class Place:
    """An area as the filter needs it: its name, and the ids of the areas within it and around it."""

    slug: str
    label: str
    ids: tuple[int, ...]
    kind: str = ""

    def __str__(self) -> str:
        return self.label


def _place(slug: str) -> Place | None:
    """Return the area of the slug; areas do not change while a process runs, so each is kept for a while."""

    def load() -> Place | str:
        area = Area.objects.filter(slug=slug).first()
        return Place(slug, str(area), tuple(around_and_within(area)), area.kind) if area else ""

    if not slug:
        return None
    return cache.get_or_set(f"services.place.{get_language()}.{quote(slug)}", load, KEPT_SECONDS) or None


@dataclass
class DirectoryFilter(AskedDistance):
    """A filter of the directory, read from an address: what it does not understand it leaves out.

    q             words as people say them; see the app `search`
    area          the slug of a municipality, county or region
    organisation  the slug of one organisation
    kind, price, attendance, term   several may be given; a scheme's terms widen, different schemes narrow
    referral=no   without a referral; right=yes: confirmed in time
    near, within, sort   see `AskedDistance`: what is listed stands by how far it is
    """

    data: Mapping[str, Any]
    words: list[str] = field(init=False)
    area: Place | None = field(init=False)
    organisation: str = field(init=False)
    chosen: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        data = self.data if isinstance(self.data, QueryDict) else _as_query(self.data)
        self.words = _clean(data.get("q", ""))[:100].lower().split()[:MOST_WORDS]
        self.area = _place(_clean(data.get("area", ""))[:80])
        self.organisation = _clean(data.get("organisation", ""))[:120]
        known = named_terms()
        allowed: dict[str, Iterable[str]] = {
            "kind": ServiceKind.values,
            "price": PriceKind.values,
            "attendance": Attendance.values,
            "referral": ("no",),
            "right": ("yes",),
            "term": known,
        }
        self.chosen = {
            name: [one for one in dict.fromkeys(data.getlist(name)) if one in values]
            for name, values in allowed.items()
        }
        self.chosen["term"] = list(dict.fromkeys(known[key].key for key in self.chosen["term"]))
        self.read_distance(data, ranked=bool(self.words))

    @property
    def is_active(self) -> bool:
        """Say whether it narrows anything."""
        return bool(self.words or self.area or self.organisation or self.within or any(self.chosen.values()))

    def query(self, **instead: str) -> str:
        """Return the filter as the query of an address: always in one order, without what it did not understand.
        `instead` puts other values, or "" for none.
        """
        query = QueryDict(mutable=True)
        if self.words:
            query["q"] = " ".join(self.words)
        if self.area:
            query["area"] = self.area.slug
        if self.organisation:
            query["organisation"] = self.organisation
        for name, values in self.chosen.items():
            if values:
                query.setlist(name, values)
        for name, value in (self.distance_query | instead).items():
            query.setlist(name, [value] if value else [])
        return query.urlencode()

    def lasting_query(self) -> str:
        """Return the filter as it may be kept: without an order, and without somebody's own point."""
        kept_place = self.near is not None and not self.near.exact and self.within
        return self.query(sort="") if kept_place else self.query(near="", within="", sort="")

    @cached_property
    def scores(self) -> dict[int, float] | None:
        """What the words find, best first: {id: score}; None where there is no index. Of public entries only."""
        from kumppanuus.search.finding import matching  # not loaded where nobody searches

        return matching(Actor(), " ".join(self.words), KIND, language=get_language() or "fi", most=MOST)

    def narrow(self, rows: ServiceQuerySet) -> ServiceQuerySet:
        """Return the entries that the filter lets through."""
        rows = self._narrow_by_words(rows) if self.words else rows
        if self.area:
            rows = rows.offered_in_any(self.area.ids)
        if self.organisation:
            rows = rows.filter(organisation__slug=self.organisation)
        for name, column in (("kind", "kind"), ("price", "price_kind")):
            if self.chosen[name]:
                rows = rows.filter(**{f"{column}__in": self.chosen[name]})
        if wanted := self.chosen["attendance"]:
            either = {Attendance.BOTH} if set(wanted) & {Attendance.ON_SITE, Attendance.REMOTE} else set()
            rows = rows.filter(attendance__in=[*wanted, *either])
        if self.chosen["referral"]:
            rows = rows.filter(without_referral=True)
        if self.chosen["right"]:
            rows = rows.filter(due_on__gte=timezone.localdate())
        return self._narrow_by_distance(self._narrow_by_terms(rows))

    def _narrow_by_distance(self, rows: ServiceQuerySet) -> ServiceQuerySet:
        if self.near is None or not self.within:
            return rows
        if self.km:
            return rows.filter(pk__among=distances(self.near, km=self.km))
        return rows.anywhere()

    def _narrow_by_words(self, rows: ServiceQuerySet) -> ServiceQuerySet:
        if (scores := self.scores) is not None:
            return rows.filter(pk__among=scores)
        for word in self.words:  # there is no index yet
            rows = rows.filter(find_by__contains=word)
        return rows

    def _narrow_by_terms(self, rows: ServiceQuerySet) -> ServiceQuerySet:
        chosen = [named_terms()[key] for key in self.chosen["term"]]
        for scheme in sorted({one.scheme for one in chosen}):
            rows = rows.with_any(pk for one in chosen if one.scheme == scheme for pk in one.ids)
        return rows


@dataclass(frozen=True)
class Counted:
    """How many entries a filter lets through, in all and by each further choice.

    `over`: there are more than `total`, and what each choice would leave is not counted.
    """

    total: int
    over: bool
    by: Mapping[str, int]


@dataclass(frozen=True)
class Found:
    """What a filter lets through: ids in the order of the list, at most MOST of them, and the counts."""

    ids: Sequence[int]
    counted: Counted
    away: Mapping[int, Away] = field(default_factory=dict)
    elsewhere: int = 0  # of what is left out by its distance: how many have no place, or can be joined from anywhere


def find(wanted: DirectoryFilter) -> Found:
    """Return what the filter lets through of what is listed, kept until anything happens.

    Four queries at most, four more with words: what they find is in the order of how well it fits. Five more with a
    place, from which the distance is told. Somebody's own point is not kept.

    More than MOST are not counted by choice, but for the whole directory, whose totals the clock keeps in rows.
    """
    from kumppanuus.search.snapshot import current

    if wanted.near and wanted.near.exact:
        return _find(wanted)
    indexed = f":{current().version}" if wanted.words else ""
    return kept(f"directory:{wanted.query()}{indexed}", lambda: _find(wanted))


def _find(wanted: DirectoryFilter) -> Found:
    rows = wanted.narrow(Service.objects.listed())
    ids = list(rows.order_by("sort_name", "pk").values_list("pk", flat=True)[: MOST + 1])
    if wanted.words and (scores := wanted.scores) is not None:
        ids.sort(key=lambda pk: -scores[pk])
    away, elsewhere = _distances(wanted, ids)
    if wanted.nearest_first:
        ids.sort(key=lambda pk: away[pk].km if pk in away else FAR)
    if len(ids) > MOST:
        whole = {} if wanted.is_active else dict(Tally.objects.values_list("key", "number"))
        total = sum(number for key, number in whole.items() if key.startswith("kind:"))
        return Found(array("q", ids[:MOST]), Counted(total or MOST, not total, whole), away, elsewhere)
    return Found(
        array("q", ids), Counted(len(ids), False, count(Service.objects.filter(pk__among=ids))), away, elsewhere
    )


def _distances(wanted: DirectoryFilter, ids: Sequence[int]) -> tuple[Mapping[int, Away], int]:
    """Return how far each is, and how many are left out that the distance says nothing of. Three queries at most."""
    if wanted.near is None:
        return {}, 0
    away = distances(wanted.near, ids=ids)
    if not wanted.km:
        return away, 0
    anywhere = DirectoryFilter(QueryDict(wanted.query(within=ELSEWHERE)))
    return away, anywhere.narrow(Service.objects.listed()).exclude(pk__among=ids).count()


def count(rows: ServiceQuerySet) -> dict[str, int]:
    """Count entries by kind, price, attendance, referral, freshness and term: {"kind:event": 3}.

    Two queries; a third where spaces' own themes have subthemes.
    """
    today = timezone.localdate()
    groups = (
        rows.order_by()
        .values("kind", "price_kind", "attendance", "without_referral")
        .annotate(number=Count("pk"), right=Count("pk", filter=Q(due_on__gte=today)))
    )
    by: dict[str, int] = {}
    for group in groups:
        number = group["number"]
        keys = [f"kind:{group['kind']}", f"price:{group['price_kind']}", *_taking_part(group["attendance"])]
        keys += ["referral:no"] if group["without_referral"] else []
        for key in keys:
            by[key] = by.get(key, 0) + number
        by["right:yes"] = by.get("right:yes", 0) + group["right"]
    known, used = named_terms(), ServiceTerm.objects.filter(service__in=rows.order_by().values("pk")).order_by()
    # A class counts what is in its sub-classes too, once each; a target group and a space's own subtheme only itself.
    itself = Q(term__scheme="target_group") | Q(term__scheme__startswith=OWN)
    above = Coalesce("term__parent", "term")
    own = _by(used, Case(When(itself, then=F("term")), default=above, output_field=_ID))
    if any(len(term.ids) > 1 for term in known.values() if term.scheme.startswith(OWN)):
        own |= _by(used.filter(term__scheme__startswith=OWN), above)
    return by | {f"term:{term.key}": own[term.ids[0]] for term in known.values() if term.ids[0] in own}


def _by(used: QuerySet[ServiceTerm], group: Any) -> dict[int, int]:
    return dict(used.values_list(group).annotate(number=Count("service", distinct=True)))


def _taking_part(attendance: str) -> list[str]:
    kinds = (Attendance.ON_SITE, Attendance.REMOTE) if attendance == Attendance.BOTH else (attendance,)
    return [f"attendance:{one}" for one in kinds]


def _as_query(data: Mapping[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return query


def _clean(words: str) -> str:
    return words.replace("\x00", "").strip()
