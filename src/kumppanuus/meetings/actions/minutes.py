"""After a meeting: the minutes, from the first words to approval and later corrected versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Approval, Mandate, Rules
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor
from kumppanuus.core.texts import Text
from kumppanuus.meetings import present, telling
from kumppanuus.meetings.models import (
    AgendaItem,
    Correction,
    ItemState,
    Meeting,
    MeetingState,
    Minutes,
    MinutesPart,
    Phase,
    Signature,
)
from kumppanuus.meetings.opening import opening_words

INSPECTORS = 2
SILENT_DAYS = 7  # of a body that has no rules of procedure yet


class WrittenMeanwhile(Refused):
    """Somebody else has saved the part since it was read. `part` is what stands there now; nothing was overwritten."""

    def __init__(self, part: MinutesPart) -> None:
        super().__init__(
            _("Somebody wrote here meanwhile. Nothing was overwritten: both texts stand below. Join them and save.")
        )
        self.part = part


def rules_of(meeting: Meeting) -> Rules | None:
    """Return the rules of procedure in force."""
    return meeting.body.rules.first()


def approval_of(meeting: Meeting) -> str:
    """Return how the body approves minutes; without rules the next meeting does."""
    rules = rules_of(meeting)
    return rules.approval if rules else Approval.MEETING


def _lock(minutes: Minutes, *phases: str) -> None:
    """Hold the minutes and their meeting until the end of the action; Refused when they are in another phase now."""
    Meeting.objects.select_for_update().get(pk=minutes.meeting_id)
    minutes.refresh_from_db(from_queryset=Minutes.objects.select_for_update())
    if minutes.phase in phases:
        return
    if minutes.phase == Phase.APPROVED:
        raise Refused(_("The minutes were approved meanwhile. Nothing was changed; a corrected version can be made."))
    raise Refused(_("The minutes went on to another stage meanwhile. Nothing was changed; look at them again."))


OPEN = (Phase.WRITING, Phase.CORRECTIONS, Phase.APPROVAL)


@action
def begin_minutes(actor: Actor, meeting: Meeting) -> Minutes:
    """Begin the minutes: a part for the opening, with what is known already, and one for each item.

    Refused when somebody began them meanwhile.
    """
    meeting.refresh_from_db(from_queryset=Meeting.objects.select_for_update())
    if meeting.minutes_versions.exists():
        raise Refused(_("Somebody began the minutes meanwhile. Open them and write there."))
    minutes = Minutes.objects.create(meeting=meeting)
    rules, opening = rules_of(meeting), {}
    for language in meeting.body.languages or [telling.first_language(meeting)]:
        with translation.override(language):
            opening[language] = opening_words(meeting, rules)
    MinutesPart.objects.create(minutes=minutes, text=Text(opening), changed_by_id=actor.person_id)
    _complete(minutes)
    note(minutes, meeting, audience=minutes.audience())
    return minutes


def _complete(minutes: Minutes) -> None:
    """Give every item that stands on the agenda its part, in the order of the agenda."""
    parts = {part.item_id: part for part in minutes.parts.all()}
    for order, item in enumerate(minutes.meeting.items.all(), 1):
        part = parts.get(item.pk)
        if part is None:
            if item.state != ItemState.WITHDRAWN:
                MinutesPart.objects.create(minutes=minutes, item=item, order=order)
        elif part.order != order:
            part.order = order
            part.save(update_fields=["order"])


@quiet_action
def write(
    actor: Actor,
    minutes: Minutes,
    *,
    item: AgendaItem | None,
    text: Mapping[str, str],
    revision: int,
    joined: int | None = None,
) -> MinutesPart:
    """Save what the minutes say of an item (None: of the opening), written on a revision of it.

    text  by language; a language that is not there stays as it is, an empty one is emptied

    An older revision never overwrites a newer one: raises WrittenMeanwhile, unless the text holds all that was written
    meanwhile, or `joined` says that this newer revision was seen. Signatures given so far fall.
    """
    _lock(minutes, *OPEN)
    if item is not None and item.meeting_id != minutes.meeting_id:
        raise Refused(_("The item belongs to another meeting. Nothing was changed."))
    part = minutes.parts.select_for_update(of=("self",)).filter(item=item).first()
    if part is None:
        _complete(minutes)
        part = minutes.parts.get(item=item)
    after = part.text.changed({**part.text, **text})
    if after == part.text:
        return part
    seen = part.revision in {revision, joined}
    if not seen and not _holds(after, part.text):
        raise WrittenMeanwhile(part)
    part.text, part.revision = after, part.revision + 1
    part.changed_by_id = actor.person_id
    part.save(update_fields=["text", "revision", "changed_by"])
    minutes.signatures.all().delete()
    return part


def _holds(after: Text, before: Text) -> bool:
    """Say whether all that stood there still does, word for word."""
    return all(words in after.get(code, "") for code, words in before.items())


@action
def open_for_corrections(actor: Actor, minutes: Minutes) -> Minutes:
    """Let those who were present read the draft and ask for corrections, for as long as the rules say; they are told.

    Refused before the meeting was ended.
    """
    _lock(minutes, Phase.WRITING)
    meeting = minutes.meeting
    meeting.refresh_from_db()
    if meeting.state != MeetingState.HELD:
        raise Refused(_("The meeting has not been ended. End it first; what you wrote is kept."))
    _complete(minutes)
    rules = rules_of(meeting)
    days = rules.silence_days if rules else SILENT_DAYS
    minutes.phase = Phase.CORRECTIONS
    minutes.corrections_until = timezone.localdate() + dt.timedelta(days=days)
    minutes.save(update_fields=["phase", "corrections_until"])
    telling.of_draft(minutes)
    note(minutes, meeting, audience=minutes.audience(), until=minutes.corrections_until.isoformat())
    return minutes


@action
def ask_for_correction(actor: Actor, minutes: Minutes, *, text: str, part: MinutesPart | None = None) -> Correction:
    """Ask for a correction in a draft. Refused without words, and when the day for it has passed."""
    _lock(minutes, Phase.CORRECTIONS)
    if not text.strip():
        raise Refused(_("Write what should be corrected."))
    until = minutes.corrections_until
    if until is not None and until < timezone.localdate():
        raise Refused(
            _("Corrections could be asked for until %(day)s. What you wrote is kept; send it to the secretary.")
            % {"day": date_format(until, "DATE_FORMAT")}
        )
    if part is not None and part.minutes_id != minutes.pk:
        raise Refused(_("The item belongs to another meeting. Nothing was changed."))
    sits = Mandate.objects.current().filter(seat__body=minutes.meeting.body_id, person=actor.person_id or 0)
    mandate = telling.seat_of_link(actor, minutes) or sits.order_by("pk").first()
    made = Correction.objects.create(minutes=minutes, part=part, mandate=mandate, text=text.strip())
    telling.of_correction(made)
    note(made, minutes, audience=made.audience())
    return made


@action
def answer_correction(actor: Actor, correction: Correction, *, accepted: bool, answer: str) -> Correction:
    """Answer a request for a correction: accepted or not, with words. The text itself is corrected by `write`."""
    minutes = correction.minutes
    _lock(minutes, *OPEN)
    correction.refresh_from_db(from_queryset=Correction.objects.select_for_update(of=("self",)))
    if correction.answered_at is not None:
        raise Refused(_("It was answered meanwhile. Nothing was changed; read the answer."))
    if not answer.strip():
        raise Refused(_("Write the answer: who asked and all who sit in the body read it."))
    correction.accepted, correction.answer, correction.answered_at = accepted, answer.strip(), timezone.now()
    correction.save(update_fields=["accepted", "answer", "answered_at"])
    telling.of_answer(correction)
    note(correction, minutes, audience=correction.audience(), accepted=accepted)
    return correction


def _all_answered(minutes: Minutes) -> None:
    if waiting := minutes.corrections.filter(answered_at=None).count():
        raise Refused(
            _("Requests for corrections wait for an answer: %(number)d. Answer each first; nothing was changed.")
            % {"number": waiting}
        )


@action
def submit(actor: Actor, minutes: Minutes) -> Minutes:
    """Put the minutes forward for approval. Refused while corrections can still be asked for or wait for an answer."""
    _lock(minutes, Phase.CORRECTIONS)
    _all_answered(minutes)
    until = minutes.corrections_until
    if until is not None and until >= timezone.localdate():
        raise Refused(
            _("Those who were present were told that they have until %(day)s. Go on after that day.")
            % {"day": date_format(until, "DATE_FORMAT")}
        )
    minutes.phase = Phase.APPROVAL
    minutes.save(update_fields=["phase"])
    if approval_of(minutes.meeting) == Approval.INSPECTORS:
        telling.of_inspection(minutes)
    note(minutes, minutes.meeting, audience=minutes.audience())
    return minutes


@action
def inspect(actor: Actor, minutes: Minutes) -> Minutes:
    """Sign as an inspector. The second of two different persons approves the minutes."""
    _lock(minutes, Phase.APPROVAL)
    if approval_of(minutes.meeting) != Approval.INSPECTORS:
        raise Refused(_("The rules of procedure have no inspectors now. Nothing was changed."))
    _all_answered(minutes)
    if minutes.signatures.filter(person=actor.person_id).exists():
        raise Refused(_("You have signed already. Another person who sits in the body gives the second signature."))
    Signature.objects.create(minutes=minutes, person_id=actor.person_id or 0)
    signed = list(minutes.signatures.order_by("pk").values_list("person", flat=True))
    if len(signed) >= INSPECTORS:
        rows = Mandate.objects.current().filter(seat__body=minutes.meeting.body_id, person__in=signed)
        sits = {row.person_id: row for row in rows.select_related("seat__term", "organisation", "person")}
        _publish(minutes, Approval.INSPECTORS, inspectors=[present.as_row(sits[pk]) for pk in signed if pk in sits])
    note(minutes, minutes.meeting, audience=minutes.audience(), signatures=len(signed))
    return minutes


@action
def approve(actor: Actor, minutes: Minutes, *, at: Meeting | None = None) -> Minutes:
    """Approve the minutes as the rules say: a later meeting that has begun (`at`) did, or nobody said anything in time.

    Refused when they were approved meanwhile, when a correction has no answer, before the day has passed, without the
    meeting, and where inspectors approve.
    """
    _lock(minutes, Phase.APPROVAL, *([Phase.CORRECTIONS] if actor.system else []))
    _all_answered(minutes)
    how = approval_of(minutes.meeting)
    if how == Approval.INSPECTORS:
        raise Refused(_("Two inspectors approve these minutes, each by her own signature. Nothing was changed."))
    if actor.system:
        until = minutes.corrections_until
        if how != Approval.SILENCE or until is None or until >= timezone.localdate():
            raise Refused(_("The day for corrections has not passed."))
        days = (until - timezone.localdate(minutes.begun_at)).days
        rules = rules_of(minutes.meeting)
        _publish(minutes, Approval.SILENCE, days=rules.silence_days if rules else days)
    elif how == Approval.SILENCE:
        raise Refused(_("These minutes are approved by themselves when the day for corrections has passed."))
    else:
        _publish(minutes, Approval.MEETING, at=_later(minutes, at))
    note(minutes, minutes.meeting, audience=minutes.audience(), how=str(how))
    return minutes


def _later(minutes: Minutes, at: Meeting | None) -> Meeting:
    """Return the meeting that approved them; Refused unless it is a later one of the same body that has begun."""
    held = at is not None and at.state in {MeetingState.CALLED, MeetingState.HELD} and at.has_begun
    if at is None or not held or at.body_id != minutes.meeting.body_id or at.starts_at <= minutes.meeting.starts_at:
        raise Refused(_("Choose the later meeting of the body that approved the minutes. Nothing was changed."))
    return at


def _publish(
    minutes: Minutes,
    how: str,
    *,
    at: Meeting | None = None,
    days: int | None = None,
    inspectors: list[present.Row] | None = None,
) -> None:
    """Copy what belongs to the minutes into them and make them final: from then on the database lets nothing change."""
    _complete(minutes)
    parts = minutes.parts.select_related("item").prefetch_related("item__outcomes__measure__owner")
    for part in parts.prefetch_related("item__outcomes__measure__post"):
        if part.item is not None:
            part.title = part.item.title
            part.outcomes = [present.outcome_row(one) for one in part.item.outcomes.all()]
            part.save(update_fields=["title", "outcomes"])
    minutes.attendance = present.attendance(minutes.meeting)
    minutes.phase, minutes.approved_on, minutes.approved_how = Phase.APPROVED, timezone.localdate(), how
    minutes.approved_at, minutes.silent_days, minutes.inspectors = at, days, inspectors or []
    minutes.save()


@action
def correct(actor: Actor, minutes: Minutes, *, reason: str) -> Minutes:
    """Begin a corrected version of approved minutes, as a copy of them, with the reason. The old one stays.

    Refused without a reason, and when somebody has begun one meanwhile.
    """
    _lock(minutes, Phase.APPROVED)
    if not reason.strip():
        raise Refused(_("Say why a corrected version is made. It is public."))
    if minutes.meeting.minutes_versions.filter(number__gt=minutes.number).exists():
        raise Refused(_("A newer version has been begun already. Write there."))
    made = Minutes.objects.create(meeting=minutes.meeting, number=minutes.number + 1, reason=reason.strip())
    for part in minutes.parts.all():
        MinutesPart.objects.create(
            minutes=made, item_id=part.item_id, order=part.order, text=part.text, changed_by_id=actor.person_id
        )
    note(made, made.meeting, audience=made.audience())
    return made
