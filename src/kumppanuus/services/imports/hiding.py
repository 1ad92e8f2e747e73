"""Hidden rows (`core.merged`): shown at once, taken away at once, and removed for good in short steps.

Only one import at a time has hidden rows, so what is hidden belongs to it, or to one that died.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import connection, models

from kumppanuus.core.merged import hidden
from kumppanuus.organisations.models import Organisation, OrganisationArea
from kumppanuus.services.imports import statements
from kumppanuus.services.imports.writing import Moved
from kumppanuus.services.models import (
    Closure,
    Contact,
    Location,
    Schedule,
    Service,
    ServiceArea,
    ServiceLocation,
    ServiceTerm,
    SourceRecord,
)

# What goes with an entry or an organisation that is removed; anything else that hangs on it keeps it.
PARTS = {Service, ServiceArea, ServiceTerm, ServiceLocation, Schedule, Closure, Contact, SourceRecord, Location}
PARTS |= {Organisation, OrganisationArea, Location.features.through, Organisation.classes.through}
FEW = 500


def show(model: type[models.Model], numbers: Collection[int], **more: dt.datetime) -> None:
    """Show new rows, with moments set. Raises Moved if one of them is gone."""
    if not numbers:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    sets = "".join(f", {connection.ops.quote_name(name)} = %s" for name in more)
    sql = f"UPDATE {table} SET merged_into_id = NULL{sets} WHERE id BETWEEN %s AND %s AND merged_into_id = id"  # noqa: S608
    moments = [connection.ops.adapt_datetimefield_value(moment) for moment in more.values()]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*moments, min(numbers), max(numbers)])
        if cursor.rowcount != len(numbers):
            raise Moved


def hide_entries(entries: Sequence[tuple[int, dt.datetime]], verified: dt.datetime) -> None:
    """Hide entries (number, when last edited) unless confirmed otherwise than then. Raises Moved if one has changed."""
    sql = """UPDATE services_service SET merged_into_id = id WHERE id = %s AND merged_into_id IS NULL
    AND edited_at = %s AND (verified_at IS NULL OR verified_at = %s)"""
    moment = connection.ops.adapt_datetimefield_value
    _each(sql, [(pk, moment(edited), moment(verified)) for pk, edited in entries])


def hide_organisations(numbers: Sequence[int]) -> None:
    """Hide organisations, and free their numbers. Raises Moved if one was merged."""
    sql = "UPDATE organisations_organisation SET merged_into_id = id, register_number = '', business_id = '' "
    sql += "WHERE id = %s AND merged_into_id IS NULL"
    _each(sql, [(pk,) for pk in numbers])


def _each(sql: str, rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    if statements.each(sql, rows) != len(rows):
        raise Moved


def held(model: type[models.Model], numbers: Sequence[int]) -> set[int]:
    """Return which of the rows something else belongs to: what would go with them, or keeps them. Few queries."""
    found: set[int] = set()
    for start in range(0, len(numbers), FEW):
        part = numbers[start : start + FEW]
        for rows, column in _others(model):
            found |= set(rows.filter(**{f"{column}__in": part}).order_by().values_list(column, flat=True))
    return found


def nothing_else_hangs_on_hidden() -> None:
    """Look again, inside the last transaction of undoing. Raises Moved if something new belongs to what is hidden."""
    gone = hidden(Service).order_by().values("pk"), hidden(Organisation).order_by().values("pk")
    if Service.objects.filter(organisation__in=gone[1]).exists():
        raise Moved
    for model, rows_of in zip((Service, Organisation), gone, strict=True):
        if any(rows.filter(**{f"{column}__in": rows_of}).exists() for rows, column in _others(model)):
            raise Moved


def _others(model: type[models.Model]) -> Iterator[tuple[Any, str]]:
    """Give what may hang on a row besides its parts: (rows, the column that names it)."""
    for link in model._meta.get_fields(include_hidden=True):
        if not isinstance(link, models.ManyToOneRel) or link.on_delete in {models.SET_NULL, models.DO_NOTHING}:
            continue
        related, column = link.related_model, link.field.name
        if column == "merged_into":
            yield related._base_manager.exclude(merged_into=models.F("pk")), column
        elif related not in PARTS:
            yield related._base_manager.all(), column


def sweep(most: int) -> int:
    """Remove so many hidden rows with their parts; returns how many, 0 when there are none left."""
    entries = list(hidden(Service).order_by("pk").values_list("pk", flat=True)[:most])
    if entries:
        places = list(ServiceLocation.objects.filter(service__in=entries).values_list("location", flat=True))
        _remove(Service, entries)
        Location.objects.filter(pk__in=places, services=None).delete()
        return len(entries)
    owners = list(hidden(Organisation).order_by("pk").values_list("pk", flat=True)[:most])
    if owners:
        _remove(Organisation, owners)
    return len(owners)


def _remove(model: type[models.Model], numbers: list[int]) -> None:
    rows = model._base_manager.filter(pk__in=numbers)
    rows.update(merged_into=None)  # what is merged into something protects it, itself too
    rows.delete()
