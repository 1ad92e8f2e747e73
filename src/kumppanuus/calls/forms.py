"""Input about calls for seats, nominations and decisions → clean data. Nothing is saved here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kumppanuus.bodies.models import Body, Mandate, MandatePart, Seat
from kumppanuus.calls.models import Call, CallQuerySet, Nomination
from kumppanuus.calls.reading import Place
from kumppanuus.core.requests import Request
from kumppanuus.organisations.models import OrganisationKind
from kumppanuus.organisations.models.organisations import NGO_KINDS
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices, in_reading_order
from kumppanuus.taxonomy.models import Term
from kumppanuus.ui.forms import DateInput, EmailField, ModelChoices, TextFormField, TimeInput
from kumppanuus.ui.languages import language_name

CLOSES = dt.time(16)
USUAL_DAYS = 25
UNLESS = {"required": _("Needed, unless you stand yourself.")}


def at(day: dt.date, hour: dt.time) -> dt.datetime:
    """Return the moment by the clock on the wall."""
    return dt.datetime.combine(day, hour, timezone.get_default_timezone())


class FilterForm(forms.Form):
    """Which calls the list shows; what it does not understand it leaves out."""

    area = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        areas = Area.objects.filter(Q(pk__in=Call.objects.values("area")) | Q(pk__in=Call.objects.values("body__area")))
        named = [(one.slug, str(one.name)) for one in in_reading_order(areas.only("slug", "name", "kind"))]
        fields["area"].choices = [("", _("All")), *named]

    def narrow(self, calls: CallQuerySet) -> CallQuerySet:
        """Return the calls that the form lets through; a wrong choice narrows nothing."""
        self.is_valid()
        slug = self.cleaned_data.get("area")
        return calls.filter(Q(area__slug=slug) | Q(body__area__slug=slug)) if slug else calls


class SeatChoices(ModelChoices[Seat]):
    """Seats with who sits there."""

    sitting: dict[int, Mandate]

    def label_from_instance(self, obj: Seat) -> str:
        found = self.sitting.get(obj.pk)
        if found is None:
            return gettext("%(seat)s: vacant") % {"seat": obj}
        told = {"seat": str(obj), "who": str(found.organisation or found.get_part_display()), "day": ""}
        if found.end is None:
            return gettext("%(seat)s: %(who)s until the new term") % told
        told["day"] = date_format(found.end, "SHORT_DATE_FORMAT")
        return gettext("%(seat)s: %(who)s until %(day)s") % told


class CallForm(forms.Form):
    """A call: which seats, for how long, until when, who may nominate, who decides by what."""

    seats = SeatChoices(
        label=_("Seats to be filled"),
        queryset=Seat.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Vacant seats, and those whose members change when the new term begins."),
    )
    announcement = TextFormField(
        label=_("Announcement"),
        max_length=4000,
        rows=6,
        help_text=_("What the body does, what is expected of a member, how much time it takes."),
    )
    criteria = TextFormField(
        label=_("What the choice is based on"),
        max_length=2000,
        rows=4,
        required=False,
        help_text=_("For example: knowledge of the theme, and the balance of areas, sizes and languages."),
    )
    start = forms.DateField(label=_("Term of the seats begins"), widget=DateInput)
    end = forms.DateField(
        label=_("Term of the seats ends"),
        widget=DateInput,
        required=False,
        help_text=_("Leave empty if it goes on until further notice."),
    )
    opens_on = forms.DateField(
        label=_("Opens on"), widget=DateInput, help_text=_("After the opening only the closing can be moved, to later.")
    )
    closes_on = forms.DateField(label=_("Closes on"), widget=DateInput)
    closes_hour = forms.TimeField(label=_("Closes at"), widget=TimeInput, initial=CLOSES)
    kinds = forms.MultipleChoiceField(
        label=_("Who may nominate"), choices=OrganisationKind.choices, widget=forms.CheckboxSelectMultiple
    )
    area = forms.ModelChoiceField(
        label=_("At home or active in"), queryset=Area.objects.none(), empty_label=_("Choose")
    )
    term = forms.ModelChoiceField(
        label=_("Only of the class"), queryset=Term.objects.none(), required=False, empty_label=_("Any class")
    )
    deputies = forms.BooleanField(label=_("Deputies are chosen, too"), required=False)
    decider = TextFormField(
        label=_("Who decides"), max_length=200, help_text=_("For example: county board, on the table's proposal.")
    )
    decides_by = forms.DateField(label=_("Decides by"), widget=DateInput, required=False)

    def __init__(self, *args: Any, body: Body, call: Call | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _now_of(call) if call else _usual(body))
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["seats"].queryset = body.seats.filter(end=None).select_related("organisation", "term")
        rows = Mandate.objects.current().filter(seat__body=body, part=MandatePart.HOLDER)
        fields["seats"].sitting = {row.seat_id: row for row in rows.select_related("organisation")}
        inside = Area.objects.within(body.space.area)
        wider = Q(pk__in=(body.space.area_id, body.area_id)) | Q(pk__in=inside.values("county"))
        fields["area"].iterator = AreaChoices
        fields["area"].queryset = Area.objects.filter(
            Q(pk__in=inside.values("pk")) | wider | Q(pk__in=inside.values("region"))
        )
        fields["term"].queryset = Term.objects.filter(scheme="prh_sote")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("The term cannot end before it begins."))
        if data.get("opens_on") and data.get("closes_on") and data["closes_on"] < data["opens_on"]:
            self.add_error("closes_on", _("The call cannot close before it opens."))
        if data.get("decides_by") and data.get("closes_on") and data["decides_by"] < data["closes_on"]:
            self.add_error("decides_by", _("The decision cannot be made before the call closes."))
        return data

    def given(self) -> dict[str, Any]:
        """Return what the actions take."""
        data = dict(self.cleaned_data)
        opens, closes, hour = (data.pop(name) for name in ("opens_on", "closes_on", "closes_hour"))
        data["opens_at"] = timezone.now() if opens == timezone.localdate() else at(opens, dt.time(0))
        data["closes_at"] = at(closes, hour)
        data["seats"] = list(data["seats"])
        return data


def _usual(body: Body) -> dict[str, Any]:
    """Return what a new call begins with: the vacant seats, all NGOs of the body's area, and some weeks of time."""
    today = timezone.localdate()
    sits = Mandate.objects.current().filter(part=MandatePart.HOLDER).values("seat")
    return {
        "seats": body.seats.filter(end=None).exclude(pk__in=sits),
        "opens_on": today,
        "closes_on": today + dt.timedelta(days=USUAL_DAYS),
        "closes_hour": CLOSES,
        "end": body.ends,
        "kinds": list(NGO_KINDS),
        "area": body.area_id,
    }


