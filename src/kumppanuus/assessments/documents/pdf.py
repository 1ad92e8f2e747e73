"""The result as one accessible PDF (UA-1 and A-2a in one file), set by typst."""

from __future__ import annotations

import logging
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.assessments.mirror import Mirror, source_line
from kumppanuus.assessments.templatetags.mirror import level, mean_of
from kumppanuus.interop.pdf import typeset
from kumppanuus.spaces.context import marks_of

log = logging.getLogger(__name__)


def marks_on_paper(space_id: int) -> dict[str, Any]:
    """Return the space's colour and logo (the bytes of a PNG, as numbers) for a document; empty where it has none."""
    worn = marks_of(space_id)
    if worn is None:
        return {}
    found: dict[str, Any] = {"colour": worn.on_paper}
    if worn.picture is not None:
        try:
            with worn.picture.stored.open("rb") as stored:
                found |= {"logo": list(stored.read()), "alt": worn.alternative_text}
        except FileNotFoundError:
            log.warning("the logo of space %s is not in the storage", space_id)
    return found


def words_of(mirror: Mirror) -> dict[str, Any]:
    """Return all that the document says, in the reader's language, as plain data."""
    round_ = mirror.assessment.round
    return {
        "lang": (get_language() or "fi")[:2],
        "space": str(round_.space.name),
        "marks": marks_on_paper(round_.space_id),
        "title": _("%(area)s in the mirror %(year)d") % {"area": mirror.assessment.area.name, "year": round_.year},
        "finding": mirror.finding,
        "municipality": _("Municipality"),
        "ngos": _("NGOs"),
        "answered": _("NGOs that answered"),
        "answered_value": str(mirror.release.answered),
        "municipal_mean": mean_of(mirror.municipal),
        "ngo_mean": mean_of(mirror.ngo),
        "out_of": _("out of 4"),
        "head": [_("Item"), _("Municipality"), _("NGOs"), _("What it means")],
        "groups": [
            {
                "title": f"{group.theme.key}. {group.theme.title}",
                "rows": [
                    {
                        "name": f"{row.item.code}. {row.item.name}",
                        "municipal": level(row.municipal),
                        "ngo": level(row.ngo),
                        "m": row.municipal if row.municipal is not None else -1,
                        "n": row.ngo if row.ngo is not None else -1,
                        "finding": row.finding,
                    }
                    for row in group.rows
                ],
            }
            for group in mirror.groups
        ],
        "measures_title": _("Measures agreed"),
        "no_measures": _("Nothing has been agreed yet"),
        "measures": [
            f"{link.measure.title} ({link.measure.owner}, {formats.date_format(link.measure.due)}): "
            f"{link.measure.get_state_display()}"
            for link in mirror.measures
        ],
        "picture": _("The level of each side from 0 to 4: square for the municipality, circle for NGOs."),
        "method": _(
            "The NGOs' figure is the mean of their answers, told as a half level up or down, and only where at least "
            "five organisations answered."
        ),
        "approved": [one.in_words() for one in mirror.approvals],
        "signed": _("The municipality's answer was signed off: %(body)s, %(day)s.")
        % {"body": mirror.signature.body, "day": formats.date_format(mirror.signature.decided_on)}
        if mirror.signature
        else "",
        "source": source_line(mirror),
    }


def render(mirror: Mirror) -> bytes:
    """Return the PDF. Raises what `typeset` raises."""
    return typeset("assessments", "mirror.typ", words_of(mirror))
