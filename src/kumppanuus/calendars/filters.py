"""What of the clock is shown: one filter from the address for page, feeds and API alike."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.calendars.dates import Kind, Wanted, bodies
from kumppanuus.calendars.reading import reach
from kumppanuus.core.actors import Actor
from kumppanuus.core.pieces import held
from kumppanuus.organisations.forms import OrganisationField
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area, AreaKind
from kumppanuus.places.order import in_reading_order

EARLIEST, LATEST = 2000, 2100
CHOSEN_FROM = (AreaKind.COUNTY, AreaKind.REGION, AreaKind.MUNICIPALITY)
NOBODY: frozenset[int] = frozenset()


def area_choices() -> list[tuple[str, str]]:
    """Return counties, regions and municipalities with their slugs in the reader's language; kept for a while."""

    def load() -> list[tuple[str, str]]:
        rows = in_reading_order(Area.objects.filter(kind__in=CHOSEN_FROM).only("slug", "name", "kind"))
        rows.sort(key=lambda area: CHOSEN_FROM.index(AreaKind(area.kind)))
        return [(area.slug, str(area.name)) for area in rows]

    return held(f"calendars.areas.{get_language()}", load)


class ClockFilter:
    """The filter of an address. What it names and is not there leaves nothing over: `missing` says so."""

    def __init__(self, given: Mapping[str, Any], actor: Actor | None = None, kinds: list[str] | None = None) -> None:
        self.actor = actor or Actor()
        self.given = given
        told = kinds if kinds is not None else getattr(given, "getlist", lambda _name: [])("kind")
        self.kinds = [kind for kind in told if kind in Kind.values]
        self.mine = bool(given.get("mine")) and self.actor.person_id is not None
        self.missing: list[str] = []

    def _said(self, name: str) -> str:
        return str(self.given.get(name) or "").strip()[:200]

    def _number(self, name: str, low: int, high: int) -> int | None:
        said = self._said(name)
        return int(said) if said.isdecimal() and len(said) < 5 and low <= int(said) <= high else None

    @cached_property
    def asked_year(self) -> int | None:
        """The year of the address, None where it names none."""
        return self._number("year", EARLIEST, LATEST)

    @property
    def year(self) -> int:
        return self.asked_year or timezone.localdate().year

    @cached_property
    def month(self) -> int | None:
        """The month that is shown where a year has too many dates for one page."""
        return self._number("month", 1, 12)

    @cached_property
    def area(self) -> Area | None:
        said = self._said("area")
        found = Area.objects.filter(slug=said).first() if said else None
        if said and found is None:
            self.missing.append(_("No municipality, region or county is called that."))
        return found

    @cached_property
    def organisation(self) -> Organisation | None:
        try:
            return OrganisationField(required=False).clean(self._said("organisation"))
        except ValidationError as exc:
            self.missing += exc.messages
            return None

    @cached_property
    def body(self) -> Any:
        said = self._said("body")
        found = bodies[0].found(said) if said and bodies else None
        if said and found is None:
            self.missing.append(_("There is no such body."))
        return found

    @cached_property
    def wanted(self) -> Wanted:
        """Return what is wanted; at most five queries."""
        area, organisation, body = self.area, self.organisation, self.body
        return Wanted(
            actor=self.actor,
            areas=NOBODY if self.missing else reach(area) if area else None,
            organisation=organisation.pk if organisation else None,
            body=str(body.slug) if body else "",
            kinds=frozenset(self.kinds),
            mine=self.mine,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether it asks for less than the whole year of everybody."""
        return bool(self.area or self.organisation or self.body or self.kinds or self.mine)

    @property
    def whose(self) -> Any:
        """Return the name of whose year it is, "" for everybody's; the narrowest of what is named."""
        return next((one.name for one in (self.body, self.organisation, self.area) if one), "")

    @property
    def title(self) -> str:
        """Return the name of the clock: of whom."""
        if self.mine and not self.whose:
            return _("My annual clock")
        return f"{_('Annual clock')}: {self.whose}" if self.whose else _("Annual clock")

    def query(self, **but: Any) -> str:
        """Return the filter as the query of an address, with some of it otherwise; None leaves one out."""
        now: dict[str, Any] = {
            "year": self.asked_year,
            "month": self.month,
            "area": self.area.slug if self.area else None,
            "organisation": self.organisation.slug if self.organisation else None,
            "body": self.body.slug if self.body else None,
            "kind": self.kinds or None,
            "mine": 1 if self.mine else None,
        }
        return urlencode({name: value for name, value in (now | but).items() if value}, doseq=True)

    def body_choices(self) -> list[tuple[str, str]]:
        """Return the bodies to choose from, where an area or organisation is named; one query."""
        if not bodies or not (self.area or self.organisation or self.body):
            return []
        owner = self.organisation.pk if self.organisation else None
        found = list(bodies[0].offered(self.wanted.areas, owner)) if self.area or self.organisation else []
        if self.body and self.body.slug not in {slug for slug, _name in found}:
            found.append((self.body.slug, str(self.body.name)))
        return sorted(found, key=lambda pair: pair[1].casefold())
