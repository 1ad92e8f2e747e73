"""Preparing a round, announcing, inviting, reminding, extending, closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.consultations import targets, telling
from kumppanuus.consultations.models import Consultation, Invitation, Part, State, Why
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.slugs import free_slug
from kumppanuus.core.texts import Text
from kumppanuus.organisations.models import Organisation

TOLD = ("title", "introduction", "openness", "late_allowed", "area", "closes_at")
REMIND_BEFORE = dt.timedelta(days=3)
MOST_INVITED = 2000


def hold(consultation: Consultation) -> Consultation:
    """Lock the round, so that two moderators act one after the other, and read it as it is now."""
    rows = Consultation.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    return rows.get(pk=consultation.pk)


def ahead(moment: dt.datetime) -> None:
    """Refuse a deadline that has passed."""
    if moment <= timezone.now():
        raise Refused(_("The last day has passed already. Choose a later one; the rest is kept."))


@action
def prepare(
    actor: Actor,
    /,
    organisation: Organisation,
    *,
    title: Text,
    closes_at: dt.datetime,
    target: models.Model | None = None,
    questions: Sequence[Text] = (),
    posts: Iterable[Any] = (),
    **fields: Any,
) -> Consultation:
    """Prepare a round of an organisation on a thing, on questions, or on both. Nobody else sees it yet.

    Refused without anything to comment, and when the actor may not open a round on the thing.
    """
    if unknown := fields.keys() - set(TOLD):
        raise TypeError(f"A round has no {', '.join(sorted(unknown))}")
    ahead(closes_at)
    fields.setdefault("area", organisation.governs)
    made = Consultation(organisation=organisation, title=title, closes_at=closes_at, **fields)
    if target is not None:
        if not (actor.system or targets.may_consult(actor, target)):
            raise Refused(_("Ask its owner to open a comment round on it, or ask only questions. Nothing was made."))
        how = targets.register[target._meta.label_lower]
        made.target_model, made.target_id, made.target_title = how.model, target.pk, how.title(target)
        made.target_path = _path(target)
    elif not questions:
        raise Refused(_("Ask at least one question, or choose what is commented. What you wrote is kept."))
    made.slug = free_slug(Consultation.objects.all(), str(title), fallback="round")
    made.save()
    made.posts.set(posts)
    _set_parts(made, target, questions)
    note(made, organisation)
    return made


def _path(target: Any) -> str:
    """Return where everybody can read the thing; nowhere for a draft, whose words the round itself shows."""
    how = targets.register[target._meta.label_lower]
    return target.get_absolute_url() if how.may_read(Actor(), target) else ""


def _set_parts(consultation: Consultation, target: models.Model | None, questions: Sequence[Text]) -> None:
    pieces = targets.register[consultation.target_model].parts(target) if target is not None else []
    rows = [Part(key=one.key, heading=one.heading, body=one.body) for one in pieces]
    rows += [Part(key=f"q{n}", heading=one, is_question=True) for n, one in enumerate(questions, 1)]
    for order, row in enumerate(rows):
        row.consultation, row.order = consultation, order
    consultation.parts.all().delete()
    Part.objects.bulk_create(rows)


@action
def change(
    actor: Actor, /, consultation: Consultation, *, questions: Sequence[Text] | None = None, **fields: Any
) -> Consultation:
    """Change what the round says; what is asked and until when only before it is announced."""
    held = hold(consultation)
    if unknown := fields.keys() - set(TOLD):
        raise TypeError(f"A round has no {', '.join(sorted(unknown))}")
    if held.state != State.PREPARED and (fields.keys() - {"title", "introduction"} or questions is not None):
        raise Refused(_("It has been announced: only its title and introduction can be changed. Extend it if needed."))
    for name, value in fields.items():
        setattr(held, name, value)
    ahead(held.closes_at)
    held.save()
    if questions is not None:
        target = targets.target_of(held.target_model, held.target_id)
        if target is None and not questions:
            raise Refused(_("Ask at least one question, or choose what is commented. What you wrote is kept."))
        _set_parts(held, target, questions)
    note(held)
    return held


@action
def announce(actor: Actor, /, consultation: Consultation, *, at: dt.datetime | None = None) -> Consultation:
    """Announce the round: it opens now, or at a moment to come. The text is taken as it stands now and kept so.

    Refused when the deadline would come before the opening. A draft lies open to all in the round.
    """
    held = hold(consultation)
    if held.state != State.PREPARED:
        raise Refused(_("It has been announced already. Nothing was changed."))
    now = timezone.now()
    held.opens_at = max(at or now, now)
    if held.closes_at <= held.opens_at:
        raise Refused(_("The last day comes before it opens. Change the days first; nothing was announced."))
    target = targets.target_of(held.target_model, held.target_id)
    if held.target_model:
        if target is None:
            raise Refused(_("What was to be commented is not there any more. Nothing was announced."))
        questions = [part.heading for part in held.parts.filter(is_question=True)]
        held.target_title = targets.register[held.target_model].title(target)
        held.target_path = _path(target)
        _set_parts(held, target, questions)
    held.save()
    if held.opens_at <= now:
        _tell_opening(held)
    note(held, held.organisation)
    return held


def _tell_opening(held: Consultation) -> None:
    held.open_told_at = timezone.now()
    held.save(update_fields=["open_told_at"])
    for one in held.invitations.filter(told_at=None).select_related("organisation"):
        telling.invited(held, one)


@action
def invite(
    actor: Actor,
    /,
    consultation: Consultation,
    *,
    organisations: Iterable[Organisation] = (),
    addresses: Sequence[tuple[str, str]] = (),
    why: str = Why.NAMED,
) -> int:
    """Invite organisations, and (address, name) of others. Who is invited already is left as she is. Returns how many.

    Refused once it is over.
    """
    held = hold(consultation)
    if held.is_over:
        raise Refused(_("The round is over: nobody can be invited to it. Extend it first."))
    own = set(held.invitations.values_list("organisation", flat=True))
    language = (get_language() or "fi").split("-")[0]  # of an address nobody knows: that of who invites it
    mails = {email.lower() for email in held.invitations.exclude(email="").values_list("email", flat=True)}
    made = [
        Invitation(consultation=held, organisation=one, why=why, language=one.mail_language)
        for one in {one.pk: one for one in organisations if one.pk not in own}.values()
    ]
    for email, name in addresses:
        if email.lower() not in mails:
            mails.add(email.lower())
            made.append(Invitation(consultation=held, email=email.lower(), name=name, why=why, language=language))
    if len(made) > MOST_INVITED:
        raise Refused(_("That is more than can be invited at once. Choose a smaller circle; nobody was invited."))
    for row in made:
        row.save()
        if held.is_open:
            telling.invited(held, row)
    note(held, count=len(made))
    return len(made)


@action
def remind(actor: Actor, /, consultation: Consultation) -> int:
    """Remind those who are invited and silent. Returns how many. Refused when it is not open."""
    held = hold(consultation)
    if not held.is_open:
        raise Refused(_("The round is not open now: nobody was reminded."))
    rows = list(held.invitations.silent().select_related("organisation"))
    now = timezone.now()
    for one in rows:
        telling.reminded(held, one)
    held.invitations.silent().update(reminded_at=now)
    held.reminded_at = now
    held.save(update_fields=["reminded_at"])
    note(held, count=len(rows))
    return len(rows)


@action
def extend(actor: Actor, /, consultation: Consultation, *, closes_at: dt.datetime, why: str) -> Consultation:
    """Give more time and say why. The invited are told. Refused for an earlier day and once the round is answered."""
    held = hold(consultation)
    if held.opens_at is None or held.state == State.CONCLUDED or held.closed_at:
        raise Refused(_("The round cannot be extended now: it is not announced, or it has been closed."))
    if closes_at <= held.closes_at:
        raise Refused(_("Choose a day after the present one. What you wrote is kept."))
    held.closes_at, held.extended_why, held.reminded_at = closes_at, why, None
    ahead(closes_at)
    held.save()
    for one in held.invitations.select_related("organisation"):
        telling.extended(held, one)
    note(held)
    return held


@action
def close(actor: Actor, /, consultation: Consultation, *, why: str = "") -> Consultation:
    """Close the round: at its deadline, or earlier with a reason. What was given does not change any more."""
    held = hold(consultation)
    if held.opens_at is None or held.closed_at:
        raise Refused(_("The round is not open: there is nothing to close."))
    now = timezone.now()
    if held.closes_at > now:
        if not why:
            raise Refused(_("Say why it is closed before its last day."))
        held.closed_why = why
    held.closed_at = now
    held.save()
    telling.closed(held)
    note(held)
    return held


@quiet_action
def turn(actor: Actor, /, target: None) -> int:
    """By the clock: open what was announced, remind the silent, close what is due. Returns how many rounds moved."""
    now, moved = timezone.now(), 0
    rows = Consultation.objects.filter(opens_at__lte=now, closed_at=None).order_by("pk")
    for one in rows.filter(open_told_at=None, closes_at__gt=now):
        _tell_opening(hold(one))
        moved += 1
    for one in rows.filter(reminded_at=None, closes_at__gt=now, closes_at__lte=now + REMIND_BEFORE):
        remind(actor, one)
        moved += 1
    for one in rows.filter(closes_at__lte=now):
        close(actor, one)
        moved += 1
    return moved
