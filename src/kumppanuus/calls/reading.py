"""What pages, files and letters tell of calls: which seats, who may nominate, how many did, how the balance stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kumppanuus.bodies.models import Mandate, MandatePart
from kumppanuus.calls.models import Call, CallSeat, Nomination, NominationState
from kumppanuus.calls.models.nominations import COUNTED
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation, OrganisationKind
from kumppanuus.organisations.models.organisations import NGO_KINDS
from kumppanuus.ui.languages import language_name

HOUR = dt.timedelta(hours=1)


def moment(at: dt.datetime) -> str:
    """Return the day and hour in words: "30.11.2026 at 16.00"."""
    local = timezone.localtime(at)
    told = {"day": date_format(local, "DATE_FORMAT"), "hour": time_format(local, "TIME_FORMAT")}
    return _("%(day)s at %(hour)s") % told


def time_left(until: dt.datetime) -> str:
    """Return how long there is until a moment, in words; "" when it has passed."""
    left = until - timezone.now()
    if left <= dt.timedelta(0):
        return ""
    days = (timezone.localdate(until) - timezone.localdate()).days
    if days > 1:
        return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    if left >= HOUR:
        hours = int(left / HOUR)
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    return _("less than an hour left")


@dataclass
class Place:
    """A seat of a call as its page shows it."""

    row: CallSeat
    asked: int = 0  # nominations that wish for it

    @property
    def who(self) -> str:
        """Say whether the seat is vacant, or until when somebody sits there."""
        sits = self.row.sits
        if sits is None or (sits.end is not None and sits.end < timezone.localdate()):
            return _("Vacant")
        if sits.end is not None:
            return _("The present term ends %(day)s") % {"day": date_format(sits.end, "SHORT_DATE_FORMAT")}
        return _("The present member sits until the new term begins")


def places_of(call: Call) -> list[Place]:
    """Return the seats of a call. One query."""
    rows = call.places.select_related("seat__organisation", "seat__term", "sits").order_by("seat__order", "pk")
    return [Place(row) for row in rows]


def numbers(call: Call, places: Sequence[Place]) -> tuple[int, int]:
    """Count the nominations for each seat into the places; return how many in all, and for any seat. One query."""
    rows = call.nominations.filter(state__in=COUNTED).order_by().values_list("seat").annotate(n=Count("pk"))
    found = dict(rows)
    for place in places:
        place.asked = found.get(place.row.seat_id, 0)
    return sum(found.values()), found.get(None, 0)


def may_nominate(call: Call) -> QuerySet[Organisation]:
    """Return the organisations that may nominate: of the kinds, at home or active in the area, of the class."""
    rows = Organisation.objects.active_in(call.area).filter(kind__in=call.kinds or NGO_KINDS)
    return rows.filter(classes=call.term_id) if call.term_id else rows


def who_may(call: Call) -> str:
    """Say who may nominate, in a few words."""
    chosen = [str(label) for value, label in OrganisationKind.choices if value in (call.kinds or NGO_KINDS)]
    return ", ".join([chosen[0], *(word.lower() for word in chosen[1:])]) if chosen else ""


def why_not(call: Call, organisation: Organisation) -> str:
    """Return why the organisation may not nominate in the call, in words; "" when it may. One or two queries."""
    if organisation.kind not in (call.kinds or NGO_KINDS):
        return _("This call is for other kinds of organisations.")
    if not Organisation.objects.active_in(call.area).filter(pk=organisation.pk).exists():
        return _("This call is for organisations that are at home or active in %(area)s.") % {"area": call.area}
    if call.term_id and not organisation.classes.filter(pk=call.term_id).exists():
        return _("This call is for organisations of the class %(term)s.") % {"term": call.term}
    return ""


@dataclass
class Share:
    """One line of a balance: how many seats it has now, how many more with those who are ticked."""

    label: Any
    now: int = 0
    more: int = 0

    @property
    def after(self) -> int:
        """Return how many it has with those who are ticked."""
        return self.now + self.more

    @property
    def dots(self) -> range:
        return range(self.now)

    @property
    def new_dots(self) -> range:
        return range(self.more)


@dataclass
class Balance:
    """How the seats of a body are spread in one respect."""

    title: Any
    lines: list[Share] = field(default_factory=list)


NOTHING = "-"


def _respects() -> dict[str, str]:
    return {"class": _("Classes of associations"), "area": _("Home municipalities"), "language": _("Languages")}


def _marks(organisation: Organisation | None) -> dict[str, list[tuple[str, Any]]]:
    """Return where an organisation stands in each respect, as (key, label)."""
    if organisation is None:
        return {}
    classes: list[tuple[str, Any]] = [(f"{term.pk}", term.name) for term in organisation.classes.all()]
    home = organisation.home
    return {
        "class": classes or [(NOTHING, _("No class"))],
        "area": [(f"{home.pk}", home.name)] if home else [(NOTHING, _("Not known"))],
        "language": [(organisation.mail_language, language_name(organisation.mail_language))],
    }


def staying(call: Call) -> list[Mandate]:
    """Return the members whose seats the call does not fill and who sit there when the new term begins. 2 queries."""
    rows = Mandate.objects.current(call.start).filter(seat__body=call.body_id, part=MandatePart.HOLDER)
    rows = rows.exclude(seat__in=call.places.values("seat")).exclude(organisation=None)
    return list(rows.select_related("organisation__home").prefetch_related("organisation__classes"))


def balance(stay: Iterable[Mandate], ticked: Iterable[Nomination]) -> list[Balance]:
    """Return how the body's seats are spread over classes, areas and languages: those who stay, and the ticked."""
    now = {name: Counter[str]() for name in _respects()}
    more = {name: Counter[str]() for name in _respects()}
    labels: dict[str, dict[str, Any]] = {name: {} for name in _respects()}
    for counted, rows in ((now, stay), (more, ticked)):
        for row in rows:
            for name, marks in _marks(row.organisation).items():
                for key, label in marks:
                    counted[name][key] += 1
                    labels[name][key] = label
    found = []
    for name, title in _respects().items():
        keys = sorted(labels[name], key=lambda key: (key == NOTHING, -(now[name][key] + more[name][key]), str(key)))
        found.append(Balance(title, [Share(labels[name][key], now[name][key], more[name][key]) for key in keys]))
    return found


