"""Asking whether entries are still right, correcting one line, and letting what nobody confirms climb."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.links import actions as links
from kumppanuus.links import purposes
from kumppanuus.notices import actions as notices
from kumppanuus.notices import topics
from kumppanuus.places.models import Area
from kumppanuus.services.actions import entries, parts
from kumppanuus.services.actions.roles import look_at
from kumppanuus.services.lines import CHECKS, TEXTS, filled, kind_of, label_of, lines_of, part_of, values_of
from kumppanuus.services.models import (
    Listing,
    Reminder,
    Service,
    Status,
    Suggestion,
    SuggestionKind,
    SuggestionState,
)
from kumppanuus.services.recipients import Recipient, keepers_of, recipients_of

CONFIRM, CORRECT = "services.confirm", "services.correct"
TOPIC = "upkeep"
OPEN_DAYS = 30  # how long the links of a reminder work
MOST_TOLD = 40  # municipalities, and entries of each, in a list
AGAIN_AFTER = 3  # days before a reminder can be sent again by hand
purposes.register(CONFIRM, "services:confirm_by_link")
purposes.register(CORRECT, "services:correct_by_link")
topics.register(TOPIC, translation.gettext_lazy("Whether your entries in the directory are still right"))


@action
def remind(
    actor: Actor,
    /,
    service: Service,
    *,
    others: Sequence[Service] = (),
    stages: Mapping[int, int] | None = None,
    to: Recipient | None = None,
) -> int:
    """Ask by mail whether the entry (and `others`, in the same mail) is still right; return how many mails.

    Each entry gets a link that confirms it once and one with which its lines can be corrected for 30 days.
    `stages` says at which time of asking each stands; without them it is done by hand: refused when nobody can be
    asked, or somebody was asked in the last days.
    """
    asked = [service, *others]
    recent = timezone.now() - dt.timedelta(days=AGAIN_AFTER)
    if stages is None and Reminder.objects.filter(service=service, sent_at__gt=recent).exists():
        raise Refused(_("A reminder was sent a moment ago. Nothing was sent now; wait a few days for the answer."))
    told = [to] if to else recipients_of(asked)[service.pk]
    if not told:
        raise Refused(_("There is no address to ask at. Nothing was sent. Call, or write a letter with a code."))
    made = [Reminder(service=one, due_on=one.due_on, stage=(stages or {}).get(one.pk, 0)) for one in asked]
    Reminder.objects.bulk_create(made, ignore_conflicts=True)
    now = timezone.now()
    for recipient in told:
        with translation.override(recipient.language):
            words = {"entries": [_asked(actor, one, now) for one in asked], "count": len(asked)}
        notices.post(
            actor,
            service if len(asked) == 1 else None,
            key=f"services.remind:{service.pk}:{now:%Y%m%d%H%M}",
            topic=TOPIC,
            template="services/mail/reminder",
            context=words,
            person=recipient.person,
            address=recipient.address,
            language=recipient.language,
        )
    note(
        *asked,
        audience={f"organisation:{one.organisation_id}" for one in asked},
        by_hand=stages is None,
        mails=len(told),
    )
    return len(told)


def _asked(actor: Actor, service: Service, now: dt.datetime) -> dict[str, Any]:
    """Return what a mail says of one entry, with its two links, in the active language."""
    more: dict[str, Any] = {
        "expires_at": now + dt.timedelta(days=OPEN_DAYS),
        "organisation_id": service.organisation_id,
    }
    _link, once, _code = links.make(actor, service, purpose=CONFIRM, single=True, **more)
    _link, lasting, _code = links.make(actor, service, purpose=CORRECT, **more)
    return {
        "name": str(service.name),
        "organisation": str(service.organisation.name),
        "lines": [[line.label, line.value] for line in lines_of(service) if line.value and line.key != "name"],
        "since": date_format(timezone.localdate(service.verified_at)) if service.verified_at else "",
        "page": settings.SITE_URL + service.get_absolute_url(),
        "confirm": settings.SITE_URL + reverse("services:confirm_by_link", args=[once]),
        "correct": settings.SITE_URL + reverse("services:correct_by_link", args=[lasting]),
    }


@action
def correct(
    actor: Actor, /, service: Service, *, line: str, values: Mapping[str, Any], was: Mapping[str, Any] | None = None
) -> Suggestion | None:
    """Correct one line from an e-mail link: shown at once, or held for the editor as the organisation has chosen.

    What stood there is kept, so that the editor, who is told, can undo it. A line that is sent back as it was counts
    as looked at, and None is returned. Refused when the line is gone or was
    changed by somebody meanwhile (`was` is what the corrector saw), or the entry has ended.
    """
    fresh = Service.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=service.pk)
    before = seen(fresh, line, values.get("language", ""))
    if fresh.status not in {Status.PUBLISHED, Status.PAUSED}:
        raise Refused(_("The entry has ended or was taken back meanwhile. Nothing was changed."))
    if was is not None and dict(was) != before:
        raise Refused(_("Somebody changed this line while you were writing. Nothing was changed; look at it again."))
    if {**before, **values} == before:
        check(actor, fresh, line)
        note(fresh, line=kind_of(line))
        return None
    listing = Listing.objects.filter(organisation=fresh.organisation).first()
    at_once = listing is None or listing.corrections_at_once
    made = Suggestion(
        organisation=fresh.organisation,
        service=fresh,
        kind=SuggestionKind.LINE,
        line=line,
        before=before,
        after={**before, **values},
        from_contact=actor.link_id is not None,
        at_once=at_once,
        link_id=actor.link_id,
        person_id=actor.person_id,
        language=translation.get_language() or "fi",
    )
    if at_once:
        made.state, made.decided_at = SuggestionState.ACCEPTED, timezone.now()
        write(actor, fresh, line, made.after)
        check(actor, fresh, line)
    made.save()
    tell_keepers(made)
    note(fresh, *([fresh.organisation] if fresh.is_public else []), line=kind_of(line), at_once=at_once)
    return made


def seen(service: Service, line: str, language: str = "") -> dict[str, Any]:
    """Return a line's values. Refused when the entry has no such line."""
    try:
        return values_of(service, line, language)
    except LookupError:
        raise Refused(_("This line has been changed or removed meanwhile. Nothing was changed.")) from None


