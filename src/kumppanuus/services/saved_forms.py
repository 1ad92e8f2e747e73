"""Input about saved searches → clean data. Nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.services.models import HowOften
from kumppanuus.services.upkeep_forms import Stranger


class RhythmForm(forms.Form):
    """A saved search's name and rhythm."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("You see it in the list and in the mails."))
    how_often = forms.ChoiceField(
        label=_("How often"), choices=HowOften.choices, widget=forms.RadioSelect, initial=HowOften.WEEKLY
    )


class SaveForm(RhythmForm, Stranger):
    """What is asked when a search is saved: an address, too, unless signed in."""

    field_order = ("name", "how_often", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].help_text = _("You first get a mail with a link: nothing is sent until you open it.")
