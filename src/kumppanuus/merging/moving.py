"""Makes everything that pointed to one row point to another, and writes down each change so that it can be undone.

What points where is read from the models themselves, so that an app made later is moved, too: foreign keys (also those
of tables between two models), pairs of `x_model` and `x_id`, `organisation_id` numbers and tokens "organisation:12".
Rows are never removed: one that may not stand twice, or that the database keeps frozen, stays with the old one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from django.apps import apps
from django.db import IntegrityError, models, transaction

from kumppanuus.core.merged import Mergeable
from kumppanuus.core.texts import Text
from kumppanuus.merging.models import Merge, Step
from kumppanuus.organisations.models import Organisation

# Events stay on what they were about (the history of the new one shows both); a redaction names what it removed.
LEFT = {"activity", "merging"}
LEFT_MODELS = {"core.redaction", "notices.delivery"}
PORTION = 500

Change = Callable[[Mergeable, Mergeable, "Trail"], None]
before_moving: list[Change] = []


def first(change: Change) -> Change:
    """Register what an app does before its rows are moved: it may refuse, or settle what could not stand twice.

    Called with the old one, the new one and the trail, by whose `write` alone it may change rows.
    """
    if change not in before_moving:
        before_moving.append(change)
    return change


def plain(value: Any, column: models.Field[Any, Any]) -> Any:
    """Return a value as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Text):
        return value.as_json()
    return value if isinstance(value, list | dict) else column.get_prep_value(value).__str__()


@dataclass
class Trail:
    """What a merge changes, in order. Without a merge nothing is written: then it only counts."""

    merge: Merge | None = None
    moved: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    stayed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    steps: list[Step] = field(default_factory=list)

    def write(self, rows: Iterable[models.Model], name: str, value: Any) -> None:
        """Set a field of rows and write down what it was."""
        for row in rows:
            column: Any = row._meta.get_field(name)
            self._note(row._meta.label_lower, row.pk, name, plain(getattr(row, column.attname), column), value)
            if self.merge is not None:
                type(row)._base_manager.filter(pk=row.pk).update(**{column.attname: value})

    def _note(self, label: str, pk: int, name: str, before: Any, after: Any) -> None:
        if self.merge is not None and before != after:
            kept = plain(after, apps.get_model(label)._meta.get_field(name))
            step = Step(merge=self.merge, model=label, object_id=pk, field=name, before=before, after=kept)
            self.steps.append(step)

    def move(self, model: type[models.Model], name: str, pks: list[int], before: Any, after: Any) -> None:
        """Set a column of rows, in one go where the database lets it, else row by row; what it keeps frozen stays."""
        label = model._meta.label_lower
        if self.merge is None:
            self.moved[label] |= set(pks)
            return
        column = cast(Any, model._meta.get_field(name)).attname
        for start in range(0, len(pks), PORTION):
            part = pks[start : start + PORTION]
            done = part if _set(model, column, part, after) else [p for p in part if _set(model, column, [p], after)]
            for pk in done:
                self._note(label, pk, name, before, after)
            self.moved[label] |= set(done)
            self.stayed[label] |= set(part) - set(done)

    def save(self) -> None:
        Step.objects.bulk_create(self.steps, batch_size=PORTION)


def _set(model: type[models.Model], column: str, pks: list[int], value: Any) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=pks).update(**{column: value})
    except IntegrityError:
        return False
    return True


def pointing(target: type[models.Model]) -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Yield each foreign key to a model, with the model that has it; tables between two models too."""
    for model in _ours():
        for column in model._meta.local_concrete_fields:
            if column.is_relation and column.related_model is target:
                yield model, column


def _ours() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        config = model._meta.app_config
        ours = config is not None and config.name.startswith("kumppanuus.") and config.label not in LEFT
        if ours and model._meta.label_lower not in LEFT_MODELS:
            yield model


def move_all(trail: Trail, old: Mergeable, new: Mergeable, *, but: Collection[str] = ()) -> None:
    """Let all that pointed to `old` point to `new`, except rows of the models in `but`."""
    target = type(old)
    for model, column in pointing(target):
        if model._meta.label_lower not in but:
            pks = list(model._base_manager.filter(**{column.name: old.pk}).order_by("pk").values_list("pk", flat=True))
            twice = _twice(model, column, pks, new.pk)
            trail.stayed[model._meta.label_lower] |= twice
            trail.move(model, column.name, [pk for pk in pks if pk not in twice], old.pk, new.pk)
    for model in _ours():
        names = {column.name for column in model._meta.local_concrete_fields}
        for name in names:
            if name.endswith("_model") and f"{(stub := name.removesuffix('_model'))}_id" in names:
                rows = model._base_manager.filter(**{name: target._meta.label_lower, f"{stub}_id": old.pk})
                trail.move(model, f"{stub}_id", list(rows.values_list("pk", flat=True)), old.pk, new.pk)
        if target is Organisation:
            _move_numbers(trail, model, names, old.pk, new.pk)


def _move_numbers(trail: Trail, model: type[models.Model], names: set[str], old: int, new: int) -> None:
    if "organisation_id" in names:  # a number, not a foreign key, whose name would be "organisation"
        rows = model._base_manager.filter(organisation_id=old)
        trail.move(model, "organisation_id", list(rows.values_list("pk", flat=True)), old, new)
    for name in names:
        if name.endswith("_token"):
            before, after = f"organisation:{old}", f"organisation:{new}"
            rows = model._base_manager.filter(**{name: before})
            trail.move(model, name, list(rows.values_list("pk", flat=True)), before, after)


def _twice(model: type[models.Model], column: models.Field[Any, Any], pks: list[int], new: int) -> set[int]:
    """Return which of the rows could not stand beside a row that the new one has already."""
    found: set[int] = set()
    if column.unique:
        return set(pks) if model._base_manager.filter(**{column.name: new}).exists() else set()
    for names, condition in _uniques(model, column.name):
        others = [name for name in names if name != column.name]
        rows = model._base_manager.filter(condition) if condition else model._base_manager.all()
        taken = set(rows.filter(**{column.name: new}).values_list(*others)) if others else {()}
        for pk, *values in rows.filter(pk__in=pks).values_list("pk", *others):
            if tuple(values) in taken and None not in values:
                found.add(pk)
    return found


def _uniques(model: type[models.Model], name: str) -> Iterator[tuple[tuple[str, ...], models.Q | None]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and name in constraint.fields:
            yield tuple(constraint.fields), constraint.condition
    for together in model._meta.unique_together:
        if name in together:
            yield tuple(together), None


@dataclass
class Undone:
    """What an undo brought back, and which lines it left, each with why."""

    back: int = 0
    left: list[tuple[Step, str]] = field(default_factory=list)


def now_at(step: Step) -> tuple[models.Model | None, Any]:
    """Return the row of a step and what its field holds now."""
    model = apps.get_model(step.model)
    row = model._base_manager.filter(pk=step.object_id).first()
    if row is None:
        return None, None
    column: Any = model._meta.get_field(step.field)
    return row, plain(getattr(row, column.attname), column)


def take_back(step: Step) -> str:
    """Set a field back; return "" or why it is left: "gone", "changed", "taken", "erased"."""
    row, value = now_at(step)
    if row is None:
        return "gone"
    if value != step.after:
        return "changed"
    if getattr(getattr(row, "person", None), "erased_at", None):
        return "erased"
    column: Any = row._meta.get_field(step.field)
    before = column.to_python(step.before) if step.before is not None else None
    return "" if _set(type(row), column.attname, [row.pk], before) else "taken"
