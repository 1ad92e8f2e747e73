"""Why content is removed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RedactForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("It is kept. Do not repeat in it what you remove.")
    )
