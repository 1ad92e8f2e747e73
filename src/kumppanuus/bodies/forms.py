"""Input about bodies, rules, seats and mandates → clean data. Nothing is saved here."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kumppanuus.accounts.models import Person
from kumppanuus.bodies.models import Approval, Body, BodyKind, BodyQuerySet, Mandate, MandatePart, OpenTo, Rules, Seat
from kumppanuus.bodies.models.seats import SeatRole
from kumppanuus.organisations.forms import OrganisationField
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.spaces.models import Space
from kumppanuus.taxonomy.models import Term
from kumppanuus.ui.forms import DateInput, EmailField, TextFormField
from kumppanuus.ui.languages import language_name

VACANT, OVER = "vacant", "over"


class FilterForm(forms.Form):
    """What the list shows: what is no slug is left out, what is not there leaves nothing over."""

    q = forms.CharField(label=_("Words in the name"), required=False, max_length=100)
    kind = forms.SlugField(max_length=40, required=False)
    area = forms.SlugField(max_length=80, required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("At work now")),
            (VACANT, _("With vacant seats")),
            (OVER, _("Term has ended")),
            ("all", _("All")),
        ],
    )

    def narrow(self, bodies: BodyQuerySet) -> BodyQuerySet:
        """Return the bodies that the form lets through; a wrong choice narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("kind"):
            bodies = bodies.filter(kind__code=chosen["kind"])
        if chosen.get("area"):
            bodies = bodies.filter(area__slug=chosen["area"])
        for word in chosen.get("q", "").lower().split():
            bodies = bodies.filter(Q(find_by__contains=word) | Q(convener__find_by__contains=word))
        today = timezone.localdate()
        match chosen.get("state"):
            case "all":
                return bodies
            case "over":
                return bodies.filter(ends__lt=today)
            case "vacant":
                filled = Mandate.objects.current().filter(part=MandatePart.HOLDER).values("seat")
                empty = Seat.objects.standing().exclude(pk__in=filled).values("body")
                return bodies.in_force().filter(pk__in=empty)
            case _:
                return bodies.filter(Q(ends=None) | Q(ends__gte=today))


