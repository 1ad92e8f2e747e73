"""Input about who develops a practice and who owns it → clean data. Nothing is saved here."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kumppanuus.organisations.forms import OrganisationField
from kumppanuus.ui.forms import TextFormField


class InviteForm(forms.Form):
    """Which organisation is invited to develop."""

    organisation = OrganisationField(
        label=_("Organisation"), help_text=_("Its name as it stands in the list of organisations.")
    )
    part = TextFormField(label=_("What it does"), max_length=300, required=False)
    message = forms.CharField(
        label=_("Message"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RequestForm(forms.Form):
    """What is written to the owner with a request to take part."""

    message = forms.CharField(
        label=_("What you would bring along"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class OfferForm(forms.Form):
    """To whom a practice is handed over."""

    organisation = OrganisationField(
        label=_("New owner"), help_text=_("It becomes the owner once it has said yes itself.")
    )
