"""What of the apps that search stands on can be found: organisations, posts, areas and spaces.

Apps above it say so themselves, in their modules `search`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Holding, Organisation, OrganisationArea, Post
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.search.documents import Source, provide
from kumppanuus.spaces.models import Space

FORMS = ("ry", "rf", "r.y.", "ry.", "oy", "ab", "säätiö", "sr")
SHORTEST_INITIALS = 3
SUMMARY = 300


def shortened(text: Text) -> Text:
    """Return the beginning of a text, for a list."""
    return Text({code: one if len(one) <= SUMMARY else f"{one[: SUMMARY - 1]}…" for code, one in text.items()})


def initials(name: str) -> str:
    """Return what a name of three words or more is called for short: Suomen Punainen Risti ry → SPR."""
    words = [word for word in name.replace("-", " ").split() if word.lower() not in FORMS and word[0].isalpha()]
    return "".join(word[0] for word in words).upper() if len(words) >= SHORTEST_INITIALS else ""


def organisations(ids: Sequence[int]) -> Iterator[Source]:
    """Give organisations by name, number, description and classes."""
    rows = Organisation.objects.filter(pk__in=ids).select_related("home").prefetch_related("classes")
    active: dict[int, list[int]] = {}
    for organisation, area in OrganisationArea.objects.filter(organisation__in=ids).values_list("organisation", "area"):
        active.setdefault(organisation, []).append(area)
    for row in rows:
        short = " ".join(filter(None, map(initials, row.name.values())))
        areas = {row.home_id, *active.get(row.pk, ())} - {None}
        yield Source(
            kind="organisations.organisation",
            object_id=row.pk,
            title=row.name,
            summary=shortened(row.description),
            address=("organisations:organisation", (row.slug,)),
            texts=[
                ("names", " ".join(filter(None, (row.register_number, row.business_id, short)))),
                ("text", row.description),
                *(("classes", term.name) for term in row.classes.all()),
            ],
            facets=frozenset(
                {
                    f"type:{row.kind}",
                    *(f"area:{pk}" for pk in areas),
                    *(f"term:{term.key}" for term in row.classes.all()),
                }
            ),
            facts={"kind": row.kind, "where": row.home.name.as_json() if row.home else {}, "at": _at(row.home)},
            edited_on=row.created_at.date(),
            point=(row.home.lon, row.home.lat) if row.home and row.home.lon and row.home.lat else None,
        )


def _at(home: Area | None) -> list[list[Any]]:
    """Return where something is of which only the municipality is known: [municipality, lon, lat, in words]."""
    return [[home.pk, None, None, ""]] if home is not None and home.kind == AreaKind.MUNICIPALITY else []


def posts(ids: Sequence[int]) -> Iterator[Source]:
    """Give posts; the name of who holds one is found only where the person has agreed that it is shown."""
    named = Holding.objects.current().filter(name_public=True).select_related("person")
    rows = Post.objects.filter(pk__in=ids, ended=None, organisation__merged_into=None)
    parts = ("areas", Prefetch("holdings", named, to_attr="shown"))
    for row in rows.select_related("organisation__home").prefetch_related(*parts):
        own, home = row.organisation, row.organisation.home
        yield Source(
            kind="organisations.post",
            object_id=row.pk,
            title=row.title,
            summary=own.name,
            address=("organisations:post", (row.pk,)),
            texts=[
                ("text", row.field),
                ("text", row.unit),
                *(("text", area.name) for area in row.areas.all()),
                ("names", " ".join(str(one.person) for one in row.shown)),  # type: ignore[attr-defined]
                ("text", home.name if home else Text()),
            ],
            facets=frozenset({f"type:{row.kind}", *(f"area:{pk}" for pk in _served(row))}),
            facts={"kind": row.kind, "organisation": own.name.as_json()},
        )


def _served(row: Post) -> set[int]:
    home = row.organisation.home_id
    return {area.pk for area in row.areas.all()} | ({home} if home else set())


def post_ids() -> Iterable[int]:
    """Return the posts that are there."""
    return Post.objects.filter(ended=None, organisation__merged_into=None).values_list("pk", flat=True)


def posts_of(organisation: int) -> Iterable[int]:
    """Return the posts of an organisation."""
    return Post.objects.filter(organisation=organisation).values_list("pk", flat=True)


def posts_held_by(person: int) -> Iterable[int]:
    """Return the posts that a person holds or has held."""
    return Holding.objects.filter(person=person).values_list("post", flat=True)


def changed_by_the_calendar(today: dt.date) -> Iterable[int]:
    """Return posts whose holder began or ended within some days, which no event tells of."""
    since = today - dt.timedelta(days=3)
    changed = Q(start__range=(since, today)) | Q(end__range=(since, today))
    return Holding.objects.filter(changed).values_list("post", flat=True)


def areas(ids: Sequence[int]) -> Iterator[Source]:
    """Give municipalities, regions and counties by name; a municipality's page is its table."""
    for row in Area.objects.filter(pk__in=ids).exclude(kind=AreaKind.SET).select_related("region", "county"):
        municipality = row.kind == AreaKind.MUNICIPALITY
        around = [one for one in (row.region, row.county) if one is not None]
        yield Source(
            kind="places.area",
            object_id=row.pk,
            title=row.name,
            address=("dashboard:municipality" if municipality else "places:area", (row.slug,)),
            texts=[("text", one.name) for one in around],
            facets=frozenset({f"type:{row.kind}", f"area:{row.pk}", *(f"area:{one.pk}" for one in around)}),
            facts={
                "kind": row.kind,
                "where": row.region.name.as_json() if row.region else {},
                "at": _at(row) if municipality else [],
            },
            point=(row.lon, row.lat) if row.lon is not None and row.lat is not None else None,
        )


def spaces(ids: Sequence[int]) -> Iterator[Source]:
    """Give the spaces by name and introduction."""
    for row in Space.objects.filter(pk__in=ids).select_related("area", "operator"):
        yield Source(
            kind="spaces.space",
            object_id=row.pk,
            title=row.name,
            summary=shortened(row.intro),
            address=("dashboard:space", (row.slug,)),
            texts=[("text", row.intro), ("names", row.operator.name), ("text", row.area.name)],
            facets=frozenset({f"area:{row.area_id}"}),
            facts={"where": row.area.name.as_json(), "organisation": row.operator.name.as_json()},
        )


def spaces_of(organisation: int) -> Iterable[int]:
    """Return the spaces that an organisation runs."""
    return Space.objects.filter(operator=organisation).values_list("pk", flat=True)


def provide_all() -> None:
    """Register them; called once at start."""
    provide(
        "organisations.organisation",
        label=_("Organisations"),
        ids=lambda: Organisation.objects.order_by("pk").values_list("pk", flat=True).iterator(2000),
        sources=organisations,
    )
    provide(
        "organisations.post",
        label=_("Contact persons and other posts"),
        ids=post_ids,
        sources=posts,
        follows={
            "organisations.organisation": posts_of,
            "organisations.holding": lambda pk: Holding.objects.filter(pk=pk).values_list("post", flat=True),
            "accounts.person": posts_held_by,
        },
    )
    provide(
        "places.area",
        label=_("Municipalities and other areas"),
        ids=lambda: Area.objects.filter(~Q(kind=AreaKind.SET)).order_by("pk").values_list("pk", flat=True),
        sources=areas,
    )
    provide(
        "spaces.space",
        label=_("Spaces"),
        ids=lambda: Space.objects.values_list("pk", flat=True),
        sources=spaces,
        follows={"organisations.organisation": spaces_of},
    )