def _now_of(call: Call) -> dict[str, Any]:
    names = ("announcement", "criteria", "start", "end", "kinds", "area", "term", "deputies", "decider", "decides_by")
    closes = timezone.localtime(call.closes_at)
    days = {"opens_on": timezone.localdate(call.opens_at), "closes_on": closes.date(), "closes_hour": closes.time()}
    return {name: getattr(call, name) for name in names} | days | {"seats": call.seats.all()}


class ExtendForm(forms.Form):
    closes_on = forms.DateField(label=_("Closes on"), widget=DateInput)
    closes_hour = forms.TimeField(label=_("Closes at"), widget=TimeInput, initial=CLOSES)
    why = forms.CharField(
        label=_("Why there is more time"),
        max_length=300,
        help_text=_("Shown on the call's page and told to those who have nominated."),
    )

    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return {"closes_at": at(data["closes_on"], data["closes_hour"]), "why": data["why"]}


class CancelForm(forms.Form):
    why = forms.CharField(
        label=_("Why it is cancelled"),
        max_length=300,
        help_text=_("Shown on the call's page and told to those who have nominated and been nominated."),
    )


class NominationForm(forms.Form):
    """Whom the organisation nominates, for which seat, and who decided so."""

    own = forms.BooleanField(
        label=_("I stand myself"),
        required=False,
        help_text=_("Then you consent at once, and need not write your name."),
    )
    show_name = forms.BooleanField(
        label=_("I stand myself, and my name may be shown to everybody if I am chosen"), required=False
    )
    name = forms.CharField(label=_("Name of the person"), max_length=120, error_messages=UNLESS)
    email = EmailField(
        label=_("E-mail address of the person"),
        error_messages=UNLESS,
        help_text=_("We ask there for her or his consent."),
    )
    seat = forms.ChoiceField(label=_("Seat"), required=False)
    why = forms.CharField(
        label=_("Why this person"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("What she or he knows and has done. Nothing about health or other private matters."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which the person can work"), widget=forms.CheckboxSelectMultiple, required=False
    )
    mandate_by = forms.CharField(
        label=_("Who decided in your organisation"), max_length=200, help_text=_("For example: the board.")
    )
    mandate_on = forms.DateField(label=_("Date of that decision"), widget=DateInput)

    def __init__(self, *args: Any, places: Sequence[Place], codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.seats = {str(place.row.seat_id): place.row.seat for place in places}
        anyone = [("", _("Any of the seats"))] if len(places) > 1 else []
        fields["seat"].choices = [*anyone, *((pk, str(seat)) for pk, seat in self.seats.items())]
        fields["languages"].choices = [(code, language_name(code)) for code in codes]
        for name in ("name", "email"):  # the browser must not insist on what who stands herself leaves empty
            fields[name].required = "own" not in self.data
            fields[name].widget.use_required_attribute = lambda _initial: False

    def clean_mandate_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["mandate_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day of your organisation's decision is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["seat"] = self.seats.get(data.get("seat", ""))
        return data


class AnswerForm(forms.Form):
    """The nominee's answer: yes or no by the button pressed, and whether her name may be shown."""

    answer = forms.ChoiceField(choices=[("yes", _("I consent")), ("no", _("I refuse"))])
    show_name = forms.BooleanField(label=_("My name may be shown to everybody if I am chosen"), required=False)


class IneligibleForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is not eligible"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Told to the organisation and to the person."),
    )


def ticked(request: Request, nominations: Sequence[Nomination]) -> list[Nomination]:
    """Return the complete nominations that are ticked in the address; others that it names are left out."""
    wanted = set(request.GET.getlist("tick"))
    return [one for one in nominations if str(one.pk) in wanted and one.state == "complete"]


class DecideForm(forms.Form):
    """The decision: for each of the ticked the seat, the part and the reason; the whole with its reasons."""

    decided_by = forms.CharField(
        label=_("On whose decision"), max_length=170, help_text=_("For example: county board § 246.")
    )
    decided_on = forms.DateField(label=_("Date of the decision"), widget=DateInput)
    reasons = TextFormField(
        label=_("Reasons of the whole choice"),
        max_length=4000,
        rows=6,
        help_text=_(
            "Published, and sent with thanks to those who were not chosen. Names of persons do not belong here."
        ),
    )
    publish_now = forms.BooleanField(
        label=_("Publish the result at once"),
        required=False,
        initial=True,
        help_text=_("Else it waits until you publish it; those who are chosen are appointed and told either way."),
    )

    def __init__(
        self, *args: Any, call: Call, chosen: Sequence[Nomination], places: Sequence[Place], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = timezone.localdate
        self.chosen, self.seats = chosen, {str(place.row.seat_id): place.row.seat for place in places}
        choices = [(pk, str(seat)) for pk, seat in self.seats.items()]
        own: dict[str, Any] = {}
        for one, seat in zip(chosen, _suggested(chosen, list(self.seats)), strict=True):
            name = {"organisation": one.organisation}
            own[f"seat_{one.pk}"] = forms.ChoiceField(
                label=_("%(organisation)s: seat") % name, choices=choices, initial=seat
            )
            if call.deputies:
                own[f"part_{one.pk}"] = forms.ChoiceField(
                    label=_("%(organisation)s: as") % name, choices=MandatePart.choices, initial=MandatePart.HOLDER
                )
            own[f"reason_{one.pk}"] = forms.CharField(
                label=_("%(organisation)s: why") % name,
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields = own | self.fields

    def choices(self) -> list[dict[str, Any]]:
        """Return what of each chosen one the action takes."""
        data = self.cleaned_data
        return [
            {
                "nomination": one,
                "seat": self.seats[data[f"seat_{one.pk}"]],
                "part": data.get(f"part_{one.pk}") or MandatePart.HOLDER,
                "reason": data[f"reason_{one.pk}"],
            }
            for one in self.chosen
        ]


def _suggested(chosen: Sequence[Nomination], seats: Sequence[str]) -> list[str]:
    """Return a seat for each: the wished one where it is free, else the first free one."""
    found: dict[int, str] = {}
    for one in chosen:
        if one.seat_id and str(one.seat_id) not in found.values():
            found[one.pk] = str(one.seat_id)
    for one in chosen:
        if one.pk not in found:
            free = [seat for seat in seats if seat not in found.values()]
            found[one.pk] = free[0] if free else (str(one.seat_id) if one.seat_id else seats[0])
    return [found[one.pk] for one in chosen]
