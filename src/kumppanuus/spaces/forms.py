"""Input about a space → clean data."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.accounts.models import Person
from kumppanuus.files.forms import CheckedFileField
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.places.order import AreaChoices
from kumppanuus.spaces.models import Space, SpaceRoleKind
from kumppanuus.spaces.themes import Theme
from kumppanuus.ui.forms import DateInput, EmailField, TextFormField
from kumppanuus.ui.languages import NAMES


class SpaceForm(forms.Form):
    name = TextFormField(label=_("Name"), max_length=120)
    intro = TextFormField(label=_("Introduction"), max_length=1500, rows=5, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=list(NAMES.items()), widget=forms.CheckboxSelectMultiple
    )
    contact_email = EmailField(label=_("Contact address"), required=False)
    accessibility_known = TextFormField(label=_("Known gaps in accessibility"), max_length=5000, rows=6, required=False)
    accessibility_reviewed = forms.DateField(label=_("Accessibility last reviewed"), required=False, widget=DateInput())
    privacy_extra = TextFormField(
        label=_("The space's own part of the privacy notice"), max_length=5000, rows=6, required=False
    )
    terms_extra = TextFormField(label=_("The space's own part of the terms"), max_length=5000, rows=6, required=False)


class MarksForm(forms.Form):
    theme = forms.ChoiceField(label=_("Colour"), choices=Theme.choices, widget=forms.RadioSelect)
    logo = CheckedFileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG or WebP. It is made small and shown on white. Without a new one the old one stays."),
    )
    alternative_text = TextFormField(
        label=_("Alternative text"),
        max_length=200,
        required=False,
        help_text=_("What the logo says, for those who do not see it, in each language of the space."),
    )
    without_logo = forms.BooleanField(label=_("No logo"), required=False)


class AppointForm(forms.Form):
    email = EmailField(label=_("E-mail address"), help_text=_("Of a person who has signed in here at least once."))
    role = forms.ChoiceField(label=_("Role"), choices=SpaceRoleKind.choices)

    def clean_email(self) -> Person:
        """Return the person with the address."""
        found = Person.objects.filter(email__iexact=self.cleaned_data["email"], erased_at=None).first()
        if found is None:
            raise forms.ValidationError(
                _("Nobody with this address has signed in yet. Ask the person to sign in once, then try again.")
            )
        return found


class RecoverForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation without administrator"))
    email = EmailField(label=_("E-mail address of the new administrator"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("How you made sure. The organisation's members read it.")
    )

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = self.fields["organisation"]
        rows.queryset = without_admin(space)


def without_admin(space: Space) -> Any:
    """Return the organisations of the space's area that nobody administers."""
    from kumppanuus.organisations.models import Membership, current

    administered = Membership.objects.filter(current(), role="admin").values("organisation")
    return Organisation.objects.active_in(space.area).exclude(pk__in=administered).order_by("sort_name")


class PublicBodyForm(forms.Form):
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Municipality or county"))
    name = TextFormField(label=_("Name"), max_length=200)
    email = EmailField(label=_("E-mail address of the first administrator"))

    def __init__(self, *args: Any, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        governed = Organisation.objects.exclude(governs=None).values("governs")
        inside = Area.objects.within(space.area) | Area.objects.filter(kind="county").order_by("sort_name")
        rows: Any = self.fields["area"]
        rows.iterator = AreaChoices
        rows.queryset = inside.exclude(pk__in=governed)


class FeedbackForm(forms.Form):
    message = forms.CharField(
        label=_("What did not work, or what could be better"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    page = forms.CharField(label=_("On which page"), max_length=300, required=False)
    email = EmailField(
        label=_("E-mail address for the answer"), required=False, help_text=_("Leave empty if you want no answer.")
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))
