"""Input about an organisation's own entries → clean data. Nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.calendars.models import OWN_KINDS, CalendarEntry
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.ui.forms import DateInput, TextFormField


class TimeInput(forms.TimeInput):
    """The browser's own choice of a time of the day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class EntryForm(forms.Form):
    """A date for the clock."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, kind.label) for kind in OWN_KINDS], widget=forms.RadioSelect
    )
    title = TextFormField(label=_("Heading"), max_length=160)
    first = forms.DateField(label=_("First day"), widget=DateInput)
    last = forms.DateField(
        label=_("Last day"), widget=DateInput, required=False, help_text=_("Leave empty if it is one day.")
    )
    begins = forms.TimeField(label=_("Begins"), widget=TimeInput, required=False)
    ends = forms.TimeField(
        label=_("Ends"), widget=TimeInput, required=False, help_text=_("Leave both empty if it has no hours.")
    )
    yearly = forms.BooleanField(label=_("Comes again each year on the same day"), required=False)
    about = TextFormField(label=_("What it is about"), max_length=1500, rows=3, required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(label=_("Address with more about it"), max_length=500, required=False, assume_scheme="https")
    area = forms.ModelChoiceField(
        label=_("Whom it concerns"),
        queryset=Area.objects.none(),
        required=False,
        empty_label=_("No area in particular"),
        help_text=_("It stands in the clock of this municipality or county, and of those in it."),
    )
    members_only = forms.BooleanField(
        label=_("Only for members of the organisation"),
        required=False,
        help_text=_("Others do not see it, on pages or in calendars."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["area"]
        areas.iterator = AreaChoices
        areas.queryset = Area.objects.filter(kind__in=("municipality", "county", "region", "country")).only(
            "slug", "name", "kind"
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last, begins, ends = (data.get(name) for name in ("first", "last", "begins", "ends"))
        if first and last and last < first:
            self.add_error("last", _("The last day cannot be before the first day."))
        if first and last == first:
            data["last"] = last = None
        if begins or ends:
            if last and last != first:
                self.add_error("begins", _("Hours are for one day. Leave them empty, or the last day."))
            elif not (begins and ends):
                self.add_error("ends" if begins else "begins", _("Give both hours, or leave both empty."))
            elif ends <= begins:
                self.add_error("ends", _("It cannot end before it begins."))
        return data


def initial_of(entry: CalendarEntry) -> dict[str, Any]:
    """Return what the form shows of an entry at first."""
    return {name: getattr(entry, name) for name in EntryForm.base_fields}


class CancelForm(forms.Form):
    why = forms.CharField(
        label=_("Why it was cancelled"),
        max_length=300,
        help_text=_("Shown on the page and in the calendars that follow it."),
    )
