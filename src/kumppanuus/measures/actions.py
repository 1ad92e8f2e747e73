"""The verbs of measures."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.measures.models import Consent, Measure, MeasureState, State
from kumppanuus.notices import actions as notices
from kumppanuus.notices.topics import register
from kumppanuus.organisations.models import Organisation, Post, acts_for
from kumppanuus.organisations.recipients import Addressee, of_owner
from kumppanuus.places.models import Area

REMIND_DAYS = 30
MOST_REASON = 1_000

register("measures", gettext_lazy("Measures that your organisation owns or has proposed"))


@action
def propose(
    actor: Actor,
    area: Area,
    *,
    title: Text,
    owner: Organisation,
    due: dt.date,
    post: Post | None = None,
    shows_done: Text | None = None,
    agreed_model: str = "",
    agreed_id: int | None = None,
) -> Measure:
    """Write a measure down: agreed when the actor acts for its owner, else proposed to the owner.

    An owner that needs two signatories is bound by the second of them: a signatory's own proposal is the first.
    """
    if post is not None and post.organisation_id != owner.pk:
        raise Refused(_("The post belongs to another organisation than the owner. Choose one of the owner's posts."))
    mine = actor.organisation_id == owner.pk
    signed = mine and actor.system == "negotiations"  # its signatories have signed the text in which it stands
    own = mine and (signed or not owner.two_signatories)
    measure = Measure.objects.create(
        area=area,
        title=title,
        shows_done=shows_done or Text(),
        owner=owner,
        post=post,
        due=due,
        state=State.AGREED if own else State.PROPOSED,
        proposed_by_id=actor.organisation_id,
        agreed_model=agreed_model,
        agreed_id=agreed_id,
        agreed_on=timezone.localdate() if own else None,
    )
    _keep_state(actor, measure)
    if mine and not own and acts_for(actor, owner.pk, "signatory"):
        Consent.objects.create(measure=measure, person_id=actor.person_id or 0)
    if not mine:
        _tell_owner(measure, "proposed", f"measure:{measure.pk}:proposed")
    return measure


@action
def amend(
    actor: Actor, measure: Measure, *, title: Text, owner: Organisation, due: dt.date, post: Post | None = None
) -> Measure:
    """Put right what was written down wrong, before its owner has said anything; a new owner is told.

    Refused when the owner has answered meanwhile.
    """
    _lock_unanswered(measure)
    if post is not None and post.organisation_id != owner.pk:
        raise Refused(_("The post belongs to another organisation than the owner. Choose one of the owner's posts."))
    told_anew = (measure.owner_id, measure.post_id) != (owner.pk, post.pk if post else None)
    if owner.pk not in {measure.owner_id, measure.proposed_by_id}:
        measure.state, measure.agreed_on = State.PROPOSED, None
    measure.title, measure.owner, measure.due, measure.post = title, owner, due, post
    measure.changed_at = timezone.now()
    measure.save()
    measure.states.update(due=due, state=measure.state)
    measure.consents.all().delete()
    if told_anew and measure.proposed_by_id != owner.pk:
        _tell_owner(measure, "proposed", f"measure:{measure.pk}:proposed:{owner.pk}:{post.pk if post else 0}")
    note(measure)
    return measure


@action
def withdraw(actor: Actor, measure: Measure, *, reason: str) -> Measure:
    """Take back a measure before its owner has said anything. Refused when the owner has answered meanwhile."""
    _lock_unanswered(measure)
    return _move(actor, measure, State.DROPPED, reason)


def _lock_unanswered(measure: Measure) -> None:
    _lock(measure)
    if measure.state not in {State.PROPOSED, State.AGREED} or measure.states.count() > 1:
        raise Refused(_("The owner has answered already. Nothing was changed; agree on the change with the owner."))


def _keep_state(actor: Actor, measure: Measure) -> None:
    MeasureState.objects.create(
        measure=measure, state=measure.state, reason=measure.reason, due=measure.due, person_id=actor.person_id
    )


def _tell_owner(measure: Measure, template: str, key: str) -> None:
    """Write to the post that answers for the measure, or to its owner."""
    for one in of_owner(measure.owner, measure.post):
        _tell(measure, one, template, key)


def _tell_proposer(measure: Measure) -> None:
    """Write to who proposed the measure what its owner said."""
    if measure.proposed_by and measure.proposed_by_id != measure.owner_id:
        key = f"measure:{measure.pk}:answered:{measure.state}"
        for one in of_owner(measure.proposed_by, None):
            _tell(measure, one, "answered", key)


def _tell(measure: Measure, to: Addressee, template: str, key: str) -> None:
    with translation.override(to.language):
        context = {
            "title": str(measure.title),
            "area": str(measure.area.name),
            "due": date_format(measure.due, "DATE_FORMAT"),
            "owner": str(measure.owner.name),
            "proposer": str(measure.proposed_by.name) if measure.proposed_by else "",
            "shows_done": str(measure.shows_done),
            "state": str(measure.get_state_display()),
            "declined": measure.state == State.DROPPED,
            "reason": measure.reason,
            "path": reverse("measures:measure", args=[measure.pk]),
        }
    notices.post(
        system("measures"),
        measure,
        key=key,
        topic="measures",
        template=f"measures/mail/{template}",
        context=context,
        person=to.person,
        address="" if to.person else to.address,
        language=to.language,
    )


def _lock(measure: Measure) -> None:
    """Hold the measure until the end of the action and read what others have saved meanwhile."""
    measure.refresh_from_db(from_queryset=Measure.objects.select_for_update())


def _lock_proposed(measure: Measure) -> None:
    _lock(measure)
    if measure.state != State.PROPOSED:
        raise Refused(_("The proposal has been answered already. See its page for what was said."))


def _move(actor: Actor, measure: Measure, state: str, reason: str = "") -> Measure:
    reason = reason.strip()
    if len(reason) > MOST_REASON:
        raise Refused(
            _("The reason is %(length)d characters; at most %(most)d fit. Shorten it and send again.")
            % {"length": len(reason), "most": MOST_REASON}
        )
    measure.state, measure.reason, measure.changed_at = state, reason, timezone.now()
    measure.save()
    _keep_state(actor, measure)
    note(measure, state=state)
    return measure


@action
def accept(actor: Actor, measure: Measure) -> Measure:
    """The owner agrees to a proposed measure; who proposed it is told.

    Where the owner needs two signatories this is the first signature: it waits, visibly, for `countersign`.
    """
    _lock_proposed(measure)
    if measure.owner.two_signatories:
        if measure.consents.exists():
            raise Refused(_("The first signature has been given already. Another signatory completes it."))
        Consent.objects.create(measure=measure, person_id=actor.person_id or 0)
        return measure
    return _agreed(actor, measure)


@action
def countersign(actor: Actor, measure: Measure) -> Measure:
    """Give the second signature: the owner is bound. Refused to the one who gave the first."""
    _lock_proposed(measure)
    first = measure.consents.order_by("pk").first()
    if first is None or first.person_id == actor.person_id:
        raise Refused(_("Two different signatories are needed. The first signature waits for another person's."))
    Consent.objects.create(measure=measure, person_id=actor.person_id or 0)
    return _agreed(actor, measure)


def _agreed(actor: Actor, measure: Measure) -> Measure:
    measure.agreed_on = timezone.localdate()
    _move(actor, measure, State.AGREED)
    _tell_proposer(measure)
    return measure


@action
def decline(actor: Actor, measure: Measure, *, reason: str) -> Measure:
    """The owner declines a proposed measure with a reason, which is public; who proposed it is told."""
    if not reason.strip():
        raise Refused(_("Give a reason: it is shown to the proposer and on the municipality's page."))
    _lock_proposed(measure)
    _move(actor, measure, State.DROPPED, reason)
    _tell_proposer(measure)
    return measure


@action
def report(actor: Actor, measure: Measure, *, state: str, reason: str = "", due: dt.date | None = None) -> Measure:
    """Tell how the measure goes; dropping it or moving its date needs a reason."""
    _lock(measure)
    if state == State.PROPOSED or state not in State.values:
        raise Refused(_("A measure does not go back to being proposed."))
    moved = due is not None and due != measure.due
    if (state == State.DROPPED or moved) and not reason.strip():
        raise Refused(_("Say why. What you chose is kept on the form."))
    if moved and due is not None:
        note(measure, due_before=measure.due.isoformat(), due=due.isoformat())
        measure.due = due
    return _move(actor, measure, state, reason)


@quiet_action
def remind(actor: Actor, _obj: None = None) -> int:
    """Remind owners of open measures due within a month, and once when the day has passed. Returns how many."""
    today = timezone.localdate()
    soon = Measure.objects.open().exclude(state=State.PROPOSED).filter(due__lte=today + dt.timedelta(days=REMIND_DAYS))
    measures = list(soon.select_related("owner", "post", "area", "proposed_by"))
    for measure in measures:
        template = "late" if measure.due < today else "due"
        _tell_owner(measure, template, f"measure:{measure.pk}:{template}:{measure.due}")
    return len(measures)
