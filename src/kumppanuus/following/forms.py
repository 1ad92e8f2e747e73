"""Input about following → clean data. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.following.models import Follow
from kumppanuus.notices.models import Rhythm


class RhythmForm(forms.Form):
    """How often one is told of one thing."""

    rhythm = forms.ChoiceField(
        label=_("How often do you want mail?"), choices=Rhythm.choices, initial=Rhythm.DAILY, widget=forms.RadioSelect
    )


class MineForm(forms.Form):
    """How often for each of the things that one follows: a field "rhythm-<id>" for each."""

    def __init__(self, *args: Any, follows: Iterable[tuple[Follow, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row, label in follows:
            self.fields[f"rhythm-{row.pk}"] = forms.ChoiceField(label=label, choices=Rhythm.choices, initial=row.rhythm)

    def chosen(self) -> dict[int, str]:
        """Return {id: how often} of those that were changed."""
        return {int(name.partition("-")[2]): self.cleaned_data[name] for name in self.changed_data}