def nominations_of(call: Call) -> list[Nomination]:
    """Return a call's nominations with what the comparison shows, the earliest first. Two queries."""
    rows = call.nominations.select_related("organisation__home", "seat", "person", "given_seat", "mandate__person")
    found = list(rows.prefetch_related("organisation__classes").order_by("given_at", "pk"))
    for row in found:
        row.call = call
    return found


@dataclass
class Chosen:
    """One who was chosen, as a reader may see it: the name is empty where she may not."""

    nomination: Nomination
    name: str = ""


def chosen_in(call: Call, actor: Actor) -> list[Chosen]:
    """Return who was chosen, by seat: the name as the body shows it to the reader. Two queries."""
    found = []
    for row in nominations_of(call):
        if row.state != NominationState.CHOSEN:
            continue
        mandate = row.mandate
        if mandate is not None and row.given_seat is not None:
            mandate.seat, mandate.seat.body = row.given_seat, call.body
        shown = mandate is not None and actor.may("bodies.see_name", mandate)
        found.append(Chosen(row, mandate.full_name if mandate is not None and shown else ""))
    return sorted(found, key=lambda one: (_order(one.nomination), one.nomination.part != MandatePart.HOLDER))


def _order(nomination: Nomination) -> int:
    return nomination.given_seat.order if nomination.given_seat else 0


def title_in_languages(call: Call, languages: Iterable[str]) -> Text:
    """Return what a call is called in each of the languages in which its body has a name."""
    from django.utils import translation

    found = {}
    for language in [code for code in languages if code in call.body.name] or ["fi"]:
        with translation.override(language):
            found[language] = str(call)
    return Text(found)
