"""How often a person wants what."""

from __future__ import annotations

from typing import Any

from django import forms

from kumppanuus.notices.models import Rhythm
from kumppanuus.notices.topics import known


class PreferencesForm(forms.Form):
    """One choice per topic that has a rhythm."""

    def __init__(self, *args: Any, chosen: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in known.values():
            if topic.has_rhythm:
                self.fields[topic.key] = forms.ChoiceField(
                    label=topic.label,
                    choices=Rhythm.choices,
                    initial=(chosen or {}).get(topic.key, Rhythm.AT_ONCE),
                )
