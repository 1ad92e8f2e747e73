"""The columns of the directory as a table: one list for what goes out as CSV and XLSX and what is read back in.

`key` is the column's stable name, `slot` where its value stands in an import's record (see services.imports).
A cell that holds several things (places, contacts) has them in the same order in each of their columns, with " | ".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Prefetch
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from kumppanuus.interop.export import Column
from kumppanuus.organisations.models import OrganisationKind
from kumppanuus.organisations.numbers import normalise_business_id, normalise_register_number
from kumppanuus.places.models import folded
from kumppanuus.services.imports import lookups
from kumppanuus.services.imports.lookups import Lookups, NotUnderstood
from kumppanuus.services.imports.names import CHOICES
from kumppanuus.services.models import (
    Attendance,
    PriceKind,
    Schedule,
    Service,
    ServiceKind,
    ServiceLocation,
    ServiceQuerySet,
    Status,
)

BAR = " | "
LANGUAGES = ("fi", "sv", "en")
Parse = Callable[[str, Lookups], Any]
Value = Callable[[Service], Any]


@dataclass(frozen=True)
class Field:
    """One column: its name for machines, its label, where its value goes, how it is written and read."""

    key: str
    label: Any
    slot: str
    value: Value
    parse: Parse | None = None  # None: it goes out, but is not read back

    @property
    def is_text(self) -> bool:
        """Say whether several columns of a foreign list may be put into it together."""
        return self.parse is words


def words(value: str, known: Lookups) -> str:
    """Return a text as it is."""
    return value.strip()


def _choice(key: str, choices: Any) -> Parse:
    """Read a code of the choices, its label in the active language, or another word for it."""

    @cache
    def meanings(_language: str | None) -> dict[str, str]:
        named = {folded(str(label)): code for code, label in choices.choices} | CHOICES[key]
        return named | {folded(code): code for code in choices.values}

    def parse(value: str, known: Lookups) -> str:
        if (found := meanings(get_language()).get(folded(value))) is None:
            told = {"words": value[:60], "all": ", ".join(choices.values)}
            raise NotUnderstood(now("“%(words)s” is none of: %(all)s.") % told)
        return str(found)

    return parse


def _plain(read: Callable[[str], Any]) -> Parse:
    return lambda value, _known: read(value)


def _terms(scheme: str) -> Parse:
    return lambda value, known: sorted({known.term(scheme, one) for one in lookups.many(value)})


def _areas(value: str, known: Lookups) -> list[int]:
    return sorted({known.area(one) for one in lookups.many(value)})


def _municipality(value: str, known: Lookups) -> int:
    return known.municipality(value)


def _schedules(value: str, known: Lookups) -> list[dict[str, Any]]:
    return [lookups.schedule(one) for one in value.split(";") if one.strip()]


def _postal(value: str, known: Lookups) -> str:
    code = value.strip().removesuffix(".0").replace(" ", "").upper().removeprefix("FI-")
    if not (code.isascii() and code.isdigit() and len(code) <= 5):
        raise NotUnderstood(now("“%(words)s” is no postal code: it has five digits.") % {"words": value[:30]})
    return code.zfill(5)


def _joined(parts: Iterable[Any]) -> str:
    found = [str(part or "") for part in parts]
    return BAR.join(found) if any(found) else ""


def short(rule: Schedule) -> str:
    """Return a rule in the short form that `lookups.schedule` reads."""
    parts = [rule.freq, rule.byday]
    if rule.opens:
        parts.append(f"{rule.opens:%H:%M}" + (f"-{rule.closes:%H:%M}" if rule.closes else ""))
    if rule.starts or rule.until:
        parts.append(f"{rule.starts or ''}..{rule.until or ''}")
    return " ".join(filter(None, [*parts, f"/{rule.interval}" if rule.interval > 1 else ""]))


def _own(name: str) -> Value:
    return lambda row: getattr(row, name)


def _owner(name: str) -> Value:
    return lambda row: getattr(row.organisation, name)


def _texts(part: str, name: str, label: Any, get: Value, key: str = "") -> Iterator[Field]:
    """A column for each language of the interface."""
    for code in LANGUAGES:

        def value(row: Service, code: str = code) -> str:
            return str(get(row).get(code, ""))

        yield Field(f"{key or name}_{code}", format_lazy("{} ({})", label, code), f"{part}.{name}.{code}", value, words)


def _entry_texts(*pairs: tuple[str, Any]) -> Iterator[Field]:
    for name, label in pairs:
        yield from _texts("service", name, label, _own(name))


def _organisation() -> Iterator[Field]:
    def home(row: Service) -> str:
        return str(row.organisation.home.name.in_language("fi")) if row.organisation.home else ""

    part = "organisation"
    yield Field(
        "organisation_id", _("Number of the organisation"), f"{part}.id", lambda r: str(r.organisation.uuid), words
    )
    yield from _texts(part, "name", _("Organisation"), _owner("name"), "organisation_name")
    kinds = _choice("organisation_kind", OrganisationKind)
    yield Field("organisation_kind", _("Kind of organisation"), f"{part}.kind", _owner("kind"), kinds)
    business_id, number = _plain(normalise_business_id), _plain(normalise_register_number)
    yield Field("business_id", _("Business ID"), f"{part}.business_id", _owner("business_id"), business_id)
    yield Field("register_number", _("Register number"), f"{part}.register_number", _owner("register_number"), number)
    yield Field("organisation_home", _("Home municipality"), f"{part}.home", home, _municipality)
    yield from _texts(
        part, "description", _("About the organisation"), _owner("description"), "organisation_description"
    )
    email, website = _plain(lookups.mail), _plain(lookups.web)
    yield Field("organisation_email", _("E-mail of the organisation"), f"{part}.email", _owner("email"), email)
    yield Field("organisation_website", _("Website of the organisation"), f"{part}.website", _owner("website"), website)


def _entry() -> Iterator[Field]:
    part, web, day = "service", _plain(lookups.web), _plain(lookups.day)
    yield Field("kind", _("Kind"), f"{part}.kind", _own("kind"), _choice("kind", ServiceKind))
    yield Field("status", _("Status"), f"{part}.status", _own("status"), _choice("status", Status))
    yield from _entry_texts(
        ("name", _("Name")),
        ("summary", _("In one sentence")),
        ("description", _("Description")),
        ("who", _("Who may come")),
    )
    free = _plain(lookups.yes_or_no)
    label = _("One may come without a referral")
    yield Field("without_referral", label, f"{part}.without_referral", _own("without_referral"), free)
    yield from _entry_texts(("for_professionals", _("How a professional guides somebody here")))
    prices = _choice("price_kind", PriceKind)
    yield Field("price_kind", _("Price"), f"{part}.price_kind", _own("price_kind"), prices)
    yield from _entry_texts(("price", _("What it costs")), ("registration", _("How to register")))
    label = _("Address for registering")
    yield Field("registration_url", label, f"{part}.registration_url", _own("registration_url"), web)
    ways = _choice("attendance", Attendance)
    yield Field("attendance", _("Where one takes part"), f"{part}.attendance", _own("attendance"), ways)
    yield Field("remote_url", _("Address for taking part remotely"), f"{part}.remote_url", _own("remote_url"), web)
    yield Field("website", _("Website"), f"{part}.website", _own("website"), web)
    yield from _entry_texts(("times", _("When, in words")))
    yield Field("schedules", _("Times"), f"{part}.schedules", _in_schedules, _schedules)
    yield Field("starts_on", _("First day"), f"{part}.starts_on", _own("starts_on"), day)
    yield Field("ends_on", _("Last day"), f"{part}.ends_on", _own("ends_on"), day)
    yield Field("areas", _("Offered in"), f"{part}.areas", _in_areas, _areas)
    for scheme, key, label in (
        ("language", "languages", _("Languages in which one is served")),
        ("target_group", "target_groups", _("Target groups")),
        ("service_class", "service_classes", _("Service classes")),
        ("life_event", "life_events", _("Life events")),
        ("theme", "themes", _("Themes")),
    ):
        yield Field(key, label, f"{part}.terms.{scheme}", _in_terms(scheme), _terms(scheme))
    own = _("Themes of partnership tables")
    yield Field("own_themes", own, f"{part}.terms.own", _in_own_themes, _own_themes)


def _in_schedules(row: Service) -> str:
    return "; ".join(short(rule) for rule in row.schedules.all())


def _in_areas(row: Service) -> str:
    return "; ".join(sorted(area.name.in_language("fi") for area in row.areas.all()))


def _in_terms(scheme: str) -> Value:
    return lambda row: "; ".join(sorted(term.code for term in row.terms.all() if term.scheme == scheme))


def _in_own_themes(row: Service) -> str:
    return "; ".join(sorted(term.key for term in row.terms.all() if term.is_own))


def _own_themes(value: str, known: Lookups) -> list[int]:
    return sorted({known.own_theme(one) for one in lookups.many(value)})


def _places() -> Iterator[Field]:
    def place(key: str, label: Any, slot: str, one: Callable[[Any], Any], read: Parse) -> Field:
        return Field(
            key, label, f"service.places.{slot}", lambda r: _joined(one(at.location) for at in r.places.all()), read
        )

    yield place("place_name", _("Name of the place"), "name.fi", lambda at: at.name.in_language("fi"), words)
    yield place("street", _("Street address"), "address", lambda at: at.address, words)
    yield place("postal_code", _("Postal code"), "postal_code", lambda at: at.postal_code, _postal)
    yield place("city", _("Post office"), "city", lambda at: at.city, words)
    yield place("municipality", _("Municipality"), "area", lambda at: at.area.name.in_language("fi"), _municipality)
    yield place("accessibility", _("Accessibility"), "features", _features, _terms("accessibility"))


def _features(location: Any) -> str:
    return "; ".join(sorted(term.code for term in location.features.all()))


def _contacts() -> Iterator[Field]:
    def contact(key: str, label: Any, slot: str, one: Callable[[Any], Any], read: Parse) -> Field:
        return Field(key, label, f"service.contacts.{slot}", lambda r: _joined(one(c) for c in r.contacts.all()), read)

    yield contact("phone", _("Telephone"), "phone", lambda one: one.phone, words)
    yield contact("email", _("E-mail address"), "email", lambda one: one.email, _plain(lookups.mail))
    yield contact("contact_role", _("Role of the contact"), "role.fi", lambda one: one.role.in_language("fi"), words)


def _fields() -> Iterator[Field]:
    yield Field("id", _("Number of the entry"), "service.id", lambda row: str(row.uuid), words)
    yield from _entry()
    yield from _places()
    yield from _contacts()
    yield from _organisation()
    yield Field("verified_at", _("Confirmed"), "", _own("verified_at"))
    yield Field("due_on", _("To be confirmed by"), "", _own("due_on"))
    yield Field("edited_at", _("Last edited"), "", _own("edited_at"))
    yield Field("page", _("Its page"), "", lambda row: row.get_absolute_url())


FIELDS: tuple[Field, ...] = tuple(_fields())
BY_KEY = {field.key: field for field in FIELDS}
READ = tuple(field for field in FIELDS if field.parse is not None)


def export_columns() -> list[Column[Service]]:
    """Return the columns for `interop.export.rows_response`; take the rows by `whole`."""
    return [Column(field.label, field.value, field.key) for field in FIELDS]


def whole(rows: ServiceQuerySet) -> ServiceQuerySet:
    """Return the entries with everything that the columns ask for: six queries more, whatever their number."""
    places = ServiceLocation.objects.select_related("location__area").prefetch_related("location__features")
    return rows.select_related("organisation__home").prefetch_related(
        "areas", "terms", "schedules", "contacts", Prefetch("places", places)
    )
