"""How often a person wants what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.notices.models import Rhythm
from kumppanuus.notices.topics import known

ALL = "all"


class PreferencesForm(forms.Form):
    """One choice per topic that has a rhythm, and one for all of them."""

    def __init__(self, *args: Any, chosen: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[ALL] = forms.ChoiceField(
            label=_("All of these"),
            required=False,
            choices=[("", _("As chosen below")), *Rhythm.choices],
            help_text=_("What you choose here replaces everything that is chosen below."),
        )
        for topic in known.values():
            if topic.has_rhythm:
                self.fields[topic.key] = forms.ChoiceField(
                    label=topic.label,
                    choices=Rhythm.choices,
                    initial=(chosen or {}).get(topic.key, Rhythm.AT_ONCE),
                )

    def rhythms(self) -> dict[str, str]:
        """Return the rhythm by key of the topic."""
        chosen = dict(self.cleaned_data)
        for_all = chosen.pop(ALL)
        return {key: for_all or rhythm for key, rhythm in chosen.items()}
