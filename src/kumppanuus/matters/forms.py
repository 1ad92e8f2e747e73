"""Input about matters: the filter of the list, giving one, to whom it is sent, and what is told of each step."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kumppanuus.core.texts import Text
from kumppanuus.files.forms import CheckedFileField
from kumppanuus.matters.actions.sending import DUE_DAYS
from kumppanuus.matters.actions.starting import Stranger
from kumppanuus.matters.course import State, StepKind
from kumppanuus.matters.models import (
    LONGEST_NOTE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MatterKind,
    MatterQuerySet,
    ReceiverKind,
    Step,
)
from kumppanuus.matters.receivers import OUTSIDE, To, near
from kumppanuus.places.models import Area
from kumppanuus.places.order import in_reading_order
from kumppanuus.ui.forms import DateInput, EmailField, TextFormField

OPEN, LATE = "open", "late"
MOST_BUTTONS = 10  # more receivers than these are chosen from a list
STATES = [choice for choice in State.choices if choice[0] != State.UNCONFIRMED]
GIVEN_KINDS = [choice for choice in MatterKind.choices if choice[0] != MatterKind.ITEM]


class FilterForm(forms.Form):
    """What the list shows; what it does not understand it leaves out."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    area = forms.ChoiceField(label=_("Area"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), (OPEN, _("Open")), (LATE, _("Waits longer than promised")), *STATES],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        areas = Area.objects.filter(matters__given_at__isnull=False).distinct().only("slug", "name", "sort_name")
        fields["area"].choices = [("", _("All")), *((one.slug, str(one.name)) for one in in_reading_order(areas))]

    def narrow(self, matters: MatterQuerySet) -> MatterQuerySet:
        """Return the matters that the form lets through; a wrong choice narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("area"):
            matters = matters.filter(area__slug=chosen["area"])
        for word in (chosen.get("q") or "").lower().split():
            matters = matters.filter(find_by__contains=word)
        match chosen.get("state"):
            case "" | None:
                return matters
            case "open":
                return matters.open()
            case "late":
                return matters.late()
            case state:
                return matters.filter(state=state)

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class ReceiverForm(forms.Form):
    """To whom: an authority or a body of the area; who is known may name somebody outside the platform."""

    to = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    outside_name = forms.CharField(label=_("Who, if somebody else"), max_length=200, required=False)
    outside_kind = forms.ChoiceField(
        label=_("Who decides there"), choices=[("", _("Not known")), *ReceiverKind.choices], required=False
    )
    outside_email = EmailField(
        label=_("Registry's e-mail address"),
        required=False,
        help_text=_("Shown with the document, for who delivers it. Nothing is sent there from here."),
    )

    def __init__(self, *args: Any, area: Area, known: bool = True, at: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.near = {to.key: to for to in near(area) if to.key != at}
        choices = [(key, str(to.name)) for key, to in self.near.items()]
        if known:
            choices.append((OUTSIDE, str(_("Somebody else, outside the platform"))))
        else:
            for name in ("outside_name", "outside_kind", "outside_email"):
                del fields[name]
        if len(choices) > MOST_BUTTONS:
            fields["to"].widget = forms.Select()
            choices = [("", str(_("Choose"))), *choices]
        fields["to"].choices = choices

    def receiver(self, data: dict[str, Any]) -> To | None:
        """Return to whom it is sent; None where that is not said."""
        kind, email = data.get("outside_kind") or "", data.get("outside_email") or ""
        if data.get("to") == OUTSIDE:
            name = (data.get("outside_name") or "").strip()
            return To(Text(fi=name), email=email, kind=kind) if name else None
        to = self.near.get(data.get("to", ""))
        if to is None or to.model or not (kind or email):
            return to
        return To(to.name, to.organisation, email=email, kind=kind)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        to = self.receiver(data)
        if to is None and "to" not in self.errors:
            self.add_error("outside_name", _("Write who it is."))
        found = {name: value for name, value in data.items() if not name.startswith("outside_")}
        return found | {"to": to}


class MatterForm(ReceiverForm):
    """A matter: short, for a phone, in the language of the page. Without an account the name and address are asked."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=GIVEN_KINDS, widget=forms.RadioSelect, initial=MatterKind.INITIATIVE
    )
    title = forms.CharField(label=_("What it is about"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("What is wanted and why"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody reads it. Write nothing about anybody's health or other private matters."),
    )
    name = forms.CharField(label=_("Your name"), max_length=120, help_text=_("The receiver gets it with the matter."))
    email = EmailField(
        label=_("Your e-mail address"),
        help_text=_("You confirm by a link that you get there, and are told of each step. It is not shown."),
    )
    name_public = forms.BooleanField(label=_("My name may be shown on the page"), required=False)
    field_order = ("kind", "title", "text", "to", "outside_name", "outside_kind", "outside_email", "name", "email")

    def __init__(self, *args: Any, known: bool, for_organisation: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, known=known, **kwargs)
        self.known = known
        if known:
            del self.fields["name"], self.fields["email"]
        if for_organisation:
            del self.fields["name_public"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        language = (get_language() or "fi").split("-")[0]
        data |= {name: Text({language: data[name]}) for name in ("title", "text") if name in data}
        if self.known:
            return data
        by = Stranger(data.pop("name", ""), data.pop("email", ""), data.pop("name_public", False))
        return data | {"by": by}


class SendForm(ReceiverForm):
    """To whom it is sent on, with what words, and until when an answer is wanted."""

    text = TextFormField(label=_("Words with it"), max_length=LONGEST_NOTE, rows=4, required=False)
    due = forms.DateField(label=_("Answer wanted by"), widget=DateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].initial = timezone.localdate() + dt.timedelta(days=DUE_DAYS)


def _past(day: dt.date) -> None:
    if day > timezone.localdate():
        raise ValidationError(_("The day is yet to come. Write down what has happened."))


class DayForm(forms.Form):
    """When something happened."""

    on = forms.DateField(label=_("Day"), widget=DateInput, validators=[_past], initial=timezone.localdate)


class DeliveryForm(DayForm):
    text = TextFormField(
        label=_("How it was delivered"),
        max_length=LONGEST_NOTE,
        rows=2,
        required=False,
        help_text=_("For example: by e-mail to the registry."),
    )


class NumberForm(DayForm):
    diary_number = forms.CharField(
        label=_("Diary number"), max_length=60, help_text=_("As the registry wrote it, for example 123/00.01/2026.")
    )
    link = forms.URLField(label=_("Link to the case"), max_length=500, required=False, assume_scheme="https")
    field_order = ("diary_number", "on", "link")


class HandlingForm(DayForm):
    text = TextFormField(label=_("What was decided"), max_length=LONGEST_NOTE, rows=5)
    link = forms.URLField(label=_("Link to the decision"), max_length=500, required=False, assume_scheme="https")
    field_order = ("text", "on", "link")


class AnswerForm(HandlingForm):
    text = TextFormField(
        label=_("The answer"),
        max_length=LONGEST_NOTE,
        rows=8,
        help_text=_("Who gave the matter gets it by e-mail; everybody reads it on the page."),
    )


class TakingForm(forms.Form):
    text = TextFormField(label=_("When it is dealt with"), max_length=LONGEST_NOTE, rows=2)
    link = forms.URLField(label=_("Link to the agenda"), max_length=500, required=False, assume_scheme="https")


class NoteForm(forms.Form):
    text = TextFormField(label=_("In words"), max_length=LONGEST_NOTE, rows=4, required=False)


class ReasonForm(forms.Form):
    text = TextFormField(label=_("Why"), max_length=LONGEST_NOTE, rows=4, help_text=_("Shown on the matter's page."))


class CorrectForm(forms.Form):
    """A step as it should be; only what such a step has is asked."""

    on = forms.DateField(label=_("Day"), widget=DateInput, validators=[_past])
    due = forms.DateField(label=_("Answer wanted by"), widget=DateInput)
    diary_number = forms.CharField(label=_("Diary number"), max_length=60)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    text = TextFormField(label=_("In words"), max_length=LONGEST_NOTE, rows=4, required=False)

    def __init__(self, *args: Any, step: Step, now: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.kind != StepKind.SENT:
            del self.fields["due"]
        if step.kind != StepKind.REGISTERED:
            del self.fields["diary_number"]
        for name, field in self.fields.items():
            field.initial = getattr(now, name)


class AttachmentForm(forms.Form):
    """A file or an address that goes with a matter."""

    title = TextFormField(label=_("Heading"), max_length=200)
    file = CheckedFileField(required=False)
    url = forms.URLField(label=_("Or its address"), max_length=500, required=False, assume_scheme="https")
    alternative_text = TextFormField(
        label=_("Alternative text"),
        max_length=500,
        required=False,
        help_text=_("What the picture shows, for those who do not see it. Needed for pictures."),
    )
