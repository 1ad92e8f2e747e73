"""Input about oneself → clean data."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import RequestLoginCodeForm
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from kumppanuus.ui.forms import LONGEST_EMAIL


class SignInForm(RequestLoginCodeForm):  # type: ignore[misc]
    """One field: the address to which a code is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].widget.attrs = {"autocomplete": "email", "autocapitalize": "none"}
        self.fields["email"].validators.append(MaxLengthValidator(LONGEST_EMAIL))


class DetailsForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Members of your organisations see it. Others see it only where you have agreed."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("In this language you get your mail.")
    )


class WelcomeForm(DetailsForm):
    terms = forms.BooleanField(label=_("I accept the terms of contribution and the licence of content"))


class EraseForm(forms.Form):
    sure = forms.BooleanField(label=_("I want my data to be erased. It cannot be undone."))
