"""Input about hand-overs → clean data. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.continuity.reading import Line
from kumppanuus.organisations.models import Holding, Part, Post
from kumppanuus.ui.forms import DateInput

NOTE = "note-"


class BeginForm(forms.Form):
    """Who leaves is asked only where both holder and deputy are there."""

    part = forms.ChoiceField(label=_("Who leaves"), widget=forms.RadioSelect)
    last_day = forms.DateField(
        label=_("Last day"), widget=DateInput(), help_text=_("The post shows as vacant from the day after.")
    )
    told = forms.CharField(
        label=_("What is written nowhere"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Who knows what, what is agreed by word, what comes next. You can go on writing until the end."),
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part: Any = self.fields["part"]
        held = dict.fromkeys(
            Holding.objects.current().filter(post=post).order_by("-part").values_list("part", flat=True)
        )
        part.choices = [(one, Part(one).label) for one in held]
        if len(part.choices) < 2:
            part.widget = forms.HiddenInput()
            part.initial = next(iter(held), Part.HOLDER)
            part.choices = part.choices or Part.choices


class WriteForm(forms.Form):
    """What is written nowhere, and a note to each line."""

    told = forms.CharField(
        label=_("What is written nowhere"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Only the organisation's members read this. Write nothing about clients or anyone's health."),
    )

    def __init__(self, *args: Any, lines: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if not line.gone]
        for line in self.lines:
            self.fields[f"{NOTE}{line.key}"] = forms.CharField(
                label=line.label, max_length=1000, required=False, initial=line.note, help_text=line.kind
            )

    def notes(self) -> dict[str, str]:
        """Return what was written to each line, by its key."""
        return {name.removeprefix(NOTE): words for name, words in self.cleaned_data.items() if name.startswith(NOTE)}


class FinishForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is finished without all being taken over"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave empty when everything has been taken over."),
    )
