"""Compile the catalogues (.po to .mo): while the wheel is built, and for a checkout. Needs babel only."""

from __future__ import annotations

from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(source: Path = LOCALE, target: Path = LOCALE) -> int:
    """Write a .mo below `target` for each .po below `source` that is newer; return how many. Fuzzy ones stay out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    done = 0
    for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
        mo = target / po.relative_to(source).with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        mo.parent.mkdir(parents=True, exist_ok=True)
        with po.open("rb") as catalogue, mo.open("wb") as compiled:
            write_mo(compiled, read_po(catalogue, locale=po.parts[-3]))
        done += 1
    return done


if __name__ == "__main__":
    compile_catalogues()
