"""How content is removed for good, and what else must then forget it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from kumppanuus.core.actors import system
from kumppanuus.core.models import RedactionOpen
from kumppanuus.core.texts import Text, TextField

Hook = Callable[[models.Model, str], None]
hooks: list[Hook] = []
A_LINE_OF_WORDS = 200  # shorter ones are codes, keys, kinds and audience tokens


def on_redact(hook: Hook) -> Hook:
    """Register what else must forget the content (search, documents, copies). It runs in the same transaction,
    also when redactions are replayed, with the object already blanked and the name of the field.
    """
    if hook not in hooks:
        hooks.append(hook)
    return hook


def blank(obj: models.Model, path: str) -> None:
    """Empty a field (`message`), or one part of it (`data.reason`, `description.sv`), frozen or not, inside an action.

    Only what people wrote can be emptied. What the system decides by (days, states, who belongs to whom) cannot: to
    empty the last day of an ended membership would bring the membership back.
    Raises LookupError for a field or part that is not there, TypeError for one that cannot be empty.
    """
    name, *keys = path.split(".")
    try:
        field: Any = obj._meta.get_field(name)
    except FieldDoesNotExist as exc:
        raise LookupError(f"{obj._meta.label} has no field {name}") from exc
    if not _holds_words(field, keys):
        raise TypeError(f"{obj._meta.verbose_name}: {name} is not a text")
    value = _without(getattr(obj, name), keys, isinstance(field, TextField)) if keys else _empty(field)
    RedactionOpen.objects.create()
    try:
        type(obj)._base_manager.filter(pk=obj.pk).update(**{name: value})
    finally:
        RedactionOpen.objects.all().delete()
    setattr(obj, name, value)


def _holds_words(field: Any, keys: list[str]) -> bool:
    """Say whether the field, or the named part of it, holds what people wrote."""
    if isinstance(field, TextField | models.TextField):
        return True
    if isinstance(field, models.JSONField):
        return bool(keys)
    if not isinstance(field, models.CharField) or field.choices or field.unique:
        return False
    return isinstance(field, models.EmailField | models.URLField) or (field.max_length or 0) >= A_LINE_OF_WORDS


def _empty(field: Any) -> Any:
    return Text() if isinstance(field, TextField) else ""


def _without(value: Any, keys: list[str], is_text: bool) -> Any:
    """Return a copy of a text without one language, or of plain data without one key."""
    if is_text:
        if keys[0] not in value:
            raise LookupError(keys[0])
        return Text({code: text for code, text in value.items() if code != keys[0]})
    first, *rest = keys
    key: Any = int(first) if isinstance(value, list) else first
    if isinstance(value, dict) and key not in value:
        raise LookupError(first)
    copied = list(value) if isinstance(value, list) else dict(value)
    copied[key] = _without(copied[key], rest, False) if rest else ""
    return copied


def replay_redactions() -> int:
    """Apply all traces again, after a restore brought back what was removed; return how many objects were met."""
    from kumppanuus.activity import actions

    return actions.replay(system("restore"), None)
