"""Long work in short steps, each followed by a pause, so that whoever else wants to write gets a turn.

SQLite has one writer, and who waits for it tries again only each tenth of a second: steps that follow each other at
once would hardly ever leave the moment to her. And in a step nothing is done that belongs elsewhere, collecting garbage
least: with the plan of a large import in memory that takes a second or more, and stops every thread.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

PAUSE = 0.02  # seconds at least
LONGEST = 1.0
_lock = Lock()
_inside = 0


@contextmanager
def turn() -> Iterator[None]:
    """Take one step of many, and then pause for as long as it took."""
    start = time.monotonic()
    yield
    time.sleep(max(PAUSE, min(time.monotonic() - start, LONGEST)))


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no thread of the process collect garbage until the end; it is collected as soon as nobody minds."""
    global _inside  # noqa: PLW0603 - collecting is the whole process's
    with _lock:
        _inside += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.enable()


@contextmanager
def much_in_memory() -> Iterator[None]:
    """Collect only young garbage until the end, while much is built up that lives.

    Python looks through all of it again whenever it has grown by a quarter: half a minute each time at 30,000 rows on
    a busy machine, in which every thread of the process stands.
    """
    before = gc.get_threshold()
    gc.set_threshold(*before[:2], 1_000_000_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
