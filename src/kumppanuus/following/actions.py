"""Following. The only file that writes follows. None of the verbs leaves an event: what somebody follows is her own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from kumppanuus.accounts.models import Person
from kumppanuus.activity.models import Event
from kumppanuus.core.actions import Refused, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.following.models import Follow
from kumppanuus.following.stopping import stop_path
from kumppanuus.following.things import key_of, rows_of
from kumppanuus.notices import actions as notices
from kumppanuus.notices.models import Rhythm

TOPIC = "following"
MOST = 200  # of one person


@quiet_action
def follow(actor: Actor, thing: models.Model, *, rhythm: str = Rhythm.DAILY) -> Follow:
    """Follow a thing, or choose anew how often. Refused where she follows as many as there may be."""
    model, pk = key_of(thing)
    mine = Follow.objects.filter(person=actor.person_id)
    if known := mine.filter(model=model, object_id=pk).first():
        return change.function(actor, known, rhythm=rhythm)
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
def change(actor: Actor, follow: Follow, *, rhythm: str) -> Follow:
    """Choose how often. What waits for a digest already comes in that one."""
    follow.rhythm = Rhythm(rhythm)
    follow.save(update_fields=["rhythm"])
    return follow


@quiet_action
def unfollow(actor: Actor, follow: Follow) -> None:
    """Follow it no more. What waits for a digest because of it is not told."""
    follow.delete()


@quiet_action
def silence(actor: Actor, person: Person) -> None:
    """Set what comes once a day or once a week to never: she wants no digest."""
    mine = Follow.objects.filter(person=person, rhythm__in=(Rhythm.DAILY, Rhythm.WEEKLY))
    mine.update(rhythm=Rhythm.NEVER)


@quiet_action
def tell(actor: Actor, event: Event, *, thing: models.Model | None, to: Sequence[tuple[Person, str, list[int]]]) -> int:
    """Put one event for some followers (person, how often, which of her follows) into the outbox; how many.

    Running it again tells nobody twice.
    """
    return notices.post_all.function(
        actor,
        thing,
        key=f"{TOPIC}:{event.pk}",
        topic=TOPIC,
        template="following/mail/event",
        to=[(person, rhythm, _context(event, person, rhythm, follows)) for person, rhythm, follows in to],
    )


def _context(event: Event, person: Person, rhythm: str, follows: list[int]) -> dict[str, Any]:
    context: dict[str, Any] = {"event": event.pk, "follows": follows}
    if rhythm == Rhythm.AT_ONCE:
        with translation.override(person.language):
            context["stop_path"] = stop_path(person.pk, follows)
    return context


@quiet_action
def tidy(actor: Actor, target: None) -> int:
    """Forget follows of what is not there any more; lead those of what was merged to what it is now. How many."""
    done = 0
    last = 0
    while rows := list(Follow.objects.filter(pk__gt=last).order_by("pk")[:500]):
        last = rows[-1].pk
        things = rows_of((row.model, row.object_id) for row in rows)
        for row in rows:
            now = things.get((row.model, row.object_id))
            if now is not None and now.pk == row.object_id:
                continue
            done += 1
            if now is None or Follow.objects.filter(person=row.person_id, model=row.model, object_id=now.pk).exists():
                row.delete()
            else:
                Follow.objects.filter(pk=row.pk).update(object_id=now.pk)
    return done


@notices.with_the_digest
def with_the_digest(actor: Actor, person: Person) -> None:
    """Who stops the digest stops what she follows in it."""
    silence.function(actor, person)
