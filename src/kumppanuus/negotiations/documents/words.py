"""All that the summary says, as plain data, in the reader's language. Once a text is offered, its words are told."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.negotiations import reading
from kumppanuus.negotiations.models import Negotiation


def words_of(negotiation: Negotiation) -> dict[str, Any]:
    """Return the words of the summary."""
    whole = reading.whole(negotiation)
    offered = whole.agreement if negotiation.offered_at else None
    words = offered.content if offered else {}
    how, text = (Text(words.get(name) or getattr(negotiation, name)) for name in ("how", "text"))
    lists = [
        {"title": _("Programme"), "rows": [_point(one) for one in whole.programme]},
        {"title": _("Signatures") if offered else _("Parties"), "rows": [_party(one) for one in whole.lines]},
    ]
    parts = ((_("What and how we negotiate"), str(how)), (_("Common goals"), str(text)))
    return {
        "lang": (get_language() or "fi").split("-")[0],
        "title": str(negotiation.title),
        "facts": [
            (label, value)
            for label, value in (
                (_("Area"), str(negotiation.area.name)),
                (_("Convener"), str(negotiation.convener.name)),
                (_("Day of the negotiation"), _day(negotiation.meets_on)),
                (_("Place or remote link"), negotiation.place),
                (_("Phase"), str(negotiation.phase.label)),
                (_("Version"), str(offered.number) if offered else _("draft, not signed")),
                (_("Follow-ups"), f"{_day(negotiation.first_follow_up)}, {_day(negotiation.second_follow_up)}"),
            )
            if value
        ],
        "parts": [
            {"title": title, "paragraphs": [line.strip() for line in said.split("\n") if line.strip()]}
            for title, said in parts
            if said
        ],
        "measures_title": _("Goals and measures"),
        "measures": [_signed(line, whole) for line in reading.signed_lines(offered)]
        if offered
        else [_proposed(one) for one in whole.accepted],
        "lists": [one for one in lists if one["rows"]],
        "source_label": _("Permanent address:"),
        "source": f"{settings.SITE_URL}{negotiation.get_absolute_url()}",
        "made": _("Made on %(day)s") % {"day": _day(timezone.localdate())},
    }


def _day(day: Any) -> str:
    return date_format(day, "DATE_FORMAT")


def _measure(words: dict[str, Any], state: str) -> dict[str, Any]:
    shows = ": ".join(part for part in (str(words["indicator"]), words["target"]) if part)
    facts = (
        (_("Goal"), str(words["goal"])),
        (_("Who answers for it"), ", ".join(str(one) for one in (words["owner_name"], words["post_name"]) if one)),
        (_("Where"), str(words["area"])),
        (_("What shows it (indicator)"), shows),
        (_("Due"), _day(words["due"])),
        (_("State"), state),
    )
    return {"title": str(words["title"]), "facts": [pair for pair in facts if pair[1]]}


def _signed(line: dict[str, Any], whole: reading.Whole) -> dict[str, Any]:
    found = {one.pk: one.measure for one in whole.proposals}.get(line["proposal"])
    return _measure(line, str(found.get_state_display()) if found else "")


def _proposed(one: Any) -> dict[str, Any]:
    names = ("goal", "title", "indicator", "target", "due")
    words = {name: getattr(one, name) for name in names}
    post = one.post.title if one.post else ""
    return _measure({**words, "owner_name": one.owner.name, "post_name": post, "area": one.area.name}, "")


def _point(one: Any) -> str:
    hour = f"{one.starts:%H.%M} " if one.starts else ""
    return f"{hour}{one.title}" + (f" ({one.presenters})" if one.presenters else "")


def _party(line: reading.Line) -> str:
    name = str(line.party.organisation.name)
    if line.party.left_on:
        return _("%(name)s: left on %(day)s") % {"name": name, "day": _day(line.party.left_on)}
    said = "; ".join(f"{one.decided_by} {_day(one.decided_on)}" for one in line.signatures)
    return f"{name}: {said}" if said else name
