"""Texts in several languages: an open set of languages per field, and which of them lag behind the original."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from json import JSONDecoder
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.languages import language_name

FALLBACK = ("fi", "sv", "en")
ORIGINAL, STALE = "_original", "_stale"
_NONE: frozenset[str] = frozenset()
_read = JSONDecoder().raw_decode  # half of what json.loads costs, hundreds of times a list


class Text(Mapping[str, str]):
    """An immutable text in one or more languages: `str(text)` is the best one for the reader's language.

    Stored as a JSON object {"fi": "…", "sv": "…"}, with "_original" (the language written first, where it
    is not the first key) and "_stale" (languages older than the original, space separated) beside them.
    The keys stand in the order that PostgreSQL's jsonb gives them anyway, so that "first" is the same everywhere.
    """

    __slots__ = ("_data", "original", "stale")

    def __init__(self, value: Mapping[str, str] | str | None = None, /, **languages: str) -> None:
        raw: dict[str, str] = {"fi": value} if isinstance(value, str) else dict(value or {})
        raw |= languages
        stale = set(raw.pop(STALE, "").split())
        original = raw.pop(ORIGINAL, "")
        self._data = {code: text for code, text in raw.items() if text}
        self.original = original if original in self._data else next(iter(self._data), "")
        self.stale = frozenset(stale & self._data.keys() - {self.original})

    @classmethod
    def _stored(cls, data: dict[str, str]) -> Text:
        """Return the text of a stored form: what lists make by the hundred, mostly in one language."""
        if len(data) != 1 or ORIGINAL in data:
            return cls(data)
        (language, words), made = *data.items(), cls.__new__(cls)
        made._data, made.original, made.stale = (data, language, _NONE) if words else ({}, "", _NONE)
        return made

    def __getitem__(self, language: str) -> str:
        return self._data[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)

    def __repr__(self) -> str:
        return f"Text({self._data!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.as_json() == other.as_json()

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._data.items())))

    def language_for(self, language: str | None = None) -> str:
        """Return the language that a reader of `language` is shown: that one, else the original, else any."""
        wanted = (language or get_language() or "fi").split("-")[0]
        for code in (wanted, self.original, *FALLBACK):
            if code in self._data:
                return code
        return ""

    def in_language(self, language: str | None = None) -> str:
        """Return the best text for a reader of `language` (default: the active one); empty if there is none."""
        return self._data.get(self.language_for(language), "")

    def __str__(self) -> str:
        return self.in_language()

    def missing(self, languages: list[str]) -> list[str]:
        """Return those of the wanted languages in which the text does not exist."""
        return [code for code in languages if code not in self._data]

    def changed(self, new: Mapping[str, str]) -> Text:
        """Return the text after an edit: if the original changed and a translation did not, that one is stale."""
        after = Text({k: v.strip() for k, v in new.items() if not k.startswith("_")})
        original = self.original if self.original in after else after.original
        stale = {code for code in self.stale if after.get(code) == self.get(code)}
        if self and after.get(original) != self.get(original):
            stale |= {code for code in after if code != original and after[code] == self.get(code)}
        return Text({**after._data, ORIGINAL: original, STALE: " ".join(sorted(stale))})

    def as_json(self) -> dict[str, str]:
        """Return the stored form."""
        data = dict(sorted(self._data.items(), key=lambda pair: (len(pair[0]), pair[0])))
        if self.original and self.original != next(iter(data)):
            data[ORIGINAL] = self.original
        if self.stale:
            data[STALE] = " ".join(sorted(self.stale))
        return data


class TextField(models.JSONField):
    """A model field holding a `Text`. `max_length` bounds each language version."""

    description = _("Text in several languages")

    def __init__(self, *args: Any, max_length: int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("default", Text)
        self.longest = max_length
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.longest:
            kwargs["max_length"] = self.longest
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if type(value) is str and value[:2] == '{"':
            with suppress(ValueError):  # what a look-up into the object gave
                loaded, end = _read(value)
                if end == len(value):
                    return Text._stored(loaded)
        loaded = super().from_db_value(value, expression, connection)
        return Text(loaded) if isinstance(loaded, dict) else loaded

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, Text) or value is None else Text(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Mapping | str) and not isinstance(value, Text):
            value = Text(value)
        return value.as_json() if isinstance(value, Text) else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Text):
            value = value.as_json()
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> Any:
        return self.value_from_object(obj).as_json()

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not self.blank and not value:
            raise ValidationError(self.error_messages["blank"], code="blank")
        for code, text in (value or {}).items():
            if self.longest and len(text) > self.longest:
                raise ValidationError(
                    _("The text in the language %(language)s is %(length)d characters; at most %(most)d fit."),
                    code="max_length",
                    params={"language": language_name(code), "length": len(text), "most": self.longest},
                )

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _TextAttribute(self.attname))


class _TextAttribute:
    """Turns what is assigned to the field (dict, str, Text) into a Text at once, and is deferred-aware."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Any:
        if instance is None:
            return self
        if self.name not in instance.__dict__:
            instance.refresh_from_db(fields=[self.name])
        return instance.__dict__[self.name]

    def __set__(self, instance: models.Model, value: Any) -> None:
        plain = isinstance(value, Mapping | str) and not isinstance(value, Text)
        instance.__dict__[self.name] = Text(value) if plain else value
