"""Input about imports → clean data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import FALLBACK
from kumppanuus.organisations.likeness import candidates
from kumppanuus.organisations.models import Organisation
from kumppanuus.organisations.numbers import normalise_business_id, normalise_register_number
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.services.columns import READ
from kumppanuus.services.imports.sheets import DELIMITERS, ENCODINGS, MOST_BYTES, Table
from kumppanuus.services.models import ServiceKind, Source
from kumppanuus.spaces.models import Space

DELIMITER_NAMES = {
    ";": _("semicolon"),
    ",": _("comma"),
    "\t": _("tab"),
    "|": _("vertical bar"),
}


class ListForm(forms.Form):
    """A list that is sent: a file, or rows pasted from a spreadsheet; and where it comes from."""

    source = forms.ModelChoiceField(
        Source.objects.none(),
        label=_("A source that has been used before"),
        required=False,
        empty_label=_("A new source"),
        help_text=_("With a list from the same source, entries are updated instead of made again."),
    )
    name = forms.CharField(
        label=_("Name of the new source"),
        max_length=120,
        required=False,
        help_text=_("For example: Associations of the municipality of Koski"),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("CSV, Excel (also old), HSDS or PTV as JSON, HSDS as a zip of tables. At most 20 MB, 50,000 rows."),
    )
    text = forms.CharField(
        label=_("Or paste rows here"),
        required=False,
        max_length=500_000,
        strip=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Copied from a spreadsheet, with the names of the columns."),
    )

    def __init__(self, *args: Any, sources: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["source"]
        field.queryset = sources
        if not sources:
            del self.fields["source"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        if file is not None and file.size > MOST_BYTES:
            raise ValidationError(_("The file is too large: at most 20 MB. Divide it, or take pictures out of it."))
        if not self.errors and file is None and not (data.get("text") or "").strip():
            self.add_error("file", _("Choose a file, or paste rows below."))
        if not self.errors and not data.get("source") and not (data.get("name") or "").strip():
            self.add_error("name", _("Say where the list comes from."))
        return data

    def body(self) -> tuple[bytes, str]:
        """Return what was sent, and its name."""
        if (file := self.cleaned_data.get("file")) is not None:
            return file.read(), str(file.name or "")
        return self.cleaned_data["text"].encode("utf-8", "replace"), ""


def by_words(told: str) -> Q:
    """Return the condition for organisations that have a number or, in any language, the whole name that is written."""
    wanted = Q(business_id=normalise_business_id(told)) & ~Q(business_id="")
    wanted |= Q(register_number=normalise_register_number(told)) & ~Q(register_number="")
    for code in FALLBACK:
        wanted |= Q(**{f"name__{code}__iexact": told})
    return wanted


class WholeForm(forms.Form):
    """What holds for all rows of a list."""

    kind = forms.ChoiceField(
        label=_("Kind of the entries"),
        choices=[("", _("As the list says")), *ServiceKind.choices],
        required=False,
        help_text=_("For rows that do not say it."),
    )
    municipality = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Municipality"),
        required=False,
        empty_label=_("As the list says"),
        help_text=_("For rows that do not say it."),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        required=False,
        max_length=200,
        help_text=_("For rows that name none. Its name, business ID or register number."),
    )
    lenient = forms.BooleanField(
        label=_("Leave values out that are not understood, instead of refusing the row"), required=False
    )
    trusted = forms.BooleanField(
        label=_("The source keeps these entries right: mark them as confirmed today"), required=False
    )

    def __init__(self, *args: Any, space: Space | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["municipality"]
        area.iterator = AreaChoices
        area.queryset = Area.objects.municipalities()
        self.space = space
        if space is None:  # an organisation's own list is its own
            del self.fields["organisation"]
            return
        known = Organisation.objects.filter(pk=self.initial.get("organisation") or 0).first()
        self.initial["organisation"] = str(known or "")

    def clean_organisation(self) -> Organisation | None:
        """Find the organisation by a number or its whole name; what is only alike is named in the error."""
        told = self.cleaned_data["organisation"].strip()
        if not told or self.space is None:
            return None
        near = Organisation.objects.active_in(self.space.area)
        found = list(near.filter(by_words(told))[:2])
        if len(found) == 1:
            return found[0]
        likely = [one.organisation for one in candidates(told)] or found
        names = "; ".join(str(one) + (f", {one.home}" if one.home else "") for one in likely)
        why = (
            _("In the area there are several of that name.")
            if found
            else _("No organisation of the area is called so.")
        )
        if names:
            raise ValidationError(_("%(why)s Is it one of these: %(names)s?"), params={"why": why, "names": names})
        raise ValidationError(why)

    def options(self) -> dict[str, Any]:
        """Return what the import keeps."""
        data = self.cleaned_data
        area = data["municipality"]
        owner = data.get("organisation")
        found = {"kind": data["kind"], "municipality": area.pk if area else None, "lenient": data["lenient"]}
        found["organisation"] = owner.pk if owner else None
        return {name: value for name, value in found.items() if value}


class GuessForm(forms.Form):
    """How the file was read, to be corrected."""

    header = forms.IntegerField(label=_("Row with the names of the columns"), min_value=1, max_value=1000)
    sheet = forms.TypedChoiceField(label=_("Sheet"), coerce=int, required=False)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=[(one, one) for one in ENCODINGS], required=False)
    delimiter = forms.ChoiceField(
        label=_("Columns are divided by"), choices=[(one, DELIMITER_NAMES[one]) for one in DELIMITERS], required=False
    )
    mend = forms.BooleanField(label=_("Mend letters that came in broken (YhtenÃ¤inen)"), required=False)

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        guesses = table.guesses
        initial = guesses.as_json() | {"header": guesses.header + 1}
        kwargs |= {"initial": initial, "prefix": "read"}
        super().__init__(*args, **kwargs)
        if len(table.sheets) > 1:
            sheet: Any = self.fields["sheet"]
            sheet.choices = list(enumerate(table.sheets))
        else:
            del self.fields["sheet"]
        if not guesses.encoding:
            del self.fields["encoding"], self.fields["delimiter"]
        if not table.is_broken and not guesses.mend:
            del self.fields["mend"]

    def guesses(self) -> dict[str, Any]:
        """Return what the import keeps."""
        data: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value != ""}
        return data | {"header": data["header"] - 1}


class ColumnsForm(WholeForm):
    """What each column means, with samples beside, and what holds for all rows."""

    SAMPLES = 3

    def __init__(self, *args: Any, header: Sequence[str], rows: Sequence[Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns: list[dict[str, Any]] = []
        choices = [("", _("Left out")), *((field.key, field.label) for field in READ)]
        for place, name in enumerate(header):
            samples = [row[place] for row in rows if place < len(row) and row[place]]
            if not name and not samples:
                continue
            key = f"column_{place}"
            label = name or _("Column %(number)d") % {"number": place + 1}
            self.fields[key] = forms.ChoiceField(label=label, choices=choices, required=False)
            samples = [sample[:80] for sample in dict.fromkeys(samples)][: self.SAMPLES]
            self.columns.append({"place": place, "samples": samples, "field": self[key]})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [data.get(f"column_{one['place']}") for one in self.columns]
        if self.columns and not any(chosen):
            raise ValidationError(_("Choose at least for one column what it is."))
        texts = {field.key for field in READ if field.is_text}
        if twice := {key for key in chosen if key and key not in texts and chosen.count(key) > 1}:
            labels = ", ".join(str(field.label) for field in READ if field.key in twice)
            raise ValidationError(_("Two columns cannot both be: %(labels)s.") % {"labels": labels})
        return data

    def mapping(self) -> dict[str, str]:
        """Return {number of the column: key}."""
        found = {str(one["place"]): self.cleaned_data.get(f"column_{one['place']}") or "" for one in self.columns}
        return {place: key for place, key in found.items() if key}
