"""Input about a client's sheet → clean data. Nothing of it is saved."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kumppanuus.ui.forms import EmailField
from kumppanuus.ui.languages import INTERFACE, OWN_NAMES

LAYOUTS = (("one", _("One after another")), ("each", _("Each on a page of its own")))
ADDRESS = re.compile(r"://|www\.|@", re.IGNORECASE)


def language_of(given: str | None) -> str:
    """Return the language of a sheet: as asked for, else the reader's."""
    return given if given in INTERFACE else (get_language() or "fi").split("-")[0]


def layout_of(given: str | None) -> str:
    """Return the layout as asked for, else one after another."""
    return given if given in dict(LAYOUTS) else LAYOUTS[0][0]


class SheetForm(forms.Form):
    """How the sheet looks, and a line that is typed now and kept nowhere."""

    language = forms.ChoiceField(
        label=_("Language of the sheet"),
        choices=[(code, OWN_NAMES[code]) for code in INTERFACE],
        widget=forms.RadioSelect,
    )
    layout = forms.ChoiceField(label=_("On paper"), choices=LAYOUTS, widget=forms.RadioSelect, initial="one")
    greeting = forms.CharField(
        label=_("Your greeting"),
        max_length=200,
        required=False,
        help_text=_("One line at the top of the sheet. It is printed and not kept. Write no names of clients."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    email = EmailField(
        label=_("Send it to this e-mail address"),
        required=False,
        help_text=_("Only if you send it. The address is forgotten when the mail has left."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, sending: bool = False) -> None:
        super().__init__(data, initial={"language": language_of(None)})
        self.fields["email"].required = sending
        self.sending = sending

    def clean_greeting(self) -> str:
        """Return the greeting. In a mail it may hold no addresses: the page must be no way to send others' links."""
        line = " ".join(str(self.cleaned_data["greeting"]).split())
        if self.sending and ADDRESS.search(line):
            raise forms.ValidationError(_("Write the greeting without web and e-mail addresses."), code="address")
        return line
