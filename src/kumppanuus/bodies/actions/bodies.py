"""Setting up a body, changing and ending it, and its rules of procedure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.bodies import choices
from kumppanuus.bodies.models import Body, BodyKind, Mandate, Rules, Seat
from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor
from kumppanuus.core.slugs import free_slug
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area
from kumppanuus.spaces.models import Space

FIELDS = (
    *("kind", "name", "about", "parent", "area", "starts", "ends", "languages", "meetings_a_year", "open_to", "email"),
    *("funding", "funding_end"),
)


@action
def create(
    actor: Actor, /, organisation: Organisation, *, space: Space, kind: BodyKind, name: Text, area: Area, **fields: Any
) -> Body:
    """Set up a body that the organisation convenes, with the seats that its kind begins with.

    The other fields are named in FIELDS. Rules are adopted by themselves: until then the page says that there are none.
    """
    _known(fields)
    if kind not in BodyKind.objects.offered_in(space):
        raise Refused(_("The network does not offer this kind any more. Choose another one; the rest is kept."))
    body = Body(space=space, kind=kind, name=name, area=area, convener=organisation, **fields)
    body.slug = free_slug(Body.objects.all(), str(name), fallback="body", reserved=("new", "kinds"))
    if body.meetings_a_year is None:
        body.meetings_a_year = kind.meetings_a_year
    _sound(body)
    body.save()
    for place, seat in enumerate(kind.seats, start=1):
        Seat.objects.create(
            body=body,
            role=seat["role"],
            stands_for=Text(seat.get("stands_for")),
            order=place,
            start=body.starts,
        )
    note(body, organisation)
    transaction.on_commit(choices.forget)
    return body


@action
def change(actor: Actor, /, body: Body, **fields: Any) -> Body:
    """Change what is told of a body; its address stays."""
    _known(fields)
    changed = [name for name, value in fields.items() if getattr(body, name) != value]
    for name in changed:
        setattr(body, name, fields[name])
    if "open_to" in changed:
        body.access_changed_at = timezone.now()
    _sound(body)
    body.save()
    note(body, changed=changed)
    transaction.on_commit(choices.forget)
    return body


def _known(fields: dict[str, Any]) -> None:
    if unknown := fields.keys() - set(FIELDS):
        raise TypeError(f"A body has no {', '.join(sorted(unknown))}")


def _sound(body: Body) -> None:
    """Refuse a term that ends before it begins, and a body under itself; keep by what it is found."""
    body.find_by = " ".join(body.name.values()).lower()[:600]
    if body.ends is not None and body.ends < body.starts:
        raise Refused(_("The term cannot end before it begins. The rest is kept."))
    above, seen = body.parent, {body.pk} - {None}
    while above is not None:
        if above.pk in seen:
            raise Refused(_("A body cannot be under itself. Choose another one above it; the rest is kept."))
        seen.add(above.pk)
        above = above.parent


@action
def end(actor: Actor, body: Body, *, last_day: dt.date | None = None) -> Body:
    """End a body's term: its seats and mandates end with it. All of it stays readable."""
    day = last_day or timezone.localdate()
    if day < body.starts:
        raise Refused(_("The last day cannot be before the term began on %(day)s.") % {"day": body.starts})
    body.ends = day
    body.save(update_fields=["ends"])
    for model, of in ((Seat, "body"), (Mandate, "seat__body")):
        for row in model._default_manager.filter(Q(end=None) | Q(end__gt=day), **{of: body}):
            row.end = max(day, row.start - dt.timedelta(days=1))
            row.save(update_fields=["end"])
    return body


@action
def adopt_rules(
    actor: Actor, /, body: Body, *, text: Text, approved_by: str, approved_on: dt.date, **rule: Any
) -> Body:
    """Put rules of procedure into force, on whose decision; the earlier ones stay readable as they were.

    Rule: quorum, call_days, proposal_days, approval, silence_days.
    """
    Body.objects.select_for_update().get(pk=body.pk)
    if approved_on > timezone.localdate():
        raise Refused(_("The day of the decision is still to come. Adopt the rules when it has been made."))
    number = (body.rules.aggregate(last=Max("number"))["last"] or 0) + 1
    Rules.objects.create(
        body=body,
        number=number,
        text=text,
        approved_by=approved_by.strip(),
        approved_on=approved_on,
        person_id=actor.person_id,
        **rule,
    )
    note(body, number=number, decision=f"{approved_by.strip()} {approved_on:%-d.%-m.%Y}")
    return body
