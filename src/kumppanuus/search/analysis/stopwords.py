"""Words that say nothing of what is looked for: function words, and how people ask. They stand in data/stop_*.txt."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
BY_LANGUAGE = {
    code: frozenset((DATA / f"stop_{code}.txt").read_text(encoding="utf-8").split()) for code in ("fi", "sv", "en")
}


def guess(words: list[str], reader: str, known_finnish: int) -> str:
    """Say in which language words are: by the function words among them, by what Voikko knows, else the reader's."""
    signs = {code: sum(word in found for word in words) for code, found in BY_LANGUAGE.items()}
    signs["fi"] += known_finnish
    best = max(signs.values(), default=0)
    likely = [code for code, number in signs.items() if number == best]
    return reader if reader in likely or not best else likely[0]
