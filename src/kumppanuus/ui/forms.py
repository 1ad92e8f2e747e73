"""The form renderer with one field template, a date input, and the form field for texts in several languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.ui.languages import INTERFACE, NAMES, language_name

M = TypeVar("M", bound=Model)
LONGEST_EMAIL = 254
LONGEST_ID = 18


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own choice of a time of the day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class EmailField(forms.EmailField):  # noqa: TID251 - the one that may
    """An address, as long as one can be (RFC 5321) and the tables hold; Django's own lets longer ones through."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LONGEST_EMAIL} | kwargs)


class ModelChoices(forms.ModelMultipleChoiceField[M]):  # noqa: TID251 - the one that may
    """Choices of several rows. A number that no row can have is a choice that is not there, as any other."""

    def clean(self, value: Any) -> Any:
        for one in value if isinstance(value, list | tuple) else ():
            if str(one).lstrip("-").isdigit() and len(str(one)) > LONGEST_ID:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": one})
        return super().clean(value)


class TextWidget(forms.Widget):
    """One input per language: the reader's language open, the others folded, and room for one more."""

    template_name = "ui/widgets/text.html"
    use_fieldset = True

    def __init__(
        self, languages: Iterable[str] = INTERFACE, rows: int = 1, attrs: dict[str, Any] | None = None
    ) -> None:
        super().__init__(attrs)
        self.languages, self.rows = tuple(languages), rows

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = dict(value or {})
        text = value if isinstance(value, Text) else Text({k: v for k, v in shown.items() if k in NAMES})
        active = (get_language() or "fi").split("-")[0]
        codes = list(dict.fromkeys([*self.languages, *(code for code in shown if code in NAMES)]))
        codes.sort(key=lambda code: code != active)
        inputs = [self.input(name, code, shown.get(code, ""), text, attrs or {}) for code in codes]
        context["widget"] |= {
            "open": inputs[0],
            "folded": inputs[1:],
            "rows": self.rows,
            "more": [(code, language_name(code)) for code in NAMES if code not in codes],
            "add_code": shown.get("_add", ""),
            "add_text": shown.get("_add_text", ""),
        }
        return context

    def input(self, name: str, code: str, value: str, text: Text, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return what the template needs for one language."""
        state = ""
        if text and code not in text:
            state = gettext("missing")
        elif code in text.stale:
            state = gettext("older than the original")
        base = attrs.get("id") or f"id_{name}"
        return {
            "name": f"{name}_{code}",
            "id": f"{base}_{code}",
            "code": code,
            "language": language_name(code),
            "value": value,
            "state": state,
        }

    def id_for_label(self, id_: str, index: Any = None) -> str:
        active = (get_language() or "fi").split("-")[0]
        first = active if active in self.languages else self.languages[0]
        return f"{id_}_{first}" if id_ else ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        found = {code: str(data[f"{name}_{code}"]) for code in NAMES if f"{name}_{code}" in data}
        code, more = str(data.get(f"{name}_add", "")), str(data.get(f"{name}_add_text", ""))
        if more.strip():
            found |= {code: more} if code in NAMES else {"_add_text": more}
        return found

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{code}" in data for code in NAMES)


class TextFormField(forms.Field):
    """A form field for a `Text`; cleans to the text after the edit, with stale translations marked.

    languages   the inputs that are always there, the reader's own first
    rows        1 for a line, more for a text area
    max_length  bounds each language version
    """

    widget = TextWidget
    default_error_messages = {
        "too_long": _("The text in %(language)s is %(length)d characters; at most %(most)d fit."),
        "nul": _("The text has a character that cannot be saved. Remove it and send again."),
        "no_language": _("Choose the language of the added text."),
    }

    def __init__(
        self,
        *,
        languages: Iterable[str] = INTERFACE,
        rows: int = 1,
        max_length: int = 0,
        **kwargs: Any,
    ) -> None:
        self.most = max_length
        kwargs.setdefault("widget", TextWidget(languages, rows))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Text:
        if isinstance(value, Text):
            return value
        return Text({code: text.replace("\r\n", "\n").strip() for code, text in (value or {}).items()})

    def validate(self, value: Any) -> None:
        if "_add_text" in value:
            raise ValidationError(self.error_messages["no_language"], code="no_language")
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")
        for code, text in value.items():
            if "\x00" in text:
                raise ValidationError(self.error_messages["nul"], code="nul")
            if self.most and len(text) > self.most:
                params = {"language": language_name(code), "length": len(text), "most": self.most}
                raise ValidationError(self.error_messages["too_long"], code="too_long", params=params)

    def _clean_bound_field(self, bf: BoundField) -> Text:
        initial = bf.initial if isinstance(bf.initial, Text) else Text(bf.initial or {})
        if self.disabled:
            return initial
        given = dict(bf.data or {})
        kept = {code: text for code, text in initial.items() if code not in given}
        return initial.changed(self.clean({**kept, **given}))

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, Text) else Text(initial or {})
        return any((before.get(code) or "") != text.strip() for code, text in (data or {}).items())
