"""From an event to its followers, and what a mail of it says when it leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from kumppanuus.accounts.models import Person
from kumppanuus.activity.models import Event, EventTarget
from kumppanuus.activity.recorder import subscribe
from kumppanuus.activity.wording import lines
from kumppanuus.core.actors import Actor, system
from kumppanuus.following import actions
from kumppanuus.following.models import AddressFollow, Follow, soonest
from kumppanuus.following.things import Key, around, kind_of, told, visible_rows
from kumppanuus.notices.models import Address, Delivery, Rhythm, State
from kumppanuus.notices.topics import register

TOGETHER = 500  # persons told in one transaction
SAME = dt.timedelta(minutes=5)  # a letter of the same act leaves in the same transaction
PUBLIC = {"public"}


def begin() -> None:
    """Wait for the events that the apps have named, once all of them have."""
    subscribe(*sorted(told))(_after)


def _after(event: Event) -> None:
    tell_followers(event)


def tell_followers(event: Event) -> int:
    """Put an event into the outbox for all who follow what it is about; return for how many.

    Once for each however many of her follows it comes by, as often as the most frequent of them says. Not for who did
    it, for who got a letter about it, or for who may not see it.
    """
    found = around(event)
    keys = [key for key in found if kind_of(key[0])]
    if not keys:
        return 0
    thing = next((row for key, row in found.items() if row is not None and kind_of(key[0])), None)
    public = event.audiences.filter(token__in=PUBLIC).exists()
    number, last = 0, 0
    while some := _followers(event, keys, last):
        last = some[-1]
        to = list(_to(event, keys, some, public=public, about=list(found)))
        number += actions.tell(system("followers"), event, thing=thing, to=to) if to else 0
    addresses = _addresses(event, keys, list(found)) if public else iter(())
    while some_of_them := list(islice(addresses, TOGETHER)):
        number += actions.tell(system("followers"), event, thing=thing, to=some_of_them)
    return number


def _addresses(event: Event, keys: list[Key], about: list[Key]) -> Iterator[tuple[Address, str, list[int]]]:
    """Give the addresses without an account that follow it, but who did it and who got a letter about it."""
    rows: dict[str, list[AddressFollow]] = {}
    wanted = AddressFollow.objects.filter(_any(keys), confirmed_at__isnull=False).exclude(rhythm=Rhythm.NEVER)
    for row in wanted.order_by("address", "pk"):
        rows.setdefault(row.address, []).append(row)
    if not rows:
        return
    by = Person.objects.filter(pk=event.person_id or 0).values_list("email", flat=True).first()
    written = set(_letters(event, about).values_list("address", flat=True)) | {(by or "").lower()}
    for address, follows in rows.items():
        if address not in written:
            to = Address(address, follows[0].language)
            yield to, soonest(one.rhythm for one in follows), [one.pk for one in follows]


def _letters(event: Event, about: list[Key]) -> models.QuerySet[Delivery]:
    """Return the letters about the same that left, or will leave, in the same act."""
    written = Delivery.objects.filter(
        _any(about, "target_model", "target_id"), created_at__gte=event.at - SAME, created_at__lte=event.at + SAME
    )
    return written.exclude(state=State.DROPPED).exclude(topic__in=(actions.TOPIC, actions.ASK))


def _followers(event: Event, keys: list[Key], last: int) -> list[int]:
    wanted = Follow.objects.filter(_any(keys), person__gt=last).exclude(rhythm=Rhythm.NEVER)
    if event.person_id:
        wanted = wanted.exclude(person=event.person_id)
    return list(wanted.order_by("person").values_list("person", flat=True).distinct()[:TOGETHER])


def _any(keys: Sequence[Key], model: str = "model", pk: str = "object_id") -> Q:
    found = Q()
    for label, one in keys:
        found |= Q(**{model: label, pk: one})
    return found


def _to(event: Event, keys: list[Key], some: list[int], *, public: bool, about: list[Key]) -> Iterator[Any]:
    known = set(_letters(event, about).filter(person__in=some).values_list("person", flat=True))
    rows: dict[int, list[Follow]] = {}
    for row in Follow.objects.filter(_any(keys), person__in=some).exclude(rhythm=Rhythm.NEVER).select_related("person"):
        rows.setdefault(row.person_id, []).append(row)
    for pk, follows in rows.items():
        if pk in known or not (public or _sees(Actor(person_id=pk), event.pk)):
            continue
        yield follows[0].person, soonest(row.rhythm for row in follows), sorted(row.pk for row in follows)


def _sees(actor: Actor, event: int) -> bool:
    return Event.objects.visible_to(actor).filter(pk=event).exists()


def in_mail(rows: Sequence[models.Model]) -> dict[int, dict[str, Any]]:
    """Return what mails to one person, or to one address, say now, of events that she may see still and follows still.

    An organisation's name is told, never a person's. At most ten queries, however many rows.
    """
    mails: list[Any] = list(rows)
    actor = Actor(person_id=mails[0].person_id)
    events = _visible(actor, {one.context["event"] for one in mails})
    wanted = {pk for one in mails for pk in one.context["follows"]}
    mine: models.QuerySet[Any] = Follow.objects.filter(person=actor.person_id)
    if actor.person_id is None:
        mine = AddressFollow.objects.filter(address=mails[0].address, confirmed_at__isnull=False)
    alive = set(mine.filter(pk__in=wanted).exclude(rhythm=Rhythm.NEVER).values_list("pk", flat=True))
    shown = [one for one in mails if one.context["event"] in events and alive & set(one.context["follows"])]
    words = {line.event.pk: line for line in lines(Actor(), list(events.values()))}
    links = _links(actor, list(events), [(one.target_model, one.target_id) for one in shown if one.target_id])
    return {one.pk: {**one.context, **_said(one, words[one.context["event"]], links)} for one in shown}


def _visible(actor: Actor, wanted: set[int]) -> dict[int, Event]:
    """Return the events that she may see; who belongs where is asked only where not all are public."""
    found = {one.pk: one for one in Event.objects.by_tokens(actor, PUBLIC).filter(pk__in=wanted)}
    if rest := wanted - found.keys():
        found |= {one.pk: one for one in Event.objects.visible_to(actor).filter(pk__in=rest)}
    return found


Links = tuple[dict[int, list[models.Model]], dict[Key, models.Model]]


def _links(actor: Actor, events: list[int], things: list[Key]) -> Links:
    """Return the targets of events that she may see, in their order, and the things by what they are known by."""
    targets = list(EventTarget.objects.filter(event__in=events).values_list("event", "model", "object_id"))
    rows = visible_rows(actor, {*((model, pk) for _event, model, pk in targets), *things})
    found: dict[int, list[models.Model]] = {}
    for event, model, pk in targets:
        if row := rows.get((model, pk)):
            found.setdefault(event, []).append(row)
    return found, rows


def _said(mail: Any, line: Any, links: Links) -> dict[str, Any]:
    targets, rows = links
    thing: Any = rows.get((mail.target_model, mail.target_id))
    about: Any = next(iter(targets.get(line.event.pk, ())), thing)
    who = str(line.organisation or line.who)
    return {
        "heading": str(thing or about or ""),
        "about": "" if about is None or about == thing else str(about),
        "who": who,
        "what": line.what,
        "decision": line.decision,
        "url": f"{settings.SITE_URL}{about.get_absolute_url()}" if about is not None else "",
    }


register(actions.TOPIC, gettext_lazy("What you follow"), by_itself=True, values=in_mail)
