"""Input about everyday words → clean data. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kumppanuus.search.models import Language, Saying
from kumppanuus.spaces.models import Space

MOST_MEANINGS = 8


class WordForm(forms.ModelForm[Saying]):
    """What people say, and what it means here: a term on each line."""

    space = forms.ModelChoiceField(Space.objects.none(), label=_("Kept by"), empty_label=None)

    class Meta:
        model = Saying
        fields = ("language", "saying", "meaning", "note")
        widgets = {
            "language": forms.RadioSelect,
            "meaning": forms.Textarea({"rows": 4, "lang": "fi"}),
        }
        help_texts = {
            "saying": _(
                "A word or a few, as people say it: “rahat ei riitä”. Inflection and small words do not matter."
            ),
            "meaning": _("Words that entries use, in Finnish, one on a line: “velkaneuvonta”, “talousneuvonta”."),
            "note": _("Why, for the other editors."),
        }

    def __init__(self, *args: Any, spaces: Sequence[Space] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = Language.choices  # type: ignore[attr-defined]
        self.initial.setdefault("language", (get_language() or "fi").split("-")[0])
        if "meaning" in self.initial:
            self.initial["meaning"] = "\n".join(self.initial["meaning"].split("|"))
        if len(spaces) < 2:
            del self.fields["space"]
        else:
            choice: Any = self.fields["space"]
            choice.queryset = Space.objects.filter(pk__in=[one.pk for one in spaces])

    def clean_meaning(self) -> str:
        """Return the terms with | between them. Raises ValidationError for too many."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["meaning"].replace("|", "\n").splitlines()]
        terms = list(dict.fromkeys(line for line in lines if line))
        if not terms:
            raise forms.ValidationError(_("Write at least one word that entries use."), code="required")
        if len(terms) > MOST_MEANINGS:
            raise forms.ValidationError(_("At most eight: a saying that means everything finds nothing."), code="many")
        return "|".join(terms)

    def _post_clean(self) -> None:
        """Leave the row alone: the action checks and writes it."""
