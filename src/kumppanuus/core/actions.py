"""Actions: verbs that are checked, done in one transaction and recorded, or not done at all."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from kumppanuus.core.actors import Actor
from kumppanuus.core.merged import Mergeable
from kumppanuus.core.permissions import app_of, ask
from kumppanuus.core.turns import undisturbed

P = ParamSpec("P")
R = TypeVar("R")

register: dict[str, Action[Any, Any]] = {}
_running: ContextVar[Act | None] = ContextVar("running_action", default=None)


class Refused(Exception):
    """The action cannot be done now. The message is translated, says what was kept and what to do."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


@dataclass
class Act:
    """The running outermost action: what will become its event.

    targets   what was acted on, first the main one
    audience  tokens of those who may see the event; targets add their own by `audience()`
    data      small facts for the history line: ids, numbers and codes, never names of persons
    decision  on whose decision ("social board 12.3.2026 § 14")
    undo      what to call if nothing of it is kept: files lie outside the transaction
    """

    name: str
    actor: Actor
    targets: list[models.Model] = field(default_factory=list)
    audience: set[str] = field(default_factory=set)
    data: dict[str, Any] = field(default_factory=dict)
    decision: str = ""
    undo: list[Callable[[], object]] = field(default_factory=list)


_record: Callable[[Act], Any] | None = None


def recorder(function: Callable[[Act], Any]) -> Callable[[Act], Any]:
    """Register what writes the event of an outermost action; `activity` does so at start."""
    global _record  # noqa: PLW0603 - one recorder for the process, set once at start
    _record = function
    return function


def running() -> Act | None:
    """Return the outermost action under way in this context, or None."""
    return _running.get()


def note(*targets: models.Model, audience: set[str] | None = None, decision: str = "", **data: Any) -> None:
    """Add targets, audience tokens, a decision or facts to the event that the running action will leave."""
    act = _running.get()
    if act is None:
        raise RuntimeError("note() is called inside an action")
    act.targets += [target for target in targets if target not in act.targets]
    act.audience |= audience or set()
    act.data |= data
    act.decision = decision or act.decision


class Action(Generic[P, R]):
    """A callable verb. Call it with the actor and the target; PermissionDenied or Refused mean nothing happened."""

    def __init__(self, function: Callable[Concatenate[Actor, P], R], *, leaves_event: bool) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.leaves_event = leaves_event
        self.name = f"{app_of(function.__module__)}.{function.__name__}"
        if self.name in register:
            raise ValueError(f"Action {self.name} is defined twice")
        register[self.name] = self

    def __call__(self, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
        target = args[0] if args else next(iter(kwargs.values()), None)
        if not ask(self.name, actor, target):
            raise PermissionDenied(self.name)
        if _running.get() is not None:
            return self.function(actor, *args, **kwargs)
        act = Act(self.name, actor)
        try:
            with undisturbed(), transaction.atomic():
                token = _running.set(act)
                try:
                    _stands(target)
                    result = self.function(actor, *args, **kwargs)
                    if self.leaves_event:
                        self._close(act, target, result)
                finally:
                    _running.reset(token)
        except BaseException:
            for step in act.undo:
                step()
            raise
        return result

    def _close(self, act: Act, target: Any, result: Any) -> None:
        main = result if isinstance(result, models.Model) else target
        if isinstance(main, models.Model) and main not in act.targets:
            act.targets.insert(0, main)
        if _record is not None:
            _record(act)


def _stands(target: Any) -> None:
    """Hold a row that others may merge meanwhile. Refused when it was merged or removed after the page was made."""
    if isinstance(target, Mergeable) and target.pk is not None:
        rows = type(target)._base_manager.filter(pk=target.pk, merged_into__isnull=True)
        if not rows.select_for_update(no_key=True).values_list("pk", flat=True):
            raise Refused(
                _("It was merged with another meanwhile. Nothing was changed; open its page again to go on there.")
            )


def action(function: Callable[Concatenate[Actor, P], R]) -> Action[P, R]:
    """Make a function `verb(actor, target, …)` an action named `<app>.verb` that leaves one event."""
    return Action(function, leaves_event=True)


def quiet_action(function: Callable[Concatenate[Actor, P], R]) -> Action[P, R]:
    """Make an action that leaves no event: saving a draft, which would tell who is answering."""
    return Action(function, leaves_event=False)
