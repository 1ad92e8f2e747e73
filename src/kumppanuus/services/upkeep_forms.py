"""Input about lines, suggestions and claims → clean data. Nothing is saved here."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.services.forms import PhoneField, TimeInput
from kumppanuus.services.lines import TEXTS, kind_of, label_of
from kumppanuus.services.models import WEEKDAYS, Frequency, Service, ServiceKind
from kumppanuus.ui.forms import DateInput, EmailField, ModelChoices

LONG = ("who", "registration", "price", "times")


class LineForm(forms.Form):
    """One line of an entry, as its kind needs it. `was` remembers what was seen, so that nobody overwrites another."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, line: str, values: dict[str, Any], optional: bool = True) -> None:
        self.line, self.values = line, values
        initial = {"was": json.dumps(values, sort_keys=True), **values}
        super().__init__(data, initial=initial)
        for name, field in self._fields(kind_of(line)).items():
            self.fields[name] = field

    def _fields(self, kind: str) -> dict[str, forms.Field]:
        label = label_of(self.line)
        if kind in TEXTS:
            most = Service._meta.get_field(kind).longest  # type: ignore[union-attr]
            widget = forms.Textarea({"rows": 3}) if kind in LONG else forms.TextInput()
            return {"text": forms.CharField(label=label, max_length=most, required=kind == "name", widget=widget)}
        if kind == "place":
            return {
                "address": forms.CharField(label=_("Street address"), max_length=120, required=False),
                "postal_code": forms.RegexField(
                    r"^\d{5}$",
                    label=_("Postal code"),
                    required=False,
                    error_messages={"invalid": _("A postal code has five digits.")},
                ),
                "city": forms.CharField(label=_("Post office"), max_length=60, required=False),
            }
        if kind == "schedule":
            return self._times()
        if kind == "phone":
            return {"phone": PhoneField()}
        if kind == "email":
            return {"email": EmailField(label=label, required=False)}
        return {"website": forms.URLField(label=label, required=False, assume_scheme="https")}

    def _times(self) -> dict[str, forms.Field]:
        hours: dict[str, forms.Field] = {
            "opens": forms.TimeField(label=_("Begins at"), required=False, widget=TimeInput()),
            "closes": forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput()),
        }
        if self.values["freq"] == Frequency.WEEKLY:
            days = forms.MultipleChoiceField(label=_("Weekdays"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple)
            return {"weekdays": days, **hours}
        if self.values["freq"] == Frequency.ONCE:
            return {"starts": forms.DateField(label=_("Day"), widget=DateInput()), **hours}
        return hours

    def clean_was(self) -> dict[str, Any]:
        """Return what was seen. Raises ValidationError for what this page did not write."""
        try:
            seen = json.loads(self.cleaned_data["was"] or "{}")
        except ValueError:
            seen = None
        if not isinstance(seen, dict):
            raise forms.ValidationError(_("Open the page again: a part of it was lost."), code="invalid")
        return seen

    def given(self) -> dict[str, Any]:
        """Return the line's values as they were typed, plain."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "was"}
        for name in ("opens", "closes"):
            if name in found:
                found[name] = found[name].strftime("%H:%M") if found[name] else ""
        if found.get("starts"):
            found["starts"] = found["starts"].isoformat()
        if "language" in self.values:
            found["language"] = self.values["language"]
        return found


class Stranger(forms.Form):
    """Who suggests something: an address unless signed in. A field that people do not see catches machines."""

    email = EmailField(
        label=_("Your e-mail address"), help_text=_("You get told what became of it. Nobody else sees the address.")
    )
    nickname = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"})
    )

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["email"]
        self.trap = self.fields.pop("nickname")

    @property
    def is_machine(self) -> bool:
        """Say whether the field that nobody sees was filled."""
        return bool(self.data.get("nickname"))


class SuggestForm(Stranger):
    words = forms.CharField(
        label=_("What is wrong, and how should it be"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Write nothing about clients or about anybody's health."),
    )
    field_order = ("words", "email")


class SuggestedEntryForm(Stranger):
    """A new entry in a few fields; the organisation adds the rest."""

    kind = forms.ChoiceField(label=_("What kind is it"), choices=ServiceKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=100)
    summary = forms.CharField(label=_("In one sentence"), max_length=150)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Municipality"))
    address = forms.CharField(label=_("Street address"), max_length=120, required=False)
    times = forms.CharField(label=_("When"), max_length=500, required=False)
    phone = PhoneField()
    words = forms.CharField(
        label=_("How you know of it"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    field_order = ("kind", "name", "summary", "area", "address", "times", "phone", "words", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.iterator = AreaChoices
        area.queryset = Area.objects.municipalities()

    def entry(self) -> dict[str, Any]:
        """Return the entry's fields, plain."""
        data = self.cleaned_data
        plain = ("kind", "name", "summary", "address", "times", "phone")
        return {name: data[name] for name in plain} | {"area": data["area"].pk}


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Why not"), max_length=500, widget=forms.Textarea({"rows": 2}))


class AskClaimForm(forms.Form):
    message = forms.CharField(
        label=_("Who you are in the organisation"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: I am its treasurer; the chair can be reached at the number in the register."),
    )


class ClaimForm(forms.Form):
    still_right = forms.BooleanField(
        label=_("I have looked at the entries below: they are still right"), required=False
    )


class KeeperForm(forms.Form):
    email = EmailField(label=_("E-mail address of somebody in the organisation"))


class LettersForm(forms.Form):
    organisations = ModelChoices(
        Organisation.objects.none(), label=_("Organisations"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisations"]
        field.queryset = rows
