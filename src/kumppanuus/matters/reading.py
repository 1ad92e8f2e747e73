"""What pages, files and letters read of a matter: its path as a line, what comes next, how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kumppanuus.core.texts import Text
from kumppanuus.matters import receivers
from kumppanuus.matters.course import WITH_RECEIVER, Standing, State, StepKind, as_corrected, standing
from kumppanuus.matters.models import Matter, Step


def steps_of(matter: Matter) -> list[Step]:
    """Return the steps, the first one first; once per row."""
    return list(matter.steps.all())


def standing_of(matter: Matter) -> Standing:
    """Return how a matter stands after its steps."""
    return standing(steps_of(matter))


def may_follow(matter: Matter, kind: StepKind) -> bool:
    """Say whether a step of the kind may come next. One query, none where the steps are prefetched."""
    return kind in standing_of(matter).follows()


@dataclass
class Line:
    """One place of the path: the step as it is true now, and what corrected it."""

    step: Step
    now: Step
    corrections: list[Step] = field(default_factory=list)
    is_here: bool = False
    page: str = ""

    @property
    def before(self) -> str:
        """Return what of the step was written before it was corrected."""
        step, now = self.step, self.now
        on, due = (date_format(day, "DATE_FORMAT") if day else "" for day in (step.on, step.due))
        parts = [(on, step.on != now.on), (due, step.due != now.due), (str(step.text), step.text != now.text)]
        parts += [(one, one != other) for one, other in ((step.diary_number, now.diary_number), (step.link, now.link))]
        return ", ".join(words for words, changed in parts if changed and words) or "–"

    @property
    def heading(self) -> str:
        """Return what happened, with to whom it was sent."""
        match self.step.kind:
            case StepKind.SENT:
                return _("Sent to: %(name)s") % {"name": self.step.receiver}
            case StepKind.REGISTERED:
                return _("Registered: %(number)s") % {"number": self.now.diary_number}
            case _:
                return str(self.step.get_kind_display())


def path_of(matter: Matter, steps: Sequence[Step] | None = None) -> list[Line]:
    """Return the path: each step with its corrections, the present place marked."""
    rows = as_corrected(steps if steps is not None else steps_of(matter))
    lines = [Line(step, corrections[-1] if corrections else step, corrections) for step, corrections in rows]
    if lines and not matter.is_ended:
        lines[-1].is_here = True
    return lines


def with_pages(lines: list[Line]) -> list[Line]:
    """Return the path with the pages of those to whom it was sent. One query where bodies are among them."""
    found = receivers.pages((line.step.to_model, line.step.to_id) for line in lines if line.step.to_model)
    for line in lines:
        to = line.step.to_organisation
        own = to.get_absolute_url() if to and not line.step.to_model else ""
        line.page = found.get((line.step.to_model, line.step.to_id or 0), own)
    return lines


def here_in_words(matter: Matter) -> str:
    """Return where it waits and since when."""
    name = str(matter.waits_name)
    said = {
        State.ANSWERED: _("Answered on %(day)s. The answer goes back to: %(name)s.")
        if name
        else _("Answered on %(day)s."),
        State.RETURNED: _("The answer came back on %(day)s to: %(name)s."),
        State.GIVEN: _("Given on %(day)s. It has not been sent to anybody yet."),
        State.UNCONFIRMED: _("It has not been sent: whoever wrote it has not confirmed it."),
        State.CLOSED: _("Closed. The reason stands at the end of the path."),
        State.WITHDRAWN: _("Withdrawn by who gave it."),
    }
    words = _("Waits at: %(name)s, since %(day)s.") if matter.state in WITH_RECEIVER else said[State(matter.state)]
    return words % {"name": name, "day": date_format(matter.since, "DATE_FORMAT") if matter.since else ""}


def next_in_words(matter: Matter) -> str:
    """Return what comes next."""
    name = str(matter.waits_name)
    number = _("Next: the registry gives it a diary number, which is recorded here.")
    sent = number
    if matter.held_model:
        sent = _("Next: %(name)s takes it up at a meeting or answers it.")
    elif matter.holder_id is None:
        sent = _("Next: whoever sent it delivers the document to the registry and records the delivery.")
    said = {
        State.SENT: sent,
        State.DELIVERED: number,
        State.REGISTERED: _("Next: %(name)s handles it, and the decision is recorded here with a link."),
        State.TAKEN_UP: _("Next: it is handled at the meeting."),
        State.HANDLED: _("Next: %(name)s answers."),
        State.ANSWERED: _("Next: the answer comes on the agenda of who sent it on, or is taken from there as such."),
        State.RETURNED: _("Next: %(name)s says what follows from the answer."),
    }
    words = "" if matter.state == State.ANSWERED and not name else said.get(State(matter.state), "")
    return words % {"name": name}


def not_pending(matter: Matter) -> str:
    """Return the plain sentence that it is not officially pending; "" where it is, or nobody could think so."""
    if matter.state not in WITH_RECEIVER or matter.diary_number:
        return ""
    if matter.held_model:
        return _(
            "This is not officially pending: a body of co-operation is no authority. It becomes pending when an "
            "authority's registry has recorded it."
        )
    return _(
        "This is not officially pending yet: the registry has not recorded it, or nobody has written the diary number "
        "here."
    )


def sender_in_words(matter: Matter, *, named: bool = False) -> Text | str:
    """Return in whose name it was given; a resident's name only where she agreed, or where it is `named`."""
    found = (matter.given_name or matter.full_name) if named else matter.public_name
    return found or _("A resident")
