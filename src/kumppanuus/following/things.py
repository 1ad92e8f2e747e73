"""What an app says of following in its `followed.py`: what can be followed, what stands above a thing, and which
events are told.

A follower of a body is told of its meetings, and a follower of a municipality of the bodies there: each app says what
stands right above a row of it, and the way up is walked from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db import models

from kumppanuus.activity.models import Event, EventTarget
from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import Mergeable, merged_in

M = TypeVar("M", bound=models.Model)
Key = tuple[str, int]
Above = Callable[[Any], Iterable[models.Model | Key | None]]
STEPS = 6  # up from an event's own thing: an outcome, its item, meeting, body, municipality, county


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be followed, and what it is called in a list."""

    model: type[models.Model]
    label: Any


kinds: dict[str, Kind] = {}
_above: dict[str, Above] = {}
told: set[str] = set()


def followed(model: type[models.Model], label: Any) -> None:
    """Offer things of a model for following."""
    kinds[model._meta.label_lower] = Kind(model, label)


def kind_of(label: str) -> Kind | None:
    """Return the kind of thing by the label of its model; None for one that cannot be followed."""
    return kinds.get(label)


def stands_under(model: type[M]) -> Callable[[Callable[[M], Iterable[models.Model | Key | None]]], Above]:
    """Register what stands right above a row of the model, as rows or (label, id); at most one query."""

    def keep(function: Callable[[M], Iterable[models.Model | Key | None]]) -> Above:
        _above[model._meta.label_lower] = function
        return function

    return keep


def tells(*names: str) -> None:
    """Name events that followers are told of; most events are of no interest to them."""
    told.update(names)


def key_of(row: models.Model) -> Key:
    """Return what a thing is known by."""
    return row._meta.label_lower, row.pk


def around(event: Event) -> dict[Key, models.Model | None]:
    """Return the things that an event is about and all above them, also under the ids they had before a merge."""
    found: dict[Key, models.Model | None] = {}
    targets = EventTarget.objects.filter(event=event).values_list("model", "object_id")
    step: list[Key] = list(targets)
    for _n in range(STEPS):
        step = [key for key in dict.fromkeys(step) if key not in found]
        if not step:
            break
        rows = rows_of(step)
        found |= {key: rows.get(key) for key in step}
        following: list[Key] = []
        for key in step:
            if (row := rows.get(key)) is None:
                continue
            above = _above.get(key[0])
            following += [
                one if isinstance(one, tuple) else key_of(one) for one in (above(row) if above else ()) if one
            ]
            if isinstance(row, Mergeable):
                found |= {(key[0], old.pk): None for old in merged_in(row)}
        step = following
    return found


def rows_of(keys: Iterable[Key]) -> dict[Key, models.Model]:
    """Return rows by what they are known by; one that was merged stands as what it is now. One query per model."""
    found: dict[Key, models.Model] = {}
    for model, ids in by_model(keys).items():
        rows: Any = apps.get_model(model)._base_manager.filter(pk__in=ids)
        if issubclass(rows.model, Mergeable):
            rows = rows.select_related("merged_into")
        for row in rows:
            now = getattr(row, "merged_into", None) if getattr(row, "merged_into_id", None) != row.pk else None
            found[model, row.pk] = now or row
    return found


def visible_rows(actor: Actor, keys: Iterable[Key]) -> dict[Key, models.Model]:
    """Return those that the actor may see now and that have a page. Two queries per model at most."""
    rows = rows_of(keys)
    seen: set[Key] = set()
    for model, ids in by_model(key_of(row) for row in rows.values()).items():
        manager: Any = apps.get_model(model)._default_manager
        if hasattr(manager, "visible_to"):
            seen |= {(model, pk) for pk in manager.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)}
    return {key: row for key, row in rows.items() if key_of(row) in seen and hasattr(row, "get_absolute_url")}


def by_model(keys: Iterable[Key]) -> Mapping[str, Sequence[int]]:
    """Return {label of the model: ids}; models that are not ours are left out."""
    found: dict[str, list[int]] = {}
    for model, pk in keys:
        if model.partition(".")[0] in apps.app_configs:
            found.setdefault(model, []).append(pk)
    return found