def write(actor: Actor, service: Service, line: str, values: Mapping[str, Any]) -> None:
    """Put values into a line, inside an action. Refused for what does not fit."""
    kind, row = kind_of(line), part_of(service, line)
    if kind in TEXTS:
        old: Text = getattr(row, kind)
        text = old.changed({**old, values["language"]: values["text"]})
        if not text and kind == "name":
            raise Refused(_("An entry needs a name. Nothing was changed."))
        changed: dict[str, Any] = {kind: text}
        entries.change.function(actor, service, **changed)
        return
    if kind == "website":
        entries.change.function(actor, service, website=values["website"])
        return
    if kind == "place":
        place = row.location
        for name in ("address", "postal_code", "city"):
            setattr(place, name, values[name])
        parts._clean(place).save()
    elif kind == "schedule":
        parts._clean(filled(row, dict(values))).save()
    else:
        setattr(row, kind, values[kind])
        if row.phone or row.email:
            parts._clean(row).save()
        else:
            row.delete()
    parts._touch(service)


def check(actor: Actor, service: Service, line: str) -> None:
    """Write down that the part of the entry to which a line belongs is right now; nothing for other lines."""
    if field := CHECKS.get(kind_of(line)):
        look_at(actor, service, field)


def tell_keepers(made: Suggestion) -> None:
    """Tell whoever keeps the organisation's entries of a suggestion or correction."""
    about = made.service or made.organisation
    for to in keepers_of(made.organisation):
        with translation.override(to.language):
            words = {
                "name": str(about.name),
                "line": label_of(made.line) if made.line else "",
                "at_once": made.at_once,
                "from_contact": made.from_contact,
                "url": settings.SITE_URL + reverse("services:suggestions"),
            }
        notices.post(
            system("services"),
            about,
            key=f"services.suggestion:{made.pk}:{made.state}",
            topic=TOPIC,
            template="services/mail/suggestion",
            context=words,
            person=to.person,
            address=to.address,
            language=to.language,
        )


@quiet_action
def climb(
    actor: Actor, target: None, *, to: Recipient, found: Sequence[tuple[Area, Sequence[Service]]], month: str
) -> bool:
    """Send the list of what nobody has confirmed for long to who answers for NGOs there: one mail a month."""
    with translation.override(to.language):
        words = {
            "area": str(found[0][0]) if len(found) == 1 else "",
            "count": sum(len(rows) for _area, rows in found),
            "areas": [[str(area), [_late(one) for one in rows[:MOST_TOLD]]] for area, rows in found[:MOST_TOLD]],
            "url": settings.SITE_URL
            + reverse("services:needs")
            + (f"?area={found[0][0].slug}" if len(found) == 1 else ""),
        }
    made = notices.post(
        actor,
        found[0][0] if len(found) == 1 else None,
        key=f"services.climb:{month}",
        topic=TOPIC,
        template="services/mail/overdue",
        context=words,
        person=to.person,
        address=to.address,
        language=to.language,
    )
    return made is not None


def _late(one: Service) -> list[str]:
    return [str(one.name), str(one.organisation.name), date_format(one.due_on) if one.due_on else ""]
