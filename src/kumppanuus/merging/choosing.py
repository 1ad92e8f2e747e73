"""Field by field: what the two have, which value is proposed to stay, and what an entry's parts do."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.merged import Mergeable
from kumppanuus.core.texts import Text
from kumppanuus.merging.moving import plain
from kumppanuus.organisations.models import Organisation
from kumppanuus.services.models import Service
from kumppanuus.services.times import in_words

KEPT, OTHER, BOTH = "new", "old", "both"
ORGANISATION_FIELDS = (
    *("name", "kind", "registered", "register_number", "business_id", "home", "description", "email", "website"),
    *("two_signatories", "governs", "vouched"),
)
ENTRY_FIELDS = (
    *("name", "organisation", "kind", "status", "summary", "description", "who", "without_referral"),
    *("for_professionals", "price_kind", "price", "registration", "registration_url", "attendance", "remote_url"),
    *("website", "times", "starts_on", "ends_on", "rhythm"),
)
CONFIRMED = ("verified_at", "verified_as", "verified_by", "due_on")  # one thing: who said when that it is right
PARTS = {
    "services.servicelocation": _("Places"),
    "services.schedule": _("Times"),
    "services.closure": _("Days when it is not there"),
    "services.contact": _("Contacts"),
}


@dataclass(frozen=True)
class Line:
    """A field in which the two differ: its name, what each has, and which is proposed."""

    name: str
    label: Any
    kept: Any
    other: Any
    proposed: str


def fields_of(row: Mergeable) -> tuple[str, ...]:
    """Return the fields to choose."""
    return ENTRY_FIELDS if isinstance(row, Service) else ORGANISATION_FIELDS


def differences(kept: Mergeable, other: Mergeable) -> list[Line]:
    """Return the fields in which the two differ, with a proposal for each."""
    found = []
    for name in fields_of(kept):
        column: Any = kept._meta.get_field(name)
        if getattr(kept, column.attname) != getattr(other, column.attname):
            label = getattr(column, "verbose_name", name)
            mine, theirs = _shown(kept, column), _shown(other, column)
            found.append(Line(name, LABELS.get(name, label), mine, theirs, propose(kept, other, name)))
    return found


LABELS = {"governs": _("Governs"), "vouched": _("Known to be real")}


def _shown(row: Any, column: Any) -> Any:
    if column.is_relation:
        return getattr(row, column.name) or ""
    if column.choices:
        return getattr(row, f"get_{column.name}_display")()
    value = getattr(row, column.attname)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else value


def propose(kept: Mergeable, other: Mergeable, name: str) -> str:
    """Propose what is there over what is empty, then what was confirmed later, then the longer text."""
    column: Any = kept._meta.get_field(name)
    mine, theirs = getattr(kept, column.attname), getattr(other, column.attname)
    if name in {"organisation", "status", "kind", "name"} or isinstance(mine, bool):
        return OTHER if name == "vouched" and theirs else KEPT
    if not mine or not theirs:
        return KEPT if mine else OTHER
    if isinstance(kept, Service) and isinstance(other, Service):
        return OTHER if later(other.verified_at, kept.verified_at) else KEPT
    if isinstance(mine, Text):
        return OTHER if sum(map(len, theirs.values())) > sum(map(len, mine.values())) else KEPT
    return KEPT


def later(one: dt.datetime | None, other: dt.datetime | None) -> bool:
    """Say whether the first moment is after the second; never is before everything."""
    return one is not None and (other is None or one > other)


def keep_of(one: Any, other: Any) -> Any:
    """Propose which of the two stays: of entries the one confirmed later, else the one made first."""
    if isinstance(one, Service) and later(other.verified_at, one.verified_at):
        return other
    if isinstance(one, Organisation) and not one.register_number and other.register_number:
        return other
    return one


def mark_of(*rows: Mergeable) -> str:
    """Return what changes when either of the two does: the preview carries it, the merge compares it."""
    held = [
        {column.name: plain(getattr(row, column.attname), column) for column in _columns(row)}
        for row in sorted(rows, key=lambda row: int(row.pk))
    ]
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:24]


def _columns(row: Mergeable) -> list[models.Field[Any, Any]]:
    return [*row._meta.local_concrete_fields]


def chosen(kept: Mergeable, other: Mergeable, choices: Mapping[str, str]) -> dict[str, Any]:
    """Return {field: value} of what the kept one takes from the other. Unknown fields raise TypeError."""
    if unknown := choices.keys() - {*fields_of(kept), *(name.rpartition(".")[2] for name in PARTS)}:
        raise TypeError(f"Nothing to choose is called {', '.join(sorted(unknown))}")
    return {
        name: getattr(other, kept._meta.get_field(name).attname)  # type: ignore[union-attr]
        for name in fields_of(kept)
        if choices.get(name) == OTHER
    }


def parts_of(kept: Mergeable, other: Mergeable) -> list[Line]:
    """Return the parts of which both entries have some, with what is proposed: those of the one confirmed later."""
    found: list[Line] = []
    for label, name in PARTS.items() if isinstance(kept, Service) else ():
        model = apps.get_model(label)
        mine, theirs = ([str(each) for each in _parts(model, row)] for row in (kept, other))
        if mine and theirs:
            newer = isinstance(other, Service) and later(other.verified_at, getattr(kept, "verified_at", None))
            found.append(Line(label.rpartition(".")[2], name, mine, theirs, OTHER if newer else KEPT))
    return found


def _parts(model: Any, row: Mergeable) -> list[Any]:
    rows = model._base_manager.filter(service=row).order_by("pk")
    match model._meta.model_name:
        case "schedule":
            return [in_words(one) for one in rows]
        case "contact":
            return [" ".join(part for part in (str(one.role), one.phone, one.email) if part) for one in rows]
        case "servicelocation":
            return [one.location.line for one in rows.select_related("location__area")]
        case _:
            return [f"{one.first:%d.%m.%Y}–{one.last:%d.%m.%Y}" for one in rows]
