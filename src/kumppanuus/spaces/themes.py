"""The colours a space can choose from: each is legible in light and dark, on every ground of the pages.

The same values stand in ui/static/ui/page.css as `.theme-<name>`; a test compares them and their contrast.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    BILBERRY = "bilberry", _("Bilberry blue")
    LINGONBERRY = "lingonberry", _("Lingonberry red")
    HEATHER = "heather", _("Heather purple")
    LAKE = "lake", _("Lake blue")
    MOSS = "moss", _("Moss green")
    BARK = "bark", _("Bark brown")


# What documents and prints use: the colour on white paper. Bilberry is the product's own.
ON_PAPER = {
    Theme.BILBERRY: "#37408c",
    Theme.LINGONBERRY: "#97203f",
    Theme.HEATHER: "#6c2f80",
    Theme.LAKE: "#14587f",
    Theme.MOSS: "#3f5a16",
    Theme.BARK: "#6f4318",
}
