"""Matters and agendas: an outcome is sent on, a matter that came is put on an agenda, an answer comes back to one."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from kumppanuus.bodies.models import Body
from kumppanuus.core.actions import Refused, action, note, quiet_action
from kumppanuus.core.actors import Actor, system
from kumppanuus.core.texts import Text
from kumppanuus.matters import actions as matters
from kumppanuus.matters.actions.starting import Origin
from kumppanuus.matters.course import State, StepKind
from kumppanuus.matters.models import LONGEST_NOTE, Matter, MatterKind
from kumppanuus.matters.receivers import To
from kumppanuus.meetings.actions.agendas import put
from kumppanuus.meetings.models import AgendaItem, ItemKind, Meeting, MeetingState, Outcome, OutcomeKind

BODY = Body._meta.label_lower
OUTCOME = Outcome._meta.label_lower
OPEN = (MeetingState.PLANNED, MeetingState.CALLED)
ANSWER_MINUTES = 10  # kept for an answer, so that the times after it stay known
LONGEST_BACKGROUND = 5000


@action
def send_on(actor: Actor, outcome: Outcome, *, title: Text, text: Text, to: To, due: dt.date | None = None) -> Matter:
    """Send what came of an item on as a matter in the body's name; the outcome leads to it from then on.

    Matters are public: of a members-only body only what is written here gets out. Refused when it was sent already.
    """
    Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    outcome.refresh_from_db(fields=["matter"])
    if outcome.matter_id is not None:
        raise Refused(_("It has been sent on already. Its path stands on the matter's page."))
    body = outcome.item.meeting.body
    made = matters.start(
        Actor(person_id=actor.person_id, organisation_id=body.convener_id, system="meetings"),
        body.area,
        title=title,
        text=text,
        to=to,
        kind=MatterKind.STATEMENT if outcome.kind == OutcomeKind.STATEMENT else MatterKind.ITEM,
        due=due,
        origin=Origin(BODY, body.pk, Text(body.name), OUTCOME, outcome.pk),
    )
    outcome.matter = made
    outcome.save(update_fields=["matter"])
    note(made)
    return made


@action
def take_matter(
    actor: Actor, matter: Matter, *, meeting: Meeting, minutes: int | None = None, presenter: str = ""
) -> AgendaItem:
    """Put a matter that came to a body onto the agenda of a coming meeting. Who gave it is told."""
    meeting.refresh_from_db(fields=["state"], from_queryset=Meeting.objects.select_for_update())
    if meeting.body_id != matter.held_id or meeting.state not in OPEN:
        raise Refused(_("Choose a coming meeting of this body. The matter waits as before."))
    if meeting.items.filter(matter=matter).exists():
        raise Refused(_("It is on that agenda already. Nothing was changed."))
    own = {"proposed_by": matter.organisation} if matter.organisation_id and not matter.given_body_model else {}
    item = put(
        meeting,
        title=Text(matter.title),
        kind=ItemKind.STATEMENT if matter.kind == MatterKind.STATEMENT else ItemKind.INITIATIVE,
        background=_fitting(matter.text, LONGEST_BACKGROUND),
        minutes=minutes,
        presenter=presenter.strip(),
        matter=matter,
        **own,
    )
    by = Actor(person_id=actor.person_id, organisation_id=actor.organisation_id, system="meetings")
    matters.take_up(by, matter, link=_address(meeting))
    note(item, meeting, matter, audience=meeting.audience())
    return item


def _address(meeting: Meeting) -> str:
    return f"{settings.SITE_URL}{meeting.get_absolute_url()}"


def _fitting(text: Text, most: int) -> Text:
    return Text({code: words if len(words) <= most else f"{words[: most - 1]}…" for code, words in text.items()})


def put_answers_on(meeting: Meeting) -> list[AgendaItem]:
    """Put onto an agenda the answers to what the body sent on. Each comes back once. For actions, which have asked."""
    answered = Matter.objects.filter(state=State.ANSWERED, sent_model=BODY, sent_id=meeting.body_id)
    made = []
    for matter in answered.exclude(agenda_items__meeting=meeting).prefetch_related("steps").order_by("pk"):
        said = [step for step in matter.steps.all() if step.kind == StepKind.ANSWERED][-1]
        item = put(
            meeting,
            title=Text(matter.title),
            kind=ItemKind.INFORMATION,
            minutes=ANSWER_MINUTES,
            background=_fitting(said.text, min(LONGEST_NOTE, LONGEST_BACKGROUND)),
            matter=matter,
        )
        matters.give_back(system("meetings"), Matter.objects.get(pk=matter.pk), link=_address(meeting))
        made.append(item)
    return made


@quiet_action
def put_answers(actor: Actor, _obj: None = None) -> int:
    """Put answers that came back onto the next agenda of each body that waits for one. Returns how many."""
    waiting = Matter.objects.filter(state=State.ANSWERED, sent_model=BODY, sent_id=OuterRef("body"))
    coming = Meeting.objects.coming().filter(Exists(waiting), starts_at__gt=timezone.now()).select_related("body")
    seen, done = set(), 0
    for meeting in coming:
        if meeting.body_id not in seen:
            seen.add(meeting.body_id)
            done += len(put_answers_on(meeting))
    return done
