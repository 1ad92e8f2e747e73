"""Input about following → clean data. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.following.models import AddressFollow, Follow
from kumppanuus.notices.models import Rhythm
from kumppanuus.ui.forms import EmailField


class RhythmForm(forms.Form):
    """How often one is told of one thing."""

    rhythm = forms.ChoiceField(
        label=_("How often do you want mail?"), choices=Rhythm.choices, initial=Rhythm.DAILY, widget=forms.RadioSelect
    )


class AddressForm(RhythmForm):
    """The address of one without an account, and how often. Never: there would be nothing to follow for."""

    address = EmailField(label=_("E-mail address"), help_text=_("A mail comes to it with a button that confirms this."))
    field_order = ("address", "rhythm")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rhythm: Any = self.fields["rhythm"]
        rhythm.choices = [choice for choice in Rhythm.choices if choice[0] != Rhythm.NEVER]


class MineForm(forms.Form):
    """How often for each of the things that one follows: a field "rhythm-<id>" for each."""

    def __init__(self, *args: Any, follows: Iterable[tuple[Follow | AddressFollow, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row, label in follows:
            self.fields[f"rhythm-{row.pk}"] = forms.ChoiceField(label=label, choices=Rhythm.choices, initial=row.rhythm)

    def chosen(self) -> dict[int, str]:
        """Return {id: how often} of those that were changed."""
        return {int(name.partition("-")[2]): self.cleaned_data[name] for name in self.changed_data}
