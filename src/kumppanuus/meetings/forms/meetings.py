"""Input about meetings: the filter of the list, planning and changing, why one is cancelled, whether one comes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kumppanuus.bodies.models import Body
from kumppanuus.meetings.models import Coming, Meeting, MeetingQuerySet
from kumppanuus.meetings.series import MONTHS, WEEKS, end_of
from kumppanuus.ui.forms import DateInput, TextFormField, TimeInput
from kumppanuus.ui.languages import language_name

COMING, PAST, ALL = "", "past", "all"


class FilterForm(forms.Form):
    """What the list shows: what is no slug is left out, what is not there leaves nothing over."""

    when = forms.ChoiceField(
        label=_("When"), required=False, choices=[(COMING, _("Coming meetings")), (PAST, _("Past")), (ALL, _("All"))]
    )
    q = forms.CharField(label=_("Words in the body's name"), required=False, max_length=100)
    area = forms.SlugField(max_length=80, required=False)
    body = forms.SlugField(max_length=120, required=False)

    def narrow(self, meetings: MeetingQuerySet) -> MeetingQuerySet:
        """Return the meetings that the form lets through in their order; a wrong choice narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        wanted = {"body__slug": chosen.get("body"), "body__area__slug": chosen.get("area")}
        meetings = meetings.filter(**{name: value for name, value in wanted.items() if value})
        for word in chosen.get("q", "").lower().split():
            meetings = meetings.filter(body__find_by__contains=word)
        now = timezone.now()
        match chosen.get("when"):
            case "all":
                return meetings
            case "past":
                return meetings.filter(ends_at__lt=now)
            case _:
                return meetings.filter(ends_at__gte=now).order_by("starts_at", "pk")

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class MeetingForm(forms.Form):
    """A meeting: when, where, how one takes part; a new one can be the first of a series."""

    date = forms.DateField(label=_("Date"), widget=DateInput)
    begins = forms.TimeField(label=_("Begins"), widget=TimeInput)
    ends = forms.TimeField(label=_("Ends"), widget=TimeInput)
    unit = forms.ChoiceField(
        label=_("Repeats"),
        required=False,
        choices=[
            ("", _("Only this one")),
            (WEEKS, _("Every so many weeks")),
            (MONTHS, _("Every so many months, on the same weekday of the month")),
        ],
    )
    every = forms.IntegerField(label=_("How many weeks or months between"), min_value=1, max_value=24, required=False)
    until = forms.DateField(label=_("Last day of the series"), widget=DateInput, required=False)
    title = TextFormField(
        label=_("Heading"),
        max_length=160,
        required=False,
        help_text=_("Only if it is something special. Else it is called by its number of the year."),
    )
    place = TextFormField(label=_("Place"), max_length=200, required=False)
    address = forms.CharField(label=_("Street address"), max_length=200, required=False)
    remote_link = forms.URLField(
        label=_("Remote link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Those who are called get it, and who is inside the body sees it on the page."),
    )
    remote_open = forms.BooleanField(label=_("Everybody may see the remote link"), required=False)
    accessibility = TextFormField(
        label=_("Accessibility of the place"),
        max_length=500,
        rows=2,
        required=False,
        help_text=_("Steps, doors, an induction loop, interpreting, where to park: what one needs to know to come."),
    )
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple, required=False)
    proposals_until = forms.DateField(
        label=_("Items can be proposed until"), widget=DateInput, required=False, help_text=_("The day is included.")
    )

    def __init__(self, *args: Any, body: Body, meeting: Meeting | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _now_of(meeting) if meeting else _usual(body))
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        codes = list(dict.fromkeys([*(body.space.languages or ["fi"]), *body.languages]))
        fields["languages"].choices = [(code, language_name(code)) for code in codes]
        if meeting is not None:
            for name in ("unit", "every", "until"):
                del self.fields[name]
        else:
            fields["proposals_until"].help_text = _(
                "Leave empty to go by the rules of procedure; where there are none, until the call is sent."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("begins") and data.get("ends") and data["ends"] <= data["begins"]:
            self.add_error("ends", _("The meeting cannot end before it begins."))
        if data.get("unit"):
            for name in ("every", "until"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed for a series."))
        elif "unit" in self.fields and (data.get("every") or data.get("until")):
            self.add_error("unit", _("Say whether it repeats in weeks or months, or leave the other two empty."))
        if data.get("date") and data.get("proposals_until") and data["proposals_until"] > data["date"]:
            self.add_error("proposals_until", _("That is after the meeting. Choose an earlier day."))
        return data

    def given(self) -> dict[str, Any]:
        """Return what the actions take."""
        data = dict(self.cleaned_data)
        zone = timezone.get_default_timezone()
        day, begins, ends = (data.pop(name) for name in ("date", "begins", "ends"))
        data["starts_at"], data["ends_at"] = (dt.datetime.combine(day, hour, zone) for hour in (begins, ends))
        data["proposals_until"] = end_of(data["proposals_until"]) if data["proposals_until"] else None
        if "unit" in data and not data["unit"]:
            for name in ("unit", "every", "until"):
                del data[name]
        return data


def _usual(body: Body) -> dict[str, Any]:
    """Return what the last meeting of the body was like: most are where and as long as the one before."""
    last = body.meetings.first()
    if last is None:
        return {"languages": body.languages}
    names = ("place", "address", "remote_link", "remote_open", "accessibility", "languages")
    hours = {"begins": timezone.localtime(last.starts_at).time(), "ends": timezone.localtime(last.ends_at).time()}
    return {name: getattr(last, name) for name in names} | hours


def _now_of(meeting: Meeting) -> dict[str, Any]:
    names = ("title", "place", "address", "remote_link", "remote_open", "accessibility", "languages")
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    until = timezone.localdate(meeting.proposals_until) if meeting.proposals_until else None
    hours = {"date": starts.date(), "begins": starts.time(), "ends": ends.time(), "proposals_until": until}
    return {name: getattr(meeting, name) for name in names} | hours


class CancelForm(forms.Form):
    why = forms.CharField(
        label=_("Why it was cancelled"),
        max_length=300,
        help_text=_("Told to everybody who was called and shown on the meeting's page."),
    )
    rest = forms.BooleanField(required=False)

    def __init__(self, *args: Any, later: int = 0, **kwargs: Any) -> None:
        """`later` is how many meetings of its series come after it."""
        super().__init__(*args, **kwargs)
        if later:
            words = ngettext(
                "Cancel also the %(n)d meeting of the series that comes after it",
                "Cancel also the %(n)d meetings of the series that come after it",
                later,
            )
            self.fields["rest"].label = words % {"n": later}
        else:
            del self.fields["rest"]


class ComingForm(forms.Form):
    coming = forms.ChoiceField(label=_("Answer"), choices=Coming.choices)
