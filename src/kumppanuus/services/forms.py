"""Input about entries → clean data. Nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.organisations.forms import AreasField
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.services.models import (
    WEEKDAYS,
    Attendance,
    Audience,
    Frequency,
    Listing,
    PriceKind,
    Rhythm,
    Schedule,
    Service,
    ServiceKind,
)
from kumppanuus.services.times import split_day
from kumppanuus.taxonomy.models import Term
from kumppanuus.ui.forms import DateInput, EmailField, ModelChoices, TextFormField

NTHS = [
    ("", _("every one")),
    ("1", _("first")),
    ("2", _("second")),
    ("3", _("third")),
    ("4", _("fourth")),
    ("-1", _("last")),
]


class TimeInput(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class PhoneField(forms.CharField):
    """A telephone number as people write it."""

    def __init__(self) -> None:
        widget = forms.TextInput({"type": "tel"})
        super().__init__(label=_("Telephone"), max_length=30, required=False, widget=widget)


class TermChoices(ModelChoices[Term]):
    """Terms of one scheme to tick, in the order of the scheme, named in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, scheme: str, **kwargs: Any) -> None:
        super().__init__(Term.objects.filter(scheme=scheme).order_by("order", "code"), required=False, **kwargs)


class OwnThemeChoices(TermChoices):
    """A space's own themes to tick: those that are offered, and ended ones that the entry has already."""

    def __init__(self, scheme: str, *, chosen: Iterable[Term], **kwargs: Any) -> None:
        super().__init__(scheme, **kwargs)
        kept = Q(ended_at=None) | Q(pk__in=[one.pk for one in chosen])
        rows = Term.objects.filter(kept, scheme=scheme).standing().select_related("parent")
        self.queryset = rows.order_by("order", "code")

    def label_from_instance(self, obj: Term) -> str:
        return f"{obj.parent}: {obj}" if obj.parent else str(obj)


