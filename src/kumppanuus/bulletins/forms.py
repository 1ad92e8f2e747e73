"""Input about bulletins → clean data. Nothing is saved here."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.bulletins.models import Bulletin, BulletinQuerySet
from kumppanuus.bulletins.reaching import CLASSES, TARGETS, choices
from kumppanuus.calendars.filters import CHOSEN_FROM
from kumppanuus.organisations.models import OrganisationKind
from kumppanuus.organisations.models.organisations import NGO_KINDS
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.ui.forms import DateInput, TextFormField, TimeInput
from kumppanuus.ui.links import LinksField

KINDS = [(code, OrganisationKind(code).label) for code in NGO_KINDS]


class FilterForm(forms.Form):
    """What the archive shows: what it does not understand it leaves out, what is not there leaves nothing over."""

    q = forms.CharField(label=_("Words in the heading"), required=False, max_length=100)
    area = forms.SlugField(max_length=80, required=False)
    sender = forms.SlugField(max_length=120, required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2000, max_value=2100)

    def narrow(self, bulletins: BulletinQuerySet) -> BulletinQuerySet:
        """Return the bulletins that the form lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        if slug := chosen.get("area"):
            bulletins = bulletins.filter(Q(area__slug=slug) | Q(area__in=_around(slug)))
        if chosen.get("sender"):
            bulletins = bulletins.filter(sender__slug=chosen["sender"])
        if year := chosen.get("year"):
            zone = timezone.get_default_timezone()
            first, last = (dt.datetime(one, 1, 1, tzinfo=zone) for one in (year, year + 1))
            bulletins = bulletins.filter(sent_at__gte=first, sent_at__lt=last)
        for word in chosen.get("q", "").lower().split():
            bulletins = bulletins.filter(find_by__contains=word)
        return bulletins

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


def _around(slug: str) -> Any:
    """Return the municipalities in an area, and the county and region that a municipality lies in."""
    inside = Area.objects.filter(Q(county__slug=slug) | Q(region__slug=slug)).values("pk")
    own = Area.objects.filter(slug=slug)
    return Area.objects.filter(
        Q(pk__in=inside) | Q(pk__in=own.values("county")) | Q(pk__in=own.values("region"))
    ).values("pk")


class BulletinForm(forms.Form):
    """A bulletin: what it says, and to whom."""

    title = TextFormField(label=_("Heading"), max_length=160, help_text=_("It is the subject of the mail, too."))
    body = TextFormField(
        label=_("Text"),
        max_length=8000,
        rows=10,
        help_text=_("The most important first: what, for whom, by when. Lists with - and links as in markdown."),
    )
    links = LinksField(label=_("Links"))
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        help_text=_("It goes to NGOs that are at home or active there."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds of organisations"), choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    classes = forms.MultipleChoiceField(
        label=_("Only these classes of associations"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Organisations whose class is not known are left out then."),
    )
    target_groups = forms.MultipleChoiceField(
        label=_("Only organisations that offer something to these groups"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("By what they have in the directory."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["area"].iterator = AreaChoices
        fields["area"].queryset = Area.objects.filter(kind__in=CHOSEN_FROM)
        fields["classes"].choices = choices(CLASSES)
        fields["target_groups"].choices = choices(TARGETS)
        for name in ("classes", "target_groups"):
            if not fields[name].choices:
                del fields[name]


def initial_of(bulletin: Bulletin) -> dict[str, Any]:
    """Return what the form of a bulletin begins with."""
    return {name: getattr(bulletin, name) for name in BulletinForm.base_fields}


class ScheduleForm(forms.Form):
    """When a bulletin goes out."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    hour = forms.TimeField(label=_("Time of day"), widget=TimeInput, initial=dt.time(9))

    def given(self) -> dict[str, Any]:
        """Return what the action takes: a moment by the clock on the wall in Finland."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return {"at": dt.datetime.combine(day, hour, timezone.get_default_timezone())}
