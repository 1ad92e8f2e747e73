"""Languages that content may be written in, beyond the three of the interface, and their names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

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
WRITTEN_IN = {
    "fi": gettext_lazy("in Finnish"),
    "sv": gettext_lazy("in Swedish"),
    "en": gettext_lazy("in English"),
    "se": gettext_lazy("in Northern Sámi"),
    "smn": gettext_lazy("in Inari Sámi"),
    "sms": gettext_lazy("in Skolt Sámi"),
    "uk": gettext_lazy("in Ukrainian"),
    "ru": gettext_lazy("in Russian"),
    "et": gettext_lazy("in Estonian"),
    "so": gettext_lazy("in Somali"),
    "ar": gettext_lazy("in Arabic"),
    "fa": gettext_lazy("in Persian"),
    "rom": gettext_lazy("in Romani"),
}
RIGHT_TO_LEFT = {"ar", "fa"}
OWN_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def language_name(code: str) -> str:
    """Return the name of a language in the active language; an unknown code is returned as it is."""
    return str(NAMES.get(code, code))
