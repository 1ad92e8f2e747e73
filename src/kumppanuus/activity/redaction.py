"""How content is removed for good, and what else must then forget it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Cast

from kumppanuus.activity.models import Event
from kumppanuus.core.actors import system
from kumppanuus.core.models import RedactionOpen
from kumppanuus.core.texts import Text, TextField
from kumppanuus.notices.models import Delivery
from kumppanuus.organisations.models import Organisation

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


Finder = Callable[[models.Model, str, list[str]], Iterable[tuple[models.Model, str]]]
finders: list[Finder] = []
WORDS_ENOUGH = 8  # shorter texts stand in many places by chance


def copies(finder: Finder) -> Finder:
    """Register what finds copies of a content before it is removed: (row, field or part of it) for each.

    It gets the thing, the field and the texts to be removed. Each copy is removed with a trace of its own, so that
    a restore removes it again, too.
    """
    if finder not in finders:
        finders.append(finder)
    return finder


def words_at(obj: models.Model, path: str) -> list[str]:
    """Return the texts at a field or a part of it; nothing where there is no such part."""
    name, *keys = path.split(".")
    value: Any = getattr(obj, name, None)
    while keys:
        key, keys = _first(value, keys)
        if isinstance(value, list):
            value = value[int(key)] if key.isdecimal() and int(key) < len(value) else None
        else:
            value = value.get(key) if isinstance(value, Mapping) else None
    return [text for _path, text in texts_in(value, "") if len(text.strip()) >= WORDS_ENOUGH]


def texts_in(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Return each text in plain data with its path ("data.rows.0.text")."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from texts_in(inner, f"{path}.{key}")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from texts_in(inner, f"{path}.{place}")


def rows_with(
    rows: models.QuerySet[Any], data: Sequence[str], plain: Sequence[str], words: Iterable[str]
) -> Iterator[tuple[models.Model, str]]:
    """Find the texts in rows: in fields of plain data and texts (`data`), and in lines of words (`plain`)."""
    texts = list(words)
    if not texts:
        return
    wanted = models.Q()
    for text in texts:
        for written in {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}:
            for name in data:
                wanted |= models.Q(**{f"{name}_as_text__contains": written})
        for name in plain:
            wanted |= models.Q(**{f"{name}__contains": text})
    told = rows.annotate(**{f"{name}_as_text": Cast(name, models.TextField()) for name in data})
    for row in told.filter(wanted):
        parts = [part for name in data for part in texts_in(getattr(row, name), name)]
        parts += [(name, getattr(row, name)) for name in plain]
        yield from ((row, path) for path, found in parts if any(text in found for text in texts))


@copies
def in_mails_and_history(obj: models.Model, field: str, words: list[str]) -> Iterator[tuple[models.Model, str]]:
    """Find the texts in mails that wait (or are kept for show) and in events."""
    for model, data, plain in ((Delivery, "context", ("subject", "body")), (Event, "data", ("decision",))):
        rows: Any = model._base_manager.exclude(pk=obj.pk if isinstance(obj, model) else 0)
        yield from rows_with(rows, (data,), plain, words)


@on_redact
def forget_in_finding(obj: models.Model, field: str) -> None:
    """An organisation is not found by a name or a number that was removed."""
    if isinstance(obj, Organisation):
        Organisation.objects.filter(pk=obj.pk).update(**obj.follow_texts())


def blank(obj: models.Model, path: str) -> None:
    """Empty a field (`message`), or one part of it (`data.reason`, `description.sv`), frozen or not, inside an action.

    Only what people wrote can be emptied. What the system decides by (days, states, who belongs to whom) cannot: to
    empty the last day of an ended membership would bring the membership back.
    Raises LookupError for a field or part that is not there, TypeError for one that cannot be empty, ValueError where
    the row's own rules demand some text.
    """
    name, *keys = path.split(".")
    try:
        field: Any = obj._meta.get_field(name)
    except FieldDoesNotExist as exc:
        raise LookupError(f"{obj._meta.label} has no field {name}") from exc
    if not _holds_words(field, keys, getattr(obj, name)):
        raise TypeError(f"{obj._meta.verbose_name}: {name} is not a text")
    value = _without(getattr(obj, name), keys, isinstance(field, TextField)) if keys else _empty(field, obj)
    RedactionOpen.objects.create()
    try:
        with transaction.atomic():
            type(obj)._base_manager.filter(pk=obj.pk).update(**{name: value})
    except IntegrityError as exc:
        raise ValueError(f"{obj._meta.verbose_name}: {name}") from exc
    finally:
        RedactionOpen.objects.all().delete()
    setattr(obj, name, value)


def _holds_words(field: Any, keys: list[str], value: Any) -> bool:
    """Say whether the field, or the named part of it, holds what people wrote."""
    if isinstance(field, TextField | models.TextField):
        return True
    if isinstance(field, models.JSONField):
        return bool(keys) or isinstance(value, str)
    if not isinstance(field, models.CharField) or field.choices or field.unique:
        return False
    return isinstance(field, models.EmailField | models.URLField) or (field.max_length or 0) >= A_LINE_OF_WORDS


def _empty(field: Any, obj: models.Model) -> Any:
    """Return what is left: nothing, or the model's own `when_removed` where its rules demand some text."""
    return Text() if isinstance(field, TextField) else getattr(obj, "when_removed", "")


def _without(value: Any, keys: list[str], is_text: bool) -> Any:
    """Return a copy of a text without one language, or of plain data without one key."""
    if is_text:
        if keys[0] not in value:
            raise LookupError(keys[0])
        return Text({code: text for code, text in value.items() if code != keys[0]})
    first, rest = _first(value, keys)
    key: Any = int(first) if isinstance(value, list) else first
    if isinstance(value, dict) and key not in value:
        raise LookupError(first)
    copied = list(value) if isinstance(value, list) else dict(value)
    copied[key] = _without(copied[key], rest, False) if rest else ""
    return copied


def _first(value: Any, keys: list[str]) -> tuple[str, list[str]]:
    """Return the first key of a path in plain data and the rest; a key may itself have dots in it ("name.fi")."""
    many = next((n for n in range(1, len(keys) + 1) if isinstance(value, dict) and ".".join(keys[:n]) in value), 1)
    return ".".join(keys[:many]), keys[many:]


def replay_redactions() -> int:
    """Apply all traces again, after a restore brought back what was removed; return how many objects were met."""
    from kumppanuus.activity import actions

    return actions.replay(system("restore"), None)
