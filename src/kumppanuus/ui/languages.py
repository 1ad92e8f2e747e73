"""Languages that content may be written in, beyond the three of the interface, and their names."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

INTERFACE = ("fi", "sv", "en")
NAMES = {
    "fi": gettext_lazy("Finnish"),
    "sv": gettext_lazy("Swedish"),
    "en": gettext_lazy("English"),
    "se": gettext_lazy("Northern Sámi"),
    "smn": gettext_lazy("Inari Sámi"),
    "sms": gettext_lazy("Skolt Sámi"),
    "uk": gettext_lazy("Ukrainian"),
    "ru": gettext_lazy("Russian"),
    "et": gettext_lazy("Estonian"),
    "so": gettext_lazy("Somali"),
    "ar": gettext_lazy("Arabic"),
    "fa": gettext_lazy("Persian"),
    "rom": gettext_lazy("Romani"),
}
OWN_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def language_name(code: str) -> str:
    """Return the name of a language in the active language; an unknown code is returned as it is."""
    return gettext(str(NAMES[code])) if code in NAMES else code
