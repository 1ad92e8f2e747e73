"""Following. The only file that writes follows. None of the verbs leaves an event: what somebody follows is her own."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.activity.models import Event
from kumppanuus.core.actions import Refused, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.following.models import AddressFollow, Follow, soonest
from kumppanuus.following.stopping import CONFIRM_DAYS, by_mail_path, stop_path, stop_path_of_address
from kumppanuus.following.things import key_of, rows_of
from kumppanuus.links.actions import tally
from kumppanuus.notices import actions as notices
from kumppanuus.notices.models import Address, Delivery, Rhythm, State
from kumppanuus.notices.topics import register

TOPIC, ASK = "following", "following_ask"
MOST = 200  # of one person, or of one address
MOST_LETTERS = 5  # a day to one address: nobody is annoyed by another who types it again and again [ours]
register(ASK, gettext_lazy("Confirming that you want mail of what you follow"), required=True, passing=True)


@quiet_action
def follow(actor: Actor, thing: models.Model, *, rhythm: str = Rhythm.DAILY) -> Follow:
    """Follow a thing, or choose anew how often. Refused where she follows as many as there may be."""
    model, pk = key_of(thing)
    mine = Follow.objects.filter(person=actor.person_id)
    if known := mine.filter(model=model, object_id=pk).first():
        change.function(actor, known, rhythm=rhythm)
        return known
    if mine.count() >= MOST:
        raise Refused(
            _("You follow %(n)d things, and more do not fit. Leave one of them first. Nothing was changed.")
            % {"n": MOST}
        )
    made, _new = Follow.objects.get_or_create(
        person=Person(pk=actor.person_id), model=model, object_id=pk, defaults={"rhythm": Rhythm(rhythm)}
    )
    return made


@quiet_action
def change(actor: Actor, follow: Follow | AddressFollow, *, rhythm: str) -> Follow | AddressFollow:
    """Choose how often, also of what waits already: it comes in the new rhythm."""
    follow.rhythm = Rhythm(rhythm)
    follow.save(update_fields=["rhythm"])
    _move(follow)
    return follow


def _move(follow: Follow | AddressFollow) -> None:
    """Give what waits because of a follow the rhythm that holds now, over all follows by which it came."""
    waiting = Delivery.objects.filter(topic=TOPIC, state__in=(State.WAITING, State.DIGEST), digest=None)
    if isinstance(follow, Follow):
        own = waiting.filter(person=follow.person_id).select_related("person")
    else:
        own = waiting.filter(person=None, address=follow.address)
    rows = [row for row in own if follow.pk in row.context.get("follows", ())]
    wanted = {pk for row in rows for pk in row.context["follows"]}
    now = dict(type(follow)._default_manager.filter(pk__in=wanted).values_list("pk", "rhythm"))
    moved = []
    for row in rows:
        rhythm = soonest(now[pk] for pk in row.context["follows"] if pk in now)
        if rhythm != row.rhythm:
            to = row.person or Address(row.address, row.language)
            moved.append((row.pk, rhythm, _context(row.context["event"], to, rhythm, row.context["follows"])))
    if moved:
        notices.move.function(system(TOPIC), None, to=moved)


@quiet_action
def unfollow(actor: Actor, follow: Follow | AddressFollow) -> None:
    """Follow it no more. What waits for a digest because of it is not told."""
    follow.delete()


@quiet_action
def silence(actor: Actor, person: Person) -> None:
    """Set what comes once a day or once a week to never: she wants no digest."""
    mine = Follow.objects.filter(person=person, rhythm__in=(Rhythm.DAILY, Rhythm.WEEKLY))
    mine.update(rhythm=Rhythm.NEVER)


@quiet_action
def ask(actor: Actor, thing: models.Model, *, address: str, rhythm: str = Rhythm.DAILY) -> None:
    """Follow by an address without an account: a mail comes with the button that confirms it, and nothing before.

    Whether the address is known already is told only in the mail, of which a few go to one address in a day.
    """
    address = address.strip().lower()
    today = timezone.localdate()
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{address}".encode()).hexdigest()[:24]
    ends = timezone.now() + dt.timedelta(days=1)
    number = tally(system("limits"), None, key=f"{ASK}:{today:%Y%m%d}:{digest}", ends=ends)
    if number > MOST_LETTERS:
        return
    model, pk = key_of(thing)
    language = (get_language() or "fi").split("-")[0]
    row, _new = AddressFollow.objects.get_or_create(address=address, model=model, object_id=pk)
    if row.confirmed_at is None:
        row.rhythm, row.language, row.since = Rhythm(rhythm), language, timezone.now()
        row.save(update_fields=["rhythm", "language", "since"])
    notices.post(
        system(TOPIC),
        thing,
        key=f"{ASK}:{row.pk}:{today:%Y%m%d}:{number}",
        topic=ASK,
        template="following/mail/ask",
        context={
            "name": str(thing),
            "known": row.confirmed_at is not None,
            "days": CONFIRM_DAYS,
            "url": settings.SITE_URL + by_mail_path(row.pk),
        },
        address=address,
        language=language,
    )


@quiet_action
def confirm(actor: Actor, follow: AddressFollow) -> AddressFollow:
    """Confirm by the button behind the mailed link. Confirming again changes nothing."""
    if follow.confirmed_at is None:
        others = AddressFollow.objects.filter(address=follow.address).exclude(confirmed_at=None)
        if others.count() >= MOST:
            raise Refused(
                _("You follow %(n)d things, and more do not fit. Leave one of them first. Nothing was changed.")
                % {"n": MOST}
            )
        follow.confirmed_at = timezone.now()
        follow.save(update_fields=["confirmed_at"])
    return follow


@quiet_action
def leave(actor: Actor, follow: AddressFollow) -> int:
    """Forget the address of a follow with all that it follows and all that waits for it; how many it followed."""
    waiting = Delivery.objects.filter(topic=TOPIC, person=None, address=follow.address, digest=None)
    waits = waiting.filter(state__in=(State.WAITING, State.DIGEST)).values_list("pk", flat=True)
    notices.move.function(system(TOPIC), None, to=[(pk, Rhythm.NEVER, {}) for pk in waits])
    return AddressFollow.objects.filter(address=follow.address).delete()[0]


@quiet_action
def tell(
    actor: Actor, event: Event, *, thing: models.Model | None, to: Sequence[tuple[Person | Address, str, list[int]]]
) -> int:
    """Put one event for some followers (recipient, how often, which of the follows) into the outbox; how many.

    Running it again tells nobody twice.
    """
    return notices.post_all.function(
        actor,
        thing,
        key=f"{TOPIC}:{event.pk}",
        topic=TOPIC,
        template="following/mail/event",
        to=[(one, rhythm, _context(event.pk, one, rhythm, follows)) for one, rhythm, follows in to],
    )


def _context(event: int, to: Person | Address, rhythm: str, follows: list[int]) -> dict[str, Any]:
    context: dict[str, Any] = {"event": event, "follows": follows}
    at_once = rhythm == Rhythm.AT_ONCE
    if isinstance(to, Person):
        if at_once:
            with translation.override(to.language):
                context["stop_path"] = stop_path(to.pk, follows)
        return context
    with translation.override(to.language):
        context["choices_path"] = by_mail_path(follows[0])
        if at_once:
            context["stop_path"] = stop_path_of_address(follows)
    return context


@quiet_action
def tidy(actor: Actor, target: None) -> int:
    """Forget follows of what is not there any more; lead those of what was merged to what it is now. How many.

    What an address without an account never confirmed is forgotten too.
    """
    old = timezone.now() - dt.timedelta(days=CONFIRM_DAYS)
    done = AddressFollow.objects.filter(confirmed_at=None, since__lt=old).delete()[0]
    return done + _tidy(Follow, "person_id") + _tidy(AddressFollow, "address")


def _tidy(kind: type[Follow | AddressFollow], own: str) -> int:
    done, last, all_rows = 0, 0, kind._default_manager
    while rows := list(all_rows.filter(pk__gt=last).order_by("pk")[:500]):
        last = rows[-1].pk
        things = rows_of((row.model, row.object_id) for row in rows)
        for row in rows:
            now = things.get((row.model, row.object_id))
            if now is not None and now.pk == row.object_id:
                continue
            done += 1
            mine = all_rows.filter(**{own: getattr(row, own)})
            if now is None or mine.filter(model=row.model, object_id=now.pk).exists():
                row.delete()
            else:
                all_rows.filter(pk=row.pk).update(object_id=now.pk)
    return done


@notices.with_the_digest
def with_the_digest(actor: Actor, person: Person | None, address: str) -> None:
    """Who stops the digest stops what she follows in it; of an address without an account nothing of it is kept."""
    if person is not None:
        silence.function(actor, person)
        return
    AddressFollow.objects.filter(address=address, rhythm__in=(Rhythm.DAILY, Rhythm.WEEKLY)).delete()
