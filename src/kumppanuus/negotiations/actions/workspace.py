"""Convening a negotiation, its parties, groups, programme and presentations, and going on to the next year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from dateutil.relativedelta import relativedelta
from django.core.files.base import File as Content
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.core.actions import Refused, action, note
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.files import actions as files
from kumppanuus.links import actions as links
from kumppanuus.links.models import Link
from kumppanuus.negotiations import telling
from kumppanuus.negotiations.actions.holding import hold, hold_open, reasoned, same, touch
from kumppanuus.negotiations.models import Answer, Group, Negotiation, Party, Point, Presentation
from kumppanuus.negotiations.permissions import convener_of, runs
from kumppanuus.organisations.models import Organisation
from kumppanuus.places.models import Area

MOST_PARTIES, MOST_PRESENTATIONS = 200, 60


@action
def convene(actor: Actor, /, area: Area, *, year: int, title: Text, meets_on: dt.date, **words: Any) -> Negotiation:
    """Begin the negotiation of a year. Refused when there is one already. Only the convener and parties see it yet.

    `words` are how, text, place, and the days of the follow-ups, by default half a year and a year after it.
    """
    if Negotiation.objects.filter(area=area, year=year).exists():
        raise Refused(_("There is a negotiation of that year already. Open it from the list; what you wrote is kept."))
    own = convener_of(area)
    if own is None:  # the permission has asked already
        raise Refused(_("Nobody convenes a negotiation here."))
    made = Negotiation(
        area=area, convener=own, year=year, title=title, meets_on=meets_on, **_follow_ups(meets_on, words)
    )
    made.previous = Negotiation.objects.filter(area=area, year=year - 1).first()
    made.save()
    Party.objects.create(negotiation=made, organisation=own)
    return made


def _follow_ups(meets_on: dt.date, words: dict[str, Any]) -> dict[str, Any]:
    first = words.get("first_follow_up") or meets_on + relativedelta(months=6)
    second = words.get("second_follow_up") or max(first, meets_on) + relativedelta(months=6)
    if not meets_on < first < second:
        raise Refused(_("The follow-ups come after the negotiation, one after the other. What you wrote is kept."))
    return {**words, "first_follow_up": first, "second_follow_up": second}


@action
def change(actor: Actor, /, negotiation: Negotiation, *, edition: int, **words: Any) -> Negotiation:
    """Change its words and days. Refused when somebody has changed them since the form was opened."""
    hold_open(negotiation)
    same(negotiation, edition)
    meets_on = words.get("meets_on") or negotiation.meets_on
    days = {name: getattr(negotiation, name) for name in ("first_follow_up", "second_follow_up")}
    for name, value in _follow_ups(meets_on, days | words).items():
        setattr(negotiation, name, value)
    negotiation.edition += 1
    touch(negotiation)
    return negotiation


@action
def publish(actor: Actor, negotiation: Negotiation) -> Negotiation:
    """Show it to everybody. Refused when it was published before."""
    hold(negotiation)
    if negotiation.published_at is not None:
        raise Refused(_("It has been published already."))
    negotiation.published_at = timezone.now()
    touch(negotiation)
    return negotiation


@action
def invite(
    actor: Actor, negotiation: Negotiation, *, organisations: Iterable[Organisation], group: Group | None = None
) -> list[Party]:
    """Invite organisations, each once, and tell them; one that left comes back. Refused when they are too many."""
    hold_open(negotiation)
    if group is not None and group.negotiation_id != negotiation.pk:
        raise Refused(_("The group belongs to another negotiation. Nobody was invited."))
    found = {one.organisation_id: one for one in negotiation.parties.all()}
    made = []
    for one in organisations:
        party = found.get(one.pk)
        if party is None:
            party = Party(negotiation=negotiation, organisation=one)
        elif party.left_on is None and party.group_id == (group.pk if group else None):
            continue
        fresh = party.pk is None or party.left_on is not None
        party.group, party.left_on, party.left_why = group, None, ""
        if fresh:
            party.invited_at = timezone.now()
        party.save()
        made.append(party)
        if fresh:
            telling.invited(negotiation, party)
    if len(found) + len(made) > MOST_PARTIES:
        raise Refused(_("At most %(most)d parties fit. Nobody was invited.") % {"most": MOST_PARTIES})
    touch(negotiation)
    note(negotiation, parties=len(made))
    return made


@action
def leave(actor: Actor, party: Party, *, reason: str) -> Party:
    """A party leaves with a reason, which everybody reads; its links stop, its signed measures stay its own."""
    hold(party.negotiation)
    party.refresh_from_db()
    if party.left_on is not None:
        raise Refused(_("The party has left already. Nothing changed."))
    party.left_on, party.left_why = timezone.localdate(), reasoned(reason)
    party.save()
    for link in Link.objects.open().filter(pk__in=party.follow_ups.values("link_id")):
        links.revoke(system("negotiations"), link)
    from kumppanuus.negotiations.actions.signing import settle

    settle(party.negotiation)
    telling.left(party)
    note(party.negotiation)
    return party


@action
def add_group(actor: Actor, negotiation: Negotiation, *, name: Text) -> Group:
    """Add a group of municipalities or a theme with a table of its own."""
    hold_open(negotiation)
    made = Group.objects.create(negotiation=negotiation, name=name)
    note(negotiation)
    return made


@action
def add_point(
    actor: Actor,
    negotiation: Negotiation,
    *,
    title: Text,
    starts: dt.time | None = None,
    presenters: str = "",
    group: Group | None = None,
    standing: bool = False,
) -> Point:
    """Add a point to the programme: the convener's is there at once, a party's waits for the convener's answer."""
    hold_open(negotiation)
    own = runs(actor, negotiation)
    made = Point.objects.create(
        negotiation=negotiation,
        title=title,
        starts=starts,
        presenters=presenters,
        group=group,
        standing=standing and own,
        by_id=actor.organisation_id or negotiation.convener_id,
        answer=Answer.ACCEPTED if own else Answer.WAITING,
    )
    if not own:
        telling.proposed(negotiation, str(title), f"point:{made.pk}")
    touch(negotiation)
    note(negotiation)
    return made


