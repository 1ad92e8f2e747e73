"""The path of a matter as algebra: which step may follow, and how it stands after its steps. Knows no database.

What is sent on waits for an answer from whom it was sent to; the receiver may send it on again. So what waits is a
chain, the first sending at its beginning: each answer goes back to who sent it last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StepKind(models.TextChoices):
    GIVEN = "given", pgettext_lazy("a matter", "Given")
    SENT = "sent", pgettext_lazy("a matter", "Sent")
    DELIVERED = "delivered", _("Delivered")
    REGISTERED = "registered", _("Registered")
    TAKEN_UP = "taken_up", _("On an agenda")
    HANDLED = "handled", _("Handled")
    ANSWERED = "answered", pgettext_lazy("a matter", "Answered")
    RETURNED = "returned", _("The answer came back")
    CLOSED = "closed", pgettext_lazy("a matter", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("a matter", "Withdrawn")
    CORRECTED = "corrected", _("Corrected")


class State(models.TextChoices):
    """How a matter stands: as its last step said, corrections aside."""

    UNCONFIRMED = "unconfirmed", _("Not confirmed")
    GIVEN = "given", pgettext_lazy("a matter", "Given")
    SENT = "sent", pgettext_lazy("a matter", "Sent")
    DELIVERED = "delivered", _("Delivered")
    REGISTERED = "registered", _("Registered")
    TAKEN_UP = "taken_up", _("On an agenda")
    HANDLED = "handled", _("Handled")
    ANSWERED = "answered", pgettext_lazy("a matter", "Answered")
    RETURNED = "returned", _("The answer came back")
    CLOSED = "closed", pgettext_lazy("a matter", "Closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("a matter", "Withdrawn")


WITH_RECEIVER = (State.SENT, State.DELIVERED, State.REGISTERED, State.TAKEN_UP, State.HANDLED)
ENDED = (State.CLOSED, State.WITHDRAWN)
_AT_THE_RECEIVER = {
    *(StepKind.SENT, StepKind.TAKEN_UP, StepKind.HANDLED, StepKind.ANSWERED),
    *(StepKind.CLOSED, StepKind.WITHDRAWN),
}
# A diary number comes from a registry: what is at a body of the platform has none.
_FOLLOWS: dict[str, set[StepKind]] = {
    State.UNCONFIRMED: {StepKind.GIVEN},
    State.GIVEN: {StepKind.SENT, StepKind.CLOSED, StepKind.WITHDRAWN},
    State.SENT: {StepKind.DELIVERED, StepKind.REGISTERED, *_AT_THE_RECEIVER},
    State.DELIVERED: {StepKind.REGISTERED, *_AT_THE_RECEIVER},
    State.REGISTERED: _AT_THE_RECEIVER,
    State.TAKEN_UP: {StepKind.REGISTERED, *_AT_THE_RECEIVER},
    State.HANDLED: {StepKind.REGISTERED, *_AT_THE_RECEIVER},
    State.ANSWERED: {StepKind.REGISTERED, StepKind.RETURNED, StepKind.SENT, StepKind.CLOSED},
    State.CLOSED: set(),
    State.WITHDRAWN: set(),
}


class StepLike(Protocol):
    """What of a step its course needs."""

    kind: Any
    on: Any
    due: Any
    to_model: Any


@dataclass(frozen=True)
class Standing:
    """How a matter stands.

    chain   the sendings that wait for an answer, the first one first
    since   since when it waits where it is
    diary   the step by which it was registered where it is now
    back    the sending whose answer came back last
    """

    state: State = State.UNCONFIRMED
    chain: tuple[Any, ...] = ()
    since: dt.date | None = None
    diary: Any = None
    back: Any = None

    @property
    def waits(self) -> bool:
        """Whether somebody's answer is waited for, so that time runs."""
        return self.state in WITH_RECEIVER or (self.state == State.RETURNED and bool(self.chain))

    @property
    def due(self) -> dt.date | None:
        return self.chain[-1].due if self.waits else None

    def follows(self) -> set[StepKind]:
        """Return the kinds of steps that may come next; a correction may always, once there is something to correct."""
        if self.state == State.RETURNED:
            more = {StepKind.TAKEN_UP, StepKind.HANDLED, StepKind.ANSWERED, StepKind.WITHDRAWN} if self.chain else set()
            return {StepKind.SENT, StepKind.CLOSED, StepKind.CORRECTED, *more}
        found = set(_FOLLOWS[self.state])
        if self.chain and self.chain[-1].to_model:
            found -= {StepKind.DELIVERED, StepKind.REGISTERED}
        if self.diary is not None:
            found -= {StepKind.REGISTERED}
        return found if self.state == State.UNCONFIRMED else found | {StepKind.CORRECTED}

    def after(self, step: StepLike) -> Standing:
        """Return how it stands after one more step. Raises ValueError for one that may not follow."""
        kind = StepKind(step.kind)
        if kind not in self.follows():
            raise ValueError(f"{kind} cannot follow {self.state}")
        if kind == StepKind.CORRECTED:
            return self
        if kind == StepKind.SENT:
            waiting = self.chain[:-1] if self.state == State.ANSWERED else self.chain
            return Standing(State.SENT, (*waiting, step), step.on)
        if kind == StepKind.RETURNED:
            return Standing(State.RETURNED, self.chain[:-1], step.on, back=self.chain[-1])
        if kind in {StepKind.CLOSED, StepKind.WITHDRAWN}:
            return Standing(State(kind.value))
        if kind == StepKind.REGISTERED and self.state not in {State.SENT, State.DELIVERED}:
            return replace(self, diary=step)  # a number that came late moves nothing back
        since = step.on if kind in {StepKind.GIVEN, StepKind.ANSWERED} else self.since
        diary = step if kind == StepKind.REGISTERED else self.diary
        return replace(self, state=State(kind.value), since=since, diary=diary)


def standing(steps: Iterable[StepLike]) -> Standing:
    """Return how a matter stands after its steps, the first one first. Raises ValueError for an impossible path."""
    found = Standing()
    for step in steps:
        found = found.after(step)
    return found


CORRECTABLE = ("on", "due", "diary_number", "link", "text")


def as_corrected(steps: Sequence[Any]) -> list[tuple[Any, list[Any]]]:
    """Return each step but corrections with its corrections, the last of which holds what is true now."""
    found: dict[Any, list[Any]] = {step.pk: [] for step in steps if step.kind != StepKind.CORRECTED}
    for step in steps:
        if step.kind == StepKind.CORRECTED and step.corrects_id in found:
            found[step.corrects_id].append(step)
    return [(step, found[step.pk]) for step in steps if step.pk in found]
