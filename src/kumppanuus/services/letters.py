"""Letters with codes as one accessible PDF, a page for each organisation in its own language, set by typst."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from kumppanuus.interop.pdf import typeset
from kumppanuus.services.actions.claims import LETTER_DAYS, Letter


def words_of(letter: Letter, sender: Any) -> dict[str, Any]:
    """Return all that one page says, in the organisation's language, as plain data."""
    until = timezone.localdate() + dt.timedelta(days=LETTER_DAYS)
    with translation.override(letter.organisation.mail_language):
        name = str(letter.organisation.name)
        return {
            "lang": letter.organisation.mail_language,
            "to": name,
            "place": str(letter.organisation.home.name) if letter.organisation.home else "",
            "sender": str(sender),
            "day": formats.date_format(timezone.localdate()),
            "title": _("Your organisation has a page: take it over"),
            "body": [
                _(
                    "%(name)s has a page in the directory where residents and professionals look for activities. "
                    "Nobody of yours keeps it yet, so nobody can say whether it is right."
                )
                % {"name": name},
                _(
                    "Point a telephone's camera at the square, or open the address below and type the code. You sign "
                    "in with your own e-mail address, look at the page, and press one button. It costs nothing."
                ),
                _("The code works once, until %(day)s. Give this letter to whoever looks after such things with you.")
                % {"day": formats.date_format(until)},
            ],
            "code_label": _("Code"),
            "code": letter.code,
            "enter": settings.SITE_URL + reverse("links:enter"),
            "qr_alt": _("A square code that opens the page for taking over %(name)s") % {"name": name},
            "qr": _qr(letter.address),
        }


def _qr(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, scale=4)
    return out.getvalue().decode()


def render(letters: Sequence[Letter], sender: Any) -> bytes:
    """Return the PDF. Raises what `typeset` raises."""
    data = {"title": str(_("Letters with codes")), "pages": [words_of(one, sender) for one in letters]}
    return typeset("services", "letters.typ", data)
