"""Input about the place of an entry → clean data. Nothing is saved here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.organisations.forms import OrganisationField
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.search.nearby import FINLAND, NUMBERS
from kumppanuus.services.forms import TermChoices
from kumppanuus.services.models import Location
from kumppanuus.ui.forms import TextFormField


def coordinates_of(words: str) -> tuple[float | None, float | None]:
    """Return latitude and longitude as they were written; None for nothing. Raises ValueError for another place."""
    if not words.strip():
        return None, None
    found = NUMBERS.fullmatch(words.strip())
    lat, lon = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    (south, north), (west, east) = FINLAND
    if not (south <= lat <= north and west <= lon <= east):
        raise ValueError(words)
    return lat, lon


class PlaceForm(forms.ModelForm[Location]):
    name = TextFormField(label=_("Name of the place"), max_length=100, required=False)
    accessibility = TextFormField(label=_("More about accessibility"), max_length=1000, rows=3, required=False)
    arriving = TextFormField(label=_("How to get there"), max_length=500, rows=2, required=False)
    host = OrganisationField(
        label=_("Whose rooms these are"),
        required=False,
        help_text=_("Leave empty if they are your own. Otherwise write the name, for example of the municipality."),
    )
    features = TermChoices("accessibility", label=_("What is accessible there"))
    here = TextFormField(label=_("What is different here"), max_length=500, required=False)
    point = forms.CharField(
        label=_("Point on the map"),
        max_length=60,
        required=False,
        help_text=_(
            "Two numbers, as “60.6521, 23.1402”: latitude, longitude. A map service shows them when you press the "
            "place for long. Without them the place stands in the middle of its municipality."
        ),
    )

    class Meta:
        model = Location
        fields = ("name", "address", "postal_code", "city", "area", "host", "features", "accessibility", "arriving")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.iterator = AreaChoices
        area.queryset = Area.objects.municipalities()
        if self.instance.host is not None:
            self.initial["host"] = str(self.instance.host)
        if self.instance.lat is not None and self.instance.lon is not None:
            self.initial["point"] = f"{self.instance.lat}, {self.instance.lon}"

    def clean_point(self) -> None:
        """Two numbers within Finland, or nothing. Raises ValidationError."""
        try:
            self.coordinates = coordinates_of(self.cleaned_data["point"])
        except ValueError as exc:
            told = _("Write two numbers of a place in Finland, as “60.6521, 23.1402”.")
            raise forms.ValidationError(told, code="invalid") from exc

    def clean(self) -> dict[str, Any]:
        """Give the point as `lon` and `lat`."""
        found = super().clean() or {}
        found.pop("point", None)
        lat, lon = getattr(self, "coordinates", (None, None))
        return found | {"lon": lon, "lat": lat}

    def clean_postal_code(self) -> str:
        """Five digits. Raises ValidationError."""
        code: str = self.cleaned_data["postal_code"].strip()
        if code and not (code.isdigit() and len(code) == 5):
            raise forms.ValidationError(_("A postal code has five digits."), code="invalid")
        return code
