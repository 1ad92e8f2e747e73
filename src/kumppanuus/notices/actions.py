"""The only file that writes the outbox: post, claim, close, give back, gather digests, choose a rhythm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from kumppanuus.accounts.models import Person
from kumppanuus.core.actions import quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.notices.models import Address, AddressStop, Beat, Delivery, Preference, Rhythm, State
from kumppanuus.notices.topics import DIGEST, known
from kumppanuus.notices.topics import topic as topic_called

IN_DIGESTS = (Rhythm.DAILY, Rhythm.WEEKLY)
LEASE = dt.timedelta(minutes=5)  # a sender that has not reported by then has died
BACK_OFF = (1, 5, 15, 60, 180, 360, 720)  # minutes before the second, third … attempt


@quiet_action
def post(
    actor: Actor,
    target: models.Model | None,
    *,
    key: str,
    topic: str,
    template: str,
    context: dict[str, Any],
    person: Person | None = None,
    address: str = "",
    language: str = "",
) -> Delivery | None:
    """Put one notice for one recipient into the outbox and wake the sender after commit.

    The same key never goes twice to the same address: the row that is there is returned. None where there is
    no recipient (no address, an erased person). A topic the person does not want makes a row marked so.
    """
    to = (person.email if person else address).strip().lower()
    if not to or (person is not None and (person.erased_at or not person.is_active)):
        return None
    state = _state_for(topic, person, to)
    if state == State.DROPPED and topic_called(topic).passing:
        return None
    row, created = Delivery.objects.get_or_create(
        key=key,
        address=to,
        defaults={
            "topic": topic,
            "person": person,
            "language": language or (person.language if person else "fi"),
            "template": template,
            "context": {} if state == State.DROPPED else context,  # it may hold a secret
            "state": state,
            "target_model": target._meta.label_lower if target is not None else "",
            "target_id": target.pk if target is not None else None,
        },
    )
    if created and state == State.WAITING:
        _wake_after_commit()
    return row


def _state_for(topic: str, person: Person | None, address: str) -> State:
    kind = topic_called(topic)
    if kind.required or kind.by_itself:
        return State.WAITING
    if person is None:
        stopped = AddressStop.objects.filter(address=address, topic=topic).exists()
        return State.DROPPED if stopped else State.WAITING
    rhythm = Preference.objects.filter(person=person, topic=topic).values_list("rhythm", flat=True).first()
    match rhythm:
        case Rhythm.NEVER:
            return State.DROPPED
        case Rhythm.DAILY | Rhythm.WEEKLY:
            return State.DIGEST
        case _:
            return State.WAITING


def _wake_after_commit() -> None:
    if not any(entry[1] is _wake for entry in connection.run_on_commit):
        transaction.on_commit(_wake)


def _wake() -> None:
    from kumppanuus.notices.tasks import wake

    wake.enqueue()


@quiet_action
def post_all(
    actor: Actor,
    target: models.Model | None,
    *,
    key: str,
    topic: str,
    template: str,
    to: Sequence[tuple[Person | Address, str, dict[str, Any]]],
) -> int:
    """Put the same notice to many (recipient, rhythm, context) into the outbox; return how many were asked for.

    For topics whose rhythm is not the person's choice for the topic. Running it again adds nobody twice.
    """
    own = {
        "key": key,
        "topic": topic,
        "template": template,
        "target_model": target._meta.label_lower if target is not None else "",
        "target_id": target.pk if target is not None else None,
    }
    rows = [
        Delivery(
            person=one if isinstance(one, Person) else None,
            address=one.email.strip().lower(),
            language=one.language,
            context=context,
            rhythm=rhythm,
            state=State.DIGEST if rhythm in IN_DIGESTS else State.WAITING,
            **own,
        )
        for one, rhythm, context in to
        if rhythm != Rhythm.NEVER and one.email and (isinstance(one, Address) or (one.is_active and not one.erased_at))
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.state == State.WAITING for row in rows):
        _wake_after_commit()
    return len(rows)


@quiet_action
def move(actor: Actor, target: None, *, to: Sequence[tuple[int, str, dict[str, Any]]]) -> int:
    """Give rows that wait still another rhythm (id, rhythm, context), as it was chosen meanwhile; return how many.

    What a sender or a digest has taken already goes as it was.
    """
    moved = 0
    for pk, rhythm, context in to:
        state = State.DROPPED if rhythm == Rhythm.NEVER else State.DIGEST if rhythm in IN_DIGESTS else State.WAITING
        waiting = Delivery.objects.filter(pk=pk, state__in=(State.WAITING, State.DIGEST), digest=None)
        own = {} if state == State.DROPPED else context
        moved += waiting.update(rhythm=rhythm, state=state, context=own, next_try=timezone.now())
    if moved:
        _wake_after_commit()
    return moved


@quiet_action
def claim(actor: Actor, target: None, *, most: int = 20, only: int | None = None) -> list[Delivery]:
    """Take due rows for sending: each gets its Message-ID and a lease before anything leaves."""
    now = timezone.now()
    due = Delivery.objects.due().order_by("next_try", "pk")
    if only is not None:
        due = due.filter(pk=only)
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    rows = list(due[:most])
    domain = urlsplit(settings.SITE_URL).hostname or "localhost"
    for row in rows:
        row.state = State.SENDING
        row.attempts += 1
        row.next_try = now + LEASE
        row.message_id = row.message_id or make_msgid(str(row.pk), domain)
        row.save(update_fields=["state", "attempts", "next_try", "message_id"])
    return rows


@quiet_action
def close(actor: Actor, delivery: Delivery, *, subject: str = "", body: str = "") -> Delivery:
    """Mark a row, and the parts of a digest, as sent. Its context is forgotten: it may have held a secret.

    Of a passing topic nothing is kept at all, but where the installation shows what it sends (the demo).
    """
    if topic_called(delivery.topic).passing and not body:
        delivery.delete()
        return delivery
    now = timezone.now()
    delivery.parts.filter(state=State.DIGEST).update(state=State.SENT, sent_at=now, context={})
    delivery.state, delivery.sent_at, delivery.error, delivery.context = State.SENT, now, "", {}
    delivery.subject, delivery.body = subject[:300], body
    delivery.save(update_fields=["state", "sent_at", "error", "context", "subject", "body"])
    return delivery


@quiet_action
def give_back(actor: Actor, delivery: Delivery, *, error: str, for_good: bool = False) -> Delivery:
    """Put a row back for a later attempt; after the last one, or for good, it stands as failed for the operator."""
    delivery.error = error[:300]
    if for_good or delivery.attempts >= Delivery.MOST_ATTEMPTS:
        delivery.state = State.FAILED
        if topic_called(delivery.topic).passing:
            delivery.delete()
            return delivery
    else:
        wait = BACK_OFF[min(delivery.attempts, len(BACK_OFF)) - 1]
        delivery.state, delivery.next_try = State.WAITING, timezone.now() + dt.timedelta(minutes=wait)
    delivery.save(update_fields=["state", "error", "next_try"])
    return delivery


@quiet_action
def retry(actor: Actor, delivery: Delivery) -> Delivery:
    """Try a failed row again from the beginning."""
    delivery.state, delivery.attempts, delivery.next_try = State.WAITING, 0, timezone.now()
    delivery.save(update_fields=["state", "attempts", "next_try"])
    _wake_after_commit()
    return delivery


@quiet_action
def drop(actor: Actor, delivery: Delivery) -> Delivery:
    """Close a row, and the parts of a digest, that has nothing to tell any more."""
    delivery.parts.filter(state=State.DIGEST).update(state=State.DROPPED, context={})
    delivery.state, delivery.context = State.DROPPED, {}
    delivery.save(update_fields=["state", "context"])
    return delivery


@quiet_action
def gather(actor: Actor, person: Person, *, parts: list[int], dropped: list[int]) -> Delivery | None:
    """Make one digest of rows that wait for it; rows of topics the person has left since are dropped."""
    waiting = Delivery.objects.filter(person=person, state=State.DIGEST, digest=None)
    if dropped:
        waiting.filter(pk__in=dropped).update(state=State.DROPPED, context={})
    last = waiting.filter(pk__in=parts).order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return None
    digest = post.function(
        actor,
        None,
        key=f"digest:{person.pk}:{last}",
        topic=DIGEST,
        template="notices/mail/digest",
        context={},
        person=person,
    )
    if digest is not None:
        waiting.filter(pk__in=parts).update(digest=digest)
    return digest


@quiet_action
def gather_addresses(actor: Actor, target: None, *, wanted: Sequence[tuple[str, list[int]]]) -> int:
    """Make the digests of some addresses without an account (address, parts) in one transaction; return how many."""
    made = 0
    for address, parts in wanted:
        waiting = Delivery.objects.filter(person=None, address=address, state=State.DIGEST, digest=None, pk__in=parts)
        last = waiting.order_by("-pk").first()
        if last is None:
            continue
        digest = post.function(
            actor,
            None,
            key=f"digest:address:{last.pk}",
            topic=DIGEST,
            template="notices/mail/digest",
            context={name: last.context[name] for name in ("choices_path",) if name in last.context},
            address=address,
            language=last.language,
        )
        made += digest is not None and bool(waiting.update(digest=digest))
    return made


@quiet_action
def gather_all(actor: Actor, target: None, *, wanted: Sequence[tuple[Person, list[int], list[int]]]) -> int:
    """Make the digests of some persons (person, parts, dropped) in one transaction; return how many."""
    made = [gather.function(actor, person, parts=parts, dropped=dropped) for person, parts, dropped in wanted]
    return sum(one is not None for one in made)


@quiet_action
def choose(actor: Actor, person: Person, *, rhythms: dict[str, str]) -> None:
    """Set how often the person wants each topic; required topics are passed over."""
    for key, rhythm in rhythms.items():
        if key in known and known[key].has_rhythm:
            Preference.objects.update_or_create(person=person, topic=key, defaults={"rhythm": Rhythm(rhythm)})


@quiet_action
def stop(actor: Actor, person: Person | None, *, topic: str, address: str = "") -> None:
    """Stop the mail of a topic for a person, or for an address without an account; of the digest, all that is in it."""
    if topic == DIGEST:
        _stop_digests(actor, person, address.lower())
        return
    if person is not None:
        Preference.objects.update_or_create(person=person, topic=topic, defaults={"rhythm": Rhythm.NEVER})
        waiting = Delivery.objects.filter(person=person)
    else:
        AddressStop.objects.get_or_create(address=address.lower(), topic=topic)
        waiting = Delivery.objects.filter(address=address.lower(), person=None)
    waiting.filter(topic=topic, state__in=(State.WAITING, State.DIGEST), digest=None).update(
        state=State.DROPPED, context={}
    )


Stopper = Callable[[Actor, Person | None, str], None]  # the person, or the address of one without an account
stoppers: list[Stopper] = []


def with_the_digest(one: Stopper) -> Stopper:
    """Register what else stops with the digest: what comes once a day or once a week by a rhythm of its own."""
    if one not in stoppers:
        stoppers.append(one)
    return one


def _stop_digests(actor: Actor, person: Person | None, address: str) -> None:
    if person is not None:
        Preference.objects.filter(person=person, rhythm__in=IN_DIGESTS).update(rhythm=Rhythm.NEVER)
    for one in stoppers:
        one(actor, person, address)
    own: dict[str, Any] = {"person": person} if person is not None else {"person": None, "address": address}
    waiting = Delivery.objects.filter(**own, state=State.DIGEST, digest=None)
    waiting.update(state=State.DROPPED, context={})


@quiet_action
def beat(actor: Actor, target: None, *, name: str) -> None:
    """Write down that a part of the system is alive."""
    Beat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


@quiet_action
def purge(actor: Actor, target: None, *, before: dt.datetime) -> int:
    """Erase rows that were sent, dropped or given up before the moment; return how many."""
    old = Delivery.objects.filter(state__in=(State.SENT, State.DROPPED, State.FAILED), created_at__lt=before)
    return old.delete()[0]
