"""Languages that content may be written in, beyond the three of the interface, and their names."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from kumppanuus.core.languages import NAMES, language_name

__all__ = ["INTERFACE", "NAMES", "OWN_NAMES", "RIGHT_TO_LEFT", "WRITTEN_IN", "language_name"]

INTERFACE = ("fi", "sv", "en")
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