class BodyForm(forms.Form):
    """A body: what it is called, what for, where and how long."""

    kind = forms.ModelChoiceField(
        label=_("Kind"),
        queryset=BodyKind.objects.none(),
        widget=forms.RadioSelect,
        help_text=_("A new body begins with the seats that are usual in its kind; you can change them afterwards."),
    )
    name = TextFormField(label=_("Name"), max_length=160)
    about = TextFormField(
        label=_("What it is for"),
        max_length=2000,
        rows=4,
        required=False,
        help_text=_("So that a stranger understands in a minute: what it does, and what comes of it."),
    )
    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none(), empty_label=_("Choose"))
    parent = forms.ModelChoiceField(
        label=_("Under"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("No other body"),
        help_text=_("The body that set this one up, for example the table of a working group."),
    )
    starts = forms.DateField(label=_("Term begins"), widget=DateInput)
    ends = forms.DateField(
        label=_("Term ends"),
        widget=DateInput,
        required=False,
        help_text=_("Leave empty if it stands until further notice."),
    )
    meetings_a_year = forms.IntegerField(label=_("Meetings a year"), min_value=0, max_value=60, required=False)
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    open_to = forms.ChoiceField(
        label=_("Meetings and papers"),
        choices=OpenTo.choices,
        widget=forms.RadioSelect,
        initial=OpenTo.ALL,
        help_text=_("Who sits in the body is public either way."),
    )
    email = EmailField(label=_("The body's e-mail address"), required=False, help_text=_("Shown to everybody."))
    funding = TextFormField(
        label=_("Funding"),
        max_length=200,
        required=False,
        help_text=_("Only if the body lives on money that ends, for example a project's."),
    )
    funding_end = forms.DateField(
        label=_("Funding ends"),
        widget=DateInput,
        required=False,
        help_text=_("Twelve months before it, the convener is told."),
    )

    def __init__(self, *args: Any, space: Space, body: Body | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        kinds = BodyKind.objects.offered_in(space)
        own = {body.kind_id} if body else set()
        fields["kind"].queryset = BodyKind.objects.filter(pk__in={kind.pk for kind in kinds} | own)
        fields["area"].iterator = AreaChoices
        inside = Area.objects.within(space.area)
        wider = Q(pk=space.area_id) | Q(pk__in=inside.values("county")) | Q(pk__in=inside.values("region"))
        fields["area"].queryset = Area.objects.filter(Q(pk__in=inside.values("pk")) | wider)
        fields["area"].initial = space.area_id
        above = Body.objects.filter(space=space).exclude(pk=(body.pk or 0) if body else 0)
        fields["parent"].queryset = above.in_force()
        fields["starts"].initial = timezone.localdate
        fields["languages"].choices = [(code, language_name(code)) for code in space.languages or ["fi"]]
        fields["languages"].initial = (space.languages or ["fi"])[:1]


class RulesForm(forms.Form):
    """Rules of procedure, and on whose decision."""

    text = TextFormField(
        label=_("Rules of procedure"),
        max_length=8000,
        rows=14,
        help_text=_("Begin with what is usual in bodies of this kind, and make it yours."),
    )
    quorum = forms.IntegerField(
        label=_("Seats that must be filled at a meeting"),
        min_value=1,
        max_value=200,
        required=False,
        help_text=_("Leave empty if the rules want no quorum."),
    )
    call_days = forms.IntegerField(label=_("Days before a meeting that the call is sent"), min_value=0, max_value=120)
    proposal_days = forms.IntegerField(
        label=_("Days before a meeting that an item is proposed"), min_value=0, max_value=120
    )
    approval = forms.ChoiceField(
        label=_("How minutes are approved"), choices=Approval.choices, widget=forms.RadioSelect
    )
    silence_days = forms.IntegerField(label=_("Days for asking for a change in the minutes"), min_value=1, max_value=60)
    approved_by = forms.CharField(
        label=_("Approved by"), max_length=200, help_text=_("For example: municipal board, 14 §.")
    )
    approved_on = forms.DateField(label=_("Approved on"), widget=DateInput)

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        last = body.rules.first()
        names = ("text", "quorum", "call_days", "proposal_days", "approval", "silence_days")
        begin = {name: getattr(last, name) for name in names} if last else _first_rules(body)
        kwargs["initial"] = begin
        super().__init__(*args, **kwargs)

    def clean_approved_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["approved_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The day of the decision is still to come."))
        return day


def _first_rules(body: Body) -> dict[str, Any]:
    """Return what a first version begins with: the text of the kind, and the usual days."""
    fields = ("call_days", "proposal_days", "approval", "silence_days")
    usual = Rules()
    return {name: getattr(usual, name) for name in fields} | {"text": body.kind.rules}


class SeatForm(forms.Form):
    """A seat and what it stands for."""

    role = forms.ChoiceField(label=_("Role"), choices=SeatRole.choices, initial=SeatRole.MEMBER)
    stands_for = TextFormField(
        label=_("What the seat stands for"),
        max_length=160,
        required=False,
        help_text=_("A theme, a sector or a group, for example: organisations for older people."),
    )
    organisation = OrganisationField(
        label=_("Or always the same organisation"),
        required=False,
        help_text=_("Its name as in the list of organisations."),
    )
    term = forms.ModelChoiceField(
        label=_("Class of associations"), queryset=Term.objects.none(), required=False, empty_label=_("None")
    )
    start = forms.DateField(label=_("From"), widget=DateInput, required=False)

    def __init__(self, *args: Any, seat: Seat | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["term"].queryset = Term.objects.filter(scheme="prh_sote")
        if seat is not None:
            del self.fields["start"]


class MandateForm(forms.Form):
    """Who is appointed to a seat, in whose name and on whose decision."""

    part = forms.ChoiceField(
        label=_("As"), choices=MandatePart.choices, widget=forms.RadioSelect, initial=MandatePart.HOLDER
    )
    organisation = OrganisationField(
        label=_("In whose name"),
        required=False,
        help_text=_("The organisation's name. Leave empty if the person sits for nobody but herself."),
    )
    name = forms.CharField(label=_("Name of the person"), max_length=120, required=False)
    email = EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Calls and papers go here. Outsiders do not see it."),
    )
    name_public = forms.BooleanField(
        label=_("The person has agreed that the name is shown to everybody"),
        required=False,
        help_text=_("Somebody with an account decides it herself."),
    )
    start = forms.DateField(label=_("From"), widget=DateInput)
    end = forms.DateField(label=_("Until"), widget=DateInput, required=False)
    decision = forms.CharField(
        label=_("On whose decision"),
        max_length=200,
        required=False,
        help_text=_("For example: county board 28.9.2026 § 246."),
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["start"].initial = timezone.localdate
        fields["end"].initial = seat.body.ends
        if seat.organisation is not None:
            fields["organisation"].initial = str(seat.organisation)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        nobody = not data.get("organisation") and not data.get("name", "").strip() and not data.get("email")
        if nobody and "organisation" not in self.errors and "email" not in self.errors:
            self.add_error("organisation", _("Name an organisation or a person."))
        if data.get("email") and not data.get("name", "").strip() and not self.errors:
            known = Person.objects.filter(email=data["email"].lower(), is_active=True).exists()
            if not known:
                self.add_error("name", _("Nobody has an account at this address: write the name, too."))
        return data


class LastDayForm(forms.Form):
    """The last day of a mandate, a seat or a term."""

    last_day = forms.DateField(label=_("Last day"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate


class NameForm(forms.Form):
    public = forms.BooleanField(label=_("The name may be shown to everybody"), required=False)


class KindForm(forms.Form):
    """A kind of body in a space's list."""

    name = TextFormField(label=_("Name"), max_length=120)
    about = TextFormField(label=_("What such a body is for"), max_length=1000, rows=3, required=False)
    rules = TextFormField(label=_("Rules of procedure to begin with"), max_length=8000, rows=10, required=False)
    meetings_a_year = forms.IntegerField(label=_("Meetings a year"), min_value=0, max_value=60, required=False)


def day_of(words: str) -> dt.date | None:
    """Return the day that an address names ("2025-03-01"), or None where it names none."""
    try:
        found = dt.date.fromisoformat(words)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None
