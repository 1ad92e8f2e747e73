"""The cache of a process, bounded by bytes: pieces of pages are from some tens of bytes to a hundred kilobytes."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.locmem import LocMemCache


class Bounded(LocMemCache):
    """As Django's local cache; what was used longest ago goes when all takes more than `MAX_BYTES` (OPTIONS)."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._most = int(params.get("OPTIONS", {}).get("MAX_BYTES", 8_000_000))

    # Django's own calls these with the lock held. Every process has few enough entries to count them when it writes.
    def _set(self, key: str, value: bytes, timeout: Any = None) -> None:
        store: Any = self
        super()._set(key, value, timeout)  # type: ignore[misc]
        left = sum(map(len, store._cache.values()))
        while left > self._most and len(store._cache) > 1:
            oldest = next(reversed(store._cache))
            left -= len(store._cache[oldest])
            store._delete(oldest)