class QuickForm(forms.Form):
    """The shortest path to an entry: what, one sentence, where and when, how to reach us. The rest can come later."""

    kind = forms.ChoiceField(label=_("What kind is it"), choices=ServiceKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("For example: Coffee for widowed people"))
    summary = forms.CharField(
        label=_("In one sentence"),
        max_length=150,
        help_text=_("What one gets there. At most 150 characters."),
    )
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Municipality"))
    attendance = forms.ChoiceField(
        label=_("Where one takes part"),
        choices=Attendance.choices,
        initial=Attendance.ON_SITE,
        widget=forms.RadioSelect,
    )
    address = forms.CharField(label=_("Street address"), max_length=120, required=False)
    times = forms.CharField(
        label=_("When"),
        max_length=500,
        required=False,
        help_text=_("In your own words, for example: Tuesdays 10–12 until the end of May."),
    )
    phone = PhoneField()
    email = EmailField(label=_("E-mail address"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.iterator = AreaChoices
        area.queryset = Area.objects.municipalities()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("phone") or data.get("email")):
            self.add_error("phone", _("Give a telephone number or an e-mail address, so that people reach you."))
        return data

    def entry(self) -> dict[str, Any]:
        """Return what the action `services.create` takes."""
        data = self.cleaned_data
        language = (get_language() or "fi").split("-")[0]
        return {
            "kind": data["kind"],
            "name": Text({language: data["name"]}),
            "summary": Text({language: data["summary"]}),
            "times": Text({language: data["times"]}),
            "areas": [data["area"]],
            "attendance": data["attendance"],
            "place": {"area": data["area"], "address": data["address"]} if data["address"] else None,
            "contacts": [{"phone": data["phone"], "email": data["email"]}],
        }


class BasicsForm(forms.ModelForm[Service]):
    name = TextFormField(label=_("Name"), max_length=100, help_text=_("Without the organisation's name."))
    summary = TextFormField(label=_("In one sentence"), max_length=150, required=False)
    description = TextFormField(
        label=_("Description"),
        max_length=5000,
        rows=8,
        required=False,
        help_text=_(
            "Speak to the reader, the most important first. No names of persons, no years, no contact details."
        ),
    )
    times = TextFormField(label=_("When, in words"), max_length=500, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta:
        model = Service
        fields = ("kind", "name", "summary", "description", "times", "website")


class ParticipantsForm(forms.ModelForm[Service]):
    """Who may come, what it costs, how to register, in which languages."""

    who = TextFormField(label=_("Who may come"), max_length=1000, rows=3, required=False)
    for_professionals = TextFormField(
        label=_("How a professional guides somebody here"), max_length=5000, rows=4, required=False
    )
    price_kind = forms.ChoiceField(
        label=_("Price"), choices=[("", _("Not said")), *PriceKind.choices], required=False, widget=forms.RadioSelect
    )
    price = TextFormField(label=_("What it costs"), max_length=300, required=False)
    registration = TextFormField(
        label=_("How to register"), max_length=500, required=False, help_text=_("Leave empty if one may just come.")
    )
    registration_url = forms.URLField(label=_("Address for registering"), required=False, assume_scheme="https")
    remote_url = forms.URLField(label=_("Address for taking part remotely"), required=False, assume_scheme="https")
    languages = TermChoices("language", label=_("Languages in which one is served"))

    class Meta:
        model = Service
        fields = (
            *("who", "without_referral", "for_professionals", "price_kind", "price", "registration"),
            *("registration_url", "attendance", "remote_url"),
        )
        widgets = {"attendance": forms.RadioSelect}


class AreasForm(forms.Form):
    areas = AreasField(
        label=_("Municipalities in which it is offered"),
        required=False,
        help_text=_("Names with commas between. A region's name gives all of its."),
    )


class ScheduleForm(forms.Form):
    """One rule of times."""

    freq = forms.ChoiceField(label=_("How often"), choices=Frequency.choices)
    weekdays = forms.MultipleChoiceField(
        label=_("Weekdays"), choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    nth = forms.ChoiceField(label=_("Which one in the month"), choices=NTHS, required=False)
    interval = forms.IntegerField(label=_("Every how many weeks or months"), min_value=1, max_value=12, initial=1)
    opens = forms.TimeField(label=_("Begins at"), required=False, widget=TimeInput())
    closes = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput())
    starts = forms.DateField(label=_("First day"), required=False, widget=DateInput())
    until = forms.DateField(label=_("Last day"), required=False, widget=DateInput())
    note = TextFormField(label=_("Note"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("freq") == Frequency.ONCE and not data.get("starts"):
            self.add_error("starts", _("Give the day."))
        if data.get("freq") == Frequency.WEEKLY and not data.get("weekdays"):
            self.add_error("weekdays", _("Tick at least one weekday."))
        if data.get("starts") and data.get("until") and data["until"] < data["starts"]:
            self.add_error("until", _("The last day cannot be before the first day."))
        return data

    def row(self) -> dict[str, Any]:
        """Return what the action `services.set_times` takes for one rule."""
        data = self.cleaned_data
        nth = data["nth"] if data["freq"] == Frequency.MONTHLY else ""
        kept = {name: data[name] for name in ("freq", "interval", "opens", "closes", "starts", "until", "note")}
        return kept | {"byday": ",".join(f"{nth}{day}" for day in data["weekdays"])}

    @staticmethod
    def initial_of(rule: Schedule) -> dict[str, Any]:
        """Return a rule as the form shows it."""
        days = [split_day(code) for code in rule.byday.split(",") if code]
        fields = ("freq", "interval", "opens", "closes", "starts", "until", "note")
        return {name: getattr(rule, name) for name in fields} | {
            "weekdays": [day for _number, day in days],
            "nth": str(days[0][0] or "") if days else "",
        }


class ClosureForm(forms.Form):
    first = forms.DateField(label=_("First day"), widget=DateInput())
    last = forms.DateField(label=_("Last day"), widget=DateInput())
    note = TextFormField(label=_("Why"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day cannot be before the first day."))
        return data


class ContactForm(forms.Form):
    """One contact; a person's name only with her consent."""

    audience_kind = forms.ChoiceField(label=_("For whom"), choices=Audience.choices)
    role = TextFormField(label=_("Role"), max_length=100, required=False)
    phone = PhoneField()
    email = EmailField(label=_("E-mail address"), required=False)
    hours = TextFormField(label=_("When to call"), max_length=150, required=False)
    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    name_consented = forms.BooleanField(label=_("The person has agreed that the name is shown"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("phone") or data.get("email")) and not self.errors:
            self.add_error("phone", _("Give a telephone number or an e-mail address."))
        if data.get("name") and not data.get("name_consented"):
            self.add_error("name_consented", _("A name is shown only if the person has agreed."))
        return data


class ClassesForm(forms.Form):
    """Themes, those of the spaces around, and the classes of the Finnish Service Catalogue.

    own  {scheme: the space's name} of the spaces whose own themes are offered
    have  the entry's terms by scheme
    """

    themes = TermChoices("theme", label=_("Themes"))
    target_groups = TermChoices("target_group", label=_("Target groups"))
    life_events = TermChoices("life_event", label=_("Life events"))
    service_classes = ModelChoices(
        Term.objects.none(),
        label=_("Service classes"),
        required=False,
        help_text=_("The Finnish Service Catalogue wants one to four, a sub-class among them."),
        widget=forms.SelectMultiple({"size": 12}),
    )

    SCHEMES: ClassVar[dict[str, str]] = {
        "themes": "theme",
        "target_groups": "target_group",
        "life_events": "life_event",
        "service_classes": "service_class",
    }

    def __init__(self, data: Any = None, *, own: Mapping[str, Text], have: Mapping[str, list[Term]]) -> None:
        self.schemes = self.SCHEMES | {f"own_{number}": scheme for number, scheme in enumerate(own)}
        super().__init__(data, initial={name: have.get(scheme, []) for name, scheme in self.schemes.items()})
        classes: Any = self.fields["service_classes"]
        classes.queryset = Term.objects.filter(scheme="service_class").order_by("order")
        added = [name for name in self.schemes if name not in self.SCHEMES]
        for name in added:
            scheme = self.schemes[name]
            label = _("Themes: %(space)s") % {"space": own[scheme]}
            self.fields[name] = OwnThemeChoices(scheme, label=label, chosen=have.get(scheme, ()))
        self.order_fields(["themes", *added])

    def terms(self) -> list[Term]:
        """Return all chosen terms."""
        return [term for name in self.fields for term in self.cleaned_data[name]]


class UpkeepForm(forms.Form):
    """How often it is confirmed, its first and last day."""

    rhythm = forms.TypedChoiceField(label=_("Confirmed to be still right"), choices=Rhythm.choices, coerce=int)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=DateInput())
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DateInput(),
        help_text=_("After it the entry leaves the lists by itself. Leave empty if it goes on."),
    )


class ListingForm(forms.ModelForm[Listing]):
    for_residents = TextFormField(label=_("How residents reach us best"), max_length=500, rows=2, required=False)
    for_professionals = TextFormField(
        label=_("How professionals reach us best"), max_length=500, rows=2, required=False
    )
    for_municipalities = TextFormField(
        label=_("How municipalities and counties reach us best"), max_length=500, rows=2, required=False
    )

    class Meta:
        model = Listing
        fields = ("for_residents", "for_professionals", "for_municipalities", "corrections_at_once", "rhythm")


ScheduleFormSet: type[BaseFormSet[ScheduleForm]] = formset_factory(ScheduleForm, extra=1, max_num=20, can_delete=True)
ClosureFormSet: type[BaseFormSet[ClosureForm]] = formset_factory(ClosureForm, extra=1, max_num=20, can_delete=True)
ContactFormSet: type[BaseFormSet[ContactForm]] = formset_factory(ContactForm, extra=1, max_num=10, can_delete=True)


def rows_of(formset: BaseFormSet[Any]) -> list[dict[str, Any]]:
    """Return the clean data of the forms that were filled and not ticked away."""
    forms_ = [one for one in formset.forms if one.has_changed() or one.initial]
    kept = [one for one in forms_ if not one.cleaned_data.get("DELETE")]
    return [one.row() if hasattr(one, "row") else _without_delete(one.cleaned_data) for one in kept]


def _without_delete(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "DELETE"}
