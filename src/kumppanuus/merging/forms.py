"""Input about merges → clean data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.alphabet import alphabet
from kumppanuus.core.requests import path_of
from kumppanuus.core.texts import Text
from kumppanuus.merging.choosing import BOTH, KEPT, OTHER, Line
from kumppanuus.organisations.forms import OrganisationField
from kumppanuus.services.models import Service

MOST_SHOWN = 300


class ChoiceForm(forms.Form):
    """For each field in which the two differ: whose value stays."""

    def __init__(self, *args: Any, lines: Iterable[Line], parts: Iterable[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            self._add(line, [])
        for line in parts:
            self._add(line, [(BOTH, _("Both"))])

    def _add(self, line: Line, more: list[tuple[str, Any]]) -> None:
        choices = [(KEPT, shown(line.kept)), (OTHER, shown(line.other)), *more]
        self.fields[line.name] = forms.ChoiceField(
            label=line.label, choices=choices, initial=line.proposed, widget=forms.RadioSelect, required=False
        )


def shown(value: Any) -> Any:
    """Return a value as a choice: all languages of a text, all lines of a part, or that it is empty."""
    if isinstance(value, Text):
        value = " · ".join(f"{code}: {text}" for code, text in value.items()) if len(value) > 1 else str(value)
    if isinstance(value, list):
        value = "; ".join(value)
    words = str(value)
    return (words[:MOST_SHOWN] + "…" if len(words) > MOST_SHOWN else words) or _("(empty)")


class SuggestForm(forms.Form):
    other = OrganisationField(
        label=_("The other organisation"),
        help_text=_("Its name as it stands here, its register number or its business ID."),
    )


class SuggestEntryForm(forms.Form):
    other = forms.CharField(
        label=_("The other entry"),
        max_length=300,
        help_text=_("Its name as it stands here, or the address of its page."),
    )

    def __init__(self, *args: Any, actor: Actor, entry: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = Service.objects.visible_to(actor).exclude(pk=entry.pk)

    def clean_other(self) -> Service:
        """Return the entry. Raises ValidationError where no single one is called so."""
        said = self.cleaned_data["other"].strip()
        part = path_of(said).strip("/").rpartition("/")[2] if "/" in said else said
        for column, value in (("slug", part), ("sort_name", alphabet(said)[:100]), ("find_by__contains", said.lower())):
            rows = list(self.rows.filter(**{column: value})[:2])
            if len(rows) == 1:
                return rows[0]
            if rows:
                raise forms.ValidationError(_("Several entries are called so. Give the address of the one's page."))
        raise forms.ValidationError(_("No entry is called so here. Look it up in the directory."))
