"""What makes search good, each of which `bench/search.py` can switch off to measure what it gives."""

from __future__ import annotations

ALL = (
    *("voikko", "parts", "roots", "grams", "words", "glossary", "classes", "places", "joining", "stop"),
    *("spoken", "spelling", "sayings"),
    *("fields", "signals", "model"),
)
_off: set[str] = set()


def on(name: str) -> bool:
    """Say whether a lever is in use. Everything is, outside measurements."""
    return name not in _off


def switch_off(*names: str) -> None:
    """Switch off the named levers, and only those, for this process. Raises LookupError for an unknown name."""
    if unknown := set(names) - set(ALL):
        raise LookupError(f"no lever is called {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    from kumppanuus.search.analysis import forget

    _off.clear()
    _off.update(names)
    forget()
