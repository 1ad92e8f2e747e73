"""Input about forums → clean data. Nothing is saved here."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.calendars.filters import CHOSEN_FROM
from kumppanuus.core.languages import language_name
from kumppanuus.files.forms import AttachForm
from kumppanuus.forums.models import Forum, ForumQuerySet, Part, Signup, Stage, Way
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.ui.forms import DateInput, EmailField, ModelChoices, TextFormField, TimeInput
from kumppanuus.ui.links import LinksField

STAGES = [("", _("All")), *Stage.choices]
SPOKEN = ("fi", "sv", "en")


class FilterForm(forms.Form):
    """What the list shows: what it does not understand it leaves out, what is not there leaves nothing over."""

    q = forms.CharField(label=_("Words in the name"), required=False, max_length=100)
    area = forms.SlugField(max_length=80, required=False)
    stage = forms.ChoiceField(label=_("State"), required=False, choices=STAGES)

    def narrow(self, found: ForumQuerySet) -> ForumQuerySet:
        """Return the forums that the form lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        if slug := chosen.get("area"):
            inside = Area.objects.filter(Q(county__slug=slug) | Q(region__slug=slug)).values("pk")
            own = Area.objects.filter(slug=slug)
            around = Q(area__in=own.values("county")) | Q(area__in=own.values("region"))
            found = found.filter(Q(area__slug=slug) | Q(area__in=inside) | around)
        if chosen.get("stage"):
            found = found.at(chosen["stage"])
        for word in chosen.get("q", "").lower().split():
            found = found.filter(find_by__contains=word)
        return found

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class ForumForm(forms.Form):
    """A forum: what, when, where, and how one registers."""

    name = TextFormField(label=_("Name"), max_length=160)
    about = TextFormField(label=_("What it is about, and for whom"), max_length=4000, rows=4, required=False)
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none())
    date = forms.DateField(label=_("Date"), widget=DateInput)
    begins = forms.TimeField(label=_("Begins"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends"), widget=TimeInput)
    place = TextFormField(label=_("Place"), max_length=200, required=False)
    address = forms.CharField(label=_("Street address"), max_length=200, required=False)
    accessibility = TextFormField(
        label=_("Accessibility of the place"),
        max_length=500,
        rows=2,
        required=False,
        help_text=_("Steps, doors, an induction loop, interpreting, where to park: what one needs to know to come."),
    )
    remote_link = forms.URLField(
        label=_("Remote link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only those who register to take part remotely get it."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=lambda: [(code, language_name(code)) for code in SPOKEN],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    programme = TextFormField(
        label=_("Programme"),
        max_length=4000,
        rows=6,
        required=False,
        help_text=_("A line each: the time, what, and after a bar who. 18.00 Welcome | Chair of the council"),
    )
    materials = LinksField(label=_("Materials"))
    register_until = forms.DateField(
        label=_("Registration until"), widget=DateInput, help_text=_("The day is included.")
    )
    places = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("Who comes when it is full waits for a place. Leave empty if all fit."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["area"].iterator = AreaChoices
        fields["area"].queryset = Area.objects.filter(kind__in=CHOSEN_FROM)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", _("The event cannot end before it begins."))
        if data.get("date") and data.get("register_until") and data["register_until"] > data["date"]:
            self.add_error("register_until", _("That is after the event. Choose an earlier day."))
        if not data.get("place") and not data.get("remote_link") and not self.errors:
            self.add_error("place", _("Say where it is: a place, a remote link, or both."))
        return data

    def given(self) -> dict[str, Any]:
        """Return what the actions take: moments by the clock on the wall in Finland."""
        data = dict(self.cleaned_data)
        zone = timezone.get_default_timezone()
        day, begins, ends = (data.pop(name) for name in ("date", "begins", "ends"))
        data["starts_at"], data["ends_at"] = (dt.datetime.combine(day, hour, zone) for hour in (begins, ends))
        last = dt.datetime.combine(data["register_until"], dt.time(23, 59, 59), zone)
        data["register_until"] = min(last, data["starts_at"])
        return data


def initial_of(forum: Forum) -> dict[str, Any]:
    """Return what the form of a forum begins with."""
    starts, ends = timezone.localtime(forum.starts_at), timezone.localtime(forum.ends_at)
    hours = {"date": starts.date(), "begins": starts.time(), "ends": ends.time()}
    names = [name for name in ForumForm.base_fields if name not in hours]
    until = timezone.localdate(forum.register_until)
    return {name: getattr(forum, name) for name in names} | hours | {"register_until": until}


class CancelForm(forms.Form):
    """Why a forum is cancelled."""

    why = forms.CharField(
        label=_("Why it is cancelled"),
        max_length=300,
        help_text=_("Told to those who have registered and shown on the event's page."),
    )


class OutcomeForm(forms.Form):
    """What came of a forum."""

    outcome = TextFormField(
        label=_("What came of it"),
        max_length=6000,
        rows=8,
        help_text=_("What was agreed, who does what next, what was left open. Those who came get it by mail."),
    )
    outcome_links = LinksField(label=_("Links"))


class FileForm(AttachForm):
    """A file, and where it hangs."""

    part = forms.ChoiceField(label=_("Where"), choices=Part.choices, initial=Part.MATERIAL, widget=forms.RadioSelect)


class AttendanceForm(forms.Form):
    """Who of those who registered came, and how many came without registering."""

    came = ModelChoices(Signup.objects.none(), required=False)
    others = forms.IntegerField(
        label=_("Came without registering"),
        min_value=0,
        max_value=100_000,
        initial=0,
        help_text=_("How many. Only the number of all who came is public, no names."),
    )

    def __init__(self, *args: Any, signups: QuerySet[Signup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        came: Any = self.fields["came"]
        came.queryset = signups

    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"came": [one.pk for one in self.cleaned_data["came"]], "others": self.cleaned_data["others"]}


class AmendForm(forms.Form):
    """How one comes, and what the organiser should know."""

    way = forms.ChoiceField(label=_("How you come"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.ON_SITE)
    needs = forms.CharField(
        label=_("What we should know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Accessibility, food, interpreting. Only the organiser sees it; it is erased a week after the event."
        ),
    )

    def __init__(self, *args: Any, forum: Forum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (forum.remote_link and forum.place):
            del self.fields["way"]
        self.only_way = Way.REMOTE if not forum.place else Way.ON_SITE

    def clean(self) -> dict[str, Any]:
        return {"way": self.only_way} | (super().clean() or {})


class AskForm(AmendForm):
    """A registration without an account."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("You get a mail with a link: by it you confirm, change and cancel."),
    )
    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    field_order = ("name", "email", "organisation_name", "way", "needs")
