"""Languages that content may be written in, and their names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

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


def language_name(code: str) -> str:
    """Return the name of a language in the active language; an unknown code is returned as it is."""
    return str(NAMES.get(code, code))
