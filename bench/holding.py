"""Who holds the database for how long: every transaction of a process, with the action and step that it was of.

Time is told beside processor time: of a loaded machine only the second says something.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Held:
    """Transactions of this process since `begin`; seconds."""

    waited: float = 0.0  # for the lock, all together
    inside: float = 0.0
    pause: float = 0.0  # of the whole process, for collecting garbage
    longest: dict[str, tuple[float, float, int, float]] = field(
        default_factory=dict
    )  # name: (s, of it processor, statements, s in commit)
    last_commit: dict[str, float] = field(default_factory=dict)  # name: when, of the machine's clock


now = Held()
_open = threading.local()


def begin() -> Held:
    """Count from here on."""
    global now  # noqa: PLW0603 - one count a process
    now = Held()
    return now


def watch() -> None:
    """Look at all transactions of this process from now on."""
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.signals import connection_created

    switch: Any = BaseDatabaseWrapper.set_autocommit
    commit: Any = BaseDatabaseWrapper.commit
    rollback: Any = BaseDatabaseWrapper.rollback

    def begins(self: Any, autocommit: bool, *args: Any, **more: Any) -> Any:
        if autocommit:
            return switch(self, autocommit, *args, **more)
        start = time.monotonic()
        found = switch(self, autocommit, *args, **more)
        _open.since, _open.cpu, _open.statements = time.monotonic(), time.thread_time(), 0
        now.waited += _open.since - start
        return found

    def ends(how: Any) -> Any:
        def call(self: Any) -> Any:
            try:
                return how(self)
            finally:
                _told(how is commit)

        return call

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        _open.statements = getattr(_open, "statements", 0) + (len(params) if many else 1)
        return execute(sql, params, many, context)

    def counting(connection: Any, **_signal: Any) -> None:
        connection.execute_wrappers.append(count)

    def collected(phase: str, facts: dict[str, int]) -> None:
        if phase == "start":
            _open.collecting = time.monotonic()
        else:
            now.pause = max(now.pause, time.monotonic() - _open.collecting)

    gc.callbacks.append(collected)
    changed: Any = BaseDatabaseWrapper
    changed.set_autocommit, changed.commit, changed.rollback = begins, ends(commit), ends(rollback)
    connection_created.connect(counting, weak=False)


def _told(committed: bool) -> None:
    since = getattr(_open, "since", None)
    if since is None:
        return
    _open.since = None
    took, cpu, name = time.monotonic() - since, time.thread_time() - _open.cpu, _name()
    now.inside += took
    if took > now.longest.get(name, (0.0, 0.0, 0))[0]:
        now.longest[name] = (took, cpu, _open.statements)
    if committed:
        now.last_commit[name] = time.monotonic()


def _name() -> str:
    """Return the outermost action under way and its step, or else where the transaction was opened."""
    frame: Any = sys._getframe(2)
    found, first = "", ""
    while frame is not None:
        code, inside = frame.f_code, frame.f_locals
        if code.co_name == "__call__" and code.co_filename.endswith("core/actions.py"):
            step = inside.get("kwargs", {}).get("step")
            step = getattr(step, "func", step)
            found = f"{inside['self'].name} {getattr(step, '__name__', '')}".strip()
        elif not first and "/django/" not in code.co_filename and not code.co_filename.endswith("bench/holding.py"):
            first = f"{code.co_filename.rpartition('/')[2]}:{code.co_name}"
        frame = frame.f_back
    return found or first
