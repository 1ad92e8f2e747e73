"""Input about the headings of a space's own template → clean data. Nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.practices.models import FieldKind, Part, PathStage
from kumppanuus.ui.forms import TextFormField


class HeadingForm(forms.Form):
    """What a heading says. `stood` tells what it said when the form was opened."""

    heading = TextFormField(label=_("Heading"), max_length=120)
    help = TextFormField(
        label=_("Help"),
        max_length=600,
        rows=3,
        required=False,
        help_text=_("What is written here, in a sentence or two. It stands beside the field."),
    )
    example = TextFormField(label=_("Example"), max_length=1500, rows=4, required=False)
    shown_in_summary = forms.BooleanField(
        label=_("Shown in the summary"),
        required=False,
        help_text=_("The summary is what others read first."),
    )
    required_to_publish = forms.BooleanField(
        label=_("Needed before publishing"),
        required=False,
        help_text=_("Only what a reader cannot do without: each one keeps somebody from publishing."),
    )
    stood = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)


class NewHeadingForm(HeadingForm):
    """A heading of the space's own: also where it stands and how much is written under it."""

    stood = None  # type: ignore[assignment]
    part = forms.ChoiceField(
        label=_("Part"),
        choices=[(one.value, one.label) for one in (Part.DESCRIPTION, Part.PATH, Part.BASIC, Part.OURS)],
        widget=forms.RadioSelect,
        initial=Part.DESCRIPTION,
    )
    stage = forms.TypedChoiceField(
        label=_("Stage of the path"),
        choices=[("", "–"), *PathStage.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Only for the development path."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(one.value, one.label) for one in (FieldKind.TEXT, FieldKind.LINE)],
        widget=forms.RadioSelect,
        initial=FieldKind.TEXT,
    )
    field_order = ("heading", "part", "stage", "kind", "help", "example", "shown_in_summary", "required_to_publish")

    def clean(self) -> dict[str, Any]:
        """Ask for the stage where a heading stands on the path."""
        data = super().clean() or {}
        if data.get("part") == Part.PATH and not data.get("stage"):
            self.add_error("stage", _("A field of the development path needs its stage."))
        return data
