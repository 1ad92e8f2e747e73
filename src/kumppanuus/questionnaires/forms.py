"""Forms of checklists: what is told of one, its themes, its items with levels, spreadsheets, publishing."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.places.models import Area
from kumppanuus.questionnaires.content import Content, ItemContent, LevelContent
from kumppanuus.questionnaires.gaps import MOST_WORDS, words
from kumppanuus.questionnaires.models import BankItem, ItemKind, Questionnaire, SourceStatus
from kumppanuus.questionnaires.sheets.columns import MOST_LEVEL
from kumppanuus.spaces.models import Space
from kumppanuus.ui.forms import TextFormField

FIRST_LEVELS = 5
LEVEL_FIELD = re.compile(r"label_(\d{1,2})_")
NOT_IN_CODES = "/?#\\"


def clean_code(code: str) -> str:
    """Return a code that fits into an address. Raises ValidationError."""
    code = code.strip()
    if not code or any(c in NOT_IN_CODES or c.isspace() for c in code):
        raise ValidationError(_("Write a number or a short code without spaces, / ? or #."))
    return code


class AboutForm(forms.Form):
    """What is told of a checklist."""

    title = TextFormField(label=_("Title"), max_length=200)
    description = TextFormField(label=_("Description"), max_length=2000, rows=3, required=False)
    source_status = forms.ChoiceField(label=_("Standing of the text"), choices=SourceStatus.choices)
    source = TextFormField(
        label=_("Source"),
        max_length=1000,
        rows=2,
        required=False,
        help_text=_("Where the text comes from, and plainly what of it is your own."),
    )
    source_url = forms.URLField(label=_("Source's address"), required=False, assume_scheme="https")
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2100)
    region = forms.ModelChoiceField(
        label=_("Region"), queryset=Area.objects.filter(kind="region"), required=False, empty_label=_("None")
    )


class CreateForm(AboutForm):
    """A new checklist, empty or a copy."""

    slug = forms.SlugField(
        label=_("Address"), max_length=80, help_text=_("The last part of the page's address: “our-list”.")
    )
    copy_of = forms.ModelChoiceField(
        label=_("Begin from"),
        queryset=Questionnaire.objects.none(),
        required=False,
        empty_label=_("An empty checklist"),
        help_text=_("A copy takes over themes, items and levels, and their places in the item bank."),
    )
    field_order = ("space", "title", "slug", "copy_of")

    def __init__(self, *args: Any, spaces: list[Space], copies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Space.objects.filter(pk__in=[space.pk for space in spaces])
        self.fields["space"] = forms.ModelChoiceField(
            label=_("Network that edits it"), queryset=own, initial=own.first()
        )
        self.fields["copy_of"].queryset = copies  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class ThemeForm(forms.Form):
    """A theme."""

    key = forms.CharField(label=_("Letter"), max_length=10, help_text=_("A, B, C …"))
    title = TextFormField(label=_("Title"), max_length=200)

    def clean_key(self) -> str:
        return clean_code(self.cleaned_data["key"])


class ItemForm(forms.Form):
    """An item with its levels. A level whose label is empty in every language is left out."""

    theme = forms.ChoiceField(label=_("Theme"))
    code = forms.CharField(label=_("Number or code"), max_length=10)
    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices, initial=ItemKind.SCALE)
    name = TextFormField(label=_("Short name"), max_length=80)
    statement = TextFormField(
        label=_("Statement"), max_length=500, rows=2, help_text=_("One sentence that one can agree with more or less.")
    )
    more = TextFormField(label=_("What is meant"), max_length=2000, rows=3, required=False)
    evidence_wanted = forms.BooleanField(label=_("Evidence is wanted"), required=False, initial=True)
    evidence = TextFormField(
        label=_("What counts as evidence"), max_length=1000, rows=3, required=False, help_text=_("One a line.")
    )
    first_steps = TextFormField(
        label=_("First steps"), max_length=2000, rows=3, required=False, help_text=_("One a line; three are enough.")
    )
    bank = forms.ModelChoiceField(
        label=_("Means the same as"),
        queryset=BankItem.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("Nothing in the item bank"),
        help_text=_("Items joined to the same bank item are compared across checklists."),
    )

    def __init__(
        self, *args: Any, content: Content, item: ItemContent | None, levels: list[LevelContent], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [(t.key, f"{t.key} {t.title}") for t in content]  # type: ignore[attr-defined]
        given = {level.value: level for level in (item.levels if item else levels)}
        room = max([*given, FIRST_LEVELS - 2]) + 1 if item else max([*given, FIRST_LEVELS - 1])
        posted = [int(found[1]) for name in self.data if (found := LEVEL_FIELD.match(name))]
        self.values = list(range(min(max([room, *posted]), MOST_LEVEL) + 1))
        for value in self.values:
            level = given.get(value, LevelContent(value, Text()))
            self.fields[f"label_{value}"] = TextFormField(
                label=_("Label, at most eight words"), max_length=120, required=False, initial=level.label
            )
            self.fields[f"description_{value}"] = TextFormField(
                label=_("Description"), max_length=500, rows=2, required=False, initial=level.description
            )

    def plain_fields(self) -> list[BoundField]:
        """Return the fields before the levels."""
        return [self[name] for name in self.fields if not name.startswith(("label_", "description_"))]

    def level_fields(self) -> list[tuple[int, BoundField, BoundField]]:
        """Return (value, label, description) of each level."""
        return [(value, self[f"label_{value}"], self[f"description_{value}"]) for value in self.values]

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for value in self.values:
            label, description = data.get(f"label_{value}", Text()), data.get(f"description_{value}", Text())
            if description and not label:
                self.add_error(f"label_{value}", _("Give the level a label, or empty its description too."))
            if any(words(text) > MOST_WORDS for text in label.values()):
                self.add_error(f"label_{value}", _("The label has more than eight words; write the rest below."))
        return data

    def item(self) -> ItemContent:
        """Return the item as the form describes it; the form must be valid."""
        data = self.cleaned_data
        levels = [LevelContent(v, data[f"label_{v}"], data[f"description_{v}"]) for v in self.values]
        scaled = data["kind"] in (ItemKind.SCALE, ItemKind.CHOICE)
        return ItemContent(
            code=data["code"],
            kind=data["kind"],
            bank=data["bank"].slug if data["bank"] else "",
            bank_name=data["bank"].name if data["bank"] else Text(),
            levels=[level for level in levels if level.label] if scaled else [],
            **{
                name: data[name] for name in ("name", "statement", "more", "evidence_wanted", "evidence", "first_steps")
            },
        )


class SheetForm(forms.Form):
    """A spreadsheet to be read into a draft."""

    file = forms.FileField(
        label=_("Spreadsheet (.xlsx or .csv)"),
        help_text=_("Begin from the spreadsheet of this draft, so that the columns are right."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class PublishForm(forms.Form):
    """What changed."""

    note = TextFormField(
        label=_("What changed"),
        max_length=1000,
        rows=3,
        help_text=_("In a sentence or two, for those who knew the earlier version."),
    )


class BankForm(forms.Form):
    """An item of the bank."""

    name = TextFormField(label=_("Name"), max_length=120, help_text=_("What the items of different checklists share."))
    definition = TextFormField(label=_("Definition"), max_length=1000, rows=3, required=False)