@action
def answer_point(actor: Actor, point: Point, *, takes: bool, reason: str = "") -> Point:
    """Take a proposed point into the programme, or decline it with a reason; who proposed it is told."""
    hold_open(point.negotiation)
    point.refresh_from_db()
    if point.answer != Answer.WAITING:
        raise Refused(_("It has been answered already. See the programme for what was said."))
    point.answer, point.reason = (Answer.ACCEPTED, "") if takes else (Answer.DECLINED, reasoned(reason))
    point.save()
    telling.answered(point.negotiation, point, f"point:{point.pk}")
    note(point.negotiation)
    return point


@action
def present(
    actor: Actor,
    negotiation: Negotiation,
    *,
    title: Text,
    parties: Iterable[Party],
    file: Content[bytes] | None = None,
    url: str = "",
    alternative_text: Text | None = None,
) -> Presentation:
    """Bring a presentation of one party or of several together. Refused for a stranger's, and for too many."""
    hold(negotiation)
    chosen = list(parties)
    if (file is None) == (not url):
        raise Refused(_("Give a file or an address, one of them."))
    if any(one.negotiation_id != negotiation.pk or one.left_on is not None for one in chosen) or not chosen:
        raise Refused(_("Choose parties of this negotiation whose presentation it is. Nothing was added."))
    if not runs(actor, negotiation) and actor.organisation_id not in {one.organisation_id for one in chosen}:
        raise Refused(_("Choose your own organisation too: you bring a presentation in its name. Nothing was added."))
    if negotiation.presentations.count() >= MOST_PRESENTATIONS:
        raise Refused(_("%(most)d presentations fit. Nothing was added.") % {"most": MOST_PRESENTATIONS})
    kept = None
    if file is not None:
        own = actor.organisation_id
        kept = files.upload(actor, None, file=file, alternative_text=alternative_text, organisation_id=own)
    made = Presentation.objects.create(negotiation=negotiation, title=title, file=kept, url=url)
    made.parties.set(chosen)
    note(negotiation)
    return made


@action
def close(actor: Actor, negotiation: Negotiation) -> Negotiation:
    """Close the year: it stays readable, its measures go on."""
    hold(negotiation)
    if negotiation.closed_at is not None or negotiation.agreed_at is None:
        raise Refused(_("It is closed already, or has not been agreed. Nothing changed."))
    negotiation.closed_at = timezone.now()
    touch(negotiation)
    return negotiation


@action
def begin_next(actor: Actor, negotiation: Negotiation) -> Negotiation:
    """Begin the next year from this one: parties, groups, standing points and how one negotiates are copied.

    Measures that are not done come by themselves, as last year's. Refused when the next year has begun.
    """
    hold(negotiation)
    year = negotiation.year + 1
    title = Text({k: v.replace(str(negotiation.year), str(year)) for k, v in negotiation.title.items()})
    made = convene(
        actor,
        negotiation.area,
        year=year,
        title=title,
        how=negotiation.how,
        meets_on=max(negotiation.meets_on + relativedelta(years=1), timezone.localdate()),
        place=negotiation.place,
    )
    groups: dict[int | None, Group | None] = {None: None}
    for group in negotiation.groups.all():
        groups[group.pk] = Group.objects.create(negotiation=made, name=group.name)
    stay = negotiation.parties.filter(left_on=None).exclude(organisation=made.convener_id)
    for party in stay.filter(organisation__merged_into=None):
        copy = Party.objects.create(
            negotiation=made, organisation_id=party.organisation_id, group=groups[party.group_id]
        )
        telling.invited(made, copy)
    for point in negotiation.points.filter(standing=True, answer=Answer.ACCEPTED):
        point.pk, point.negotiation, point.group = None, made, groups[point.group_id]
        point._state.adding = True
        point.save()
    return made
