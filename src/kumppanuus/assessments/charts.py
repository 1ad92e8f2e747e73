"""The mirror drawn: a dumbbell row per item. Square = municipality, circle = NGOs, the line between = the gap.

Colours come from the page's tokens through classes; `picture` is the same for use elsewhere, with its own colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kumppanuus.assessments.mirror import Mirror, Row, source_line

LEFT, STEP, WIDTH, MIDDLE = 14, 78, 340, 20
PUBLIC, NGO, INK, SOFT, LINE = "#0b5f63", "#cc6608", "#1b2220", "#565e5a", "#ddd5c6"


def _x(value: float) -> float:
    return LEFT + value * STEP


def _square(x: float, y: float, faint: bool = False) -> str:
    return f'<rect class="m-public{" m-before" if faint else ""}" x="{x - 8:g}" y="{y - 8:g}" width="16" height="16"/>'


def _circle(x: float, y: float, faint: bool = False) -> str:
    return f'<circle class="m-ngo{" m-before" if faint else ""}" cx="{x:g}" cy="{y:g}" r="8.5"/>'


def dumbbell(municipal: float | None, ngo: float | None, y: float = MIDDLE) -> str:
    """Return SVG elements of one row. Where both sides agree the marks touch side by side."""
    parts = [f'<line class="m-scale" x1="{_x(0)}" x2="{_x(4)}" y1="{y}" y2="{y}"/>']
    parts += [f'<line class="m-tick" x1="{_x(n)}" x2="{_x(n)}" y1="{y - 4}" y2="{y + 4}"/>' for n in range(5)]
    if municipal is not None and ngo is not None:
        if municipal == ngo:
            parts += [_square(_x(municipal) - 8, y), _circle(_x(ngo) + 8.5, y)]
            return "".join(parts)
        parts.append(f'<line class="m-gap" x1="{_x(municipal):g}" x2="{_x(ngo):g}" y1="{y}" y2="{y}"/>')
    if municipal is not None:
        parts.append(_square(_x(municipal), y))
    if ngo is not None:
        parts.append(_circle(_x(ngo), y))
    return "".join(parts)


@lru_cache(maxsize=256)  # there are some fifty pairs of levels in all
def row_svg(municipal: float | None, ngo: float | None) -> SafeString:
    """Return the drawing of one item. Decorative: the figures and the finding stand beside it in words."""
    return mark_safe(
        f'<svg class="dumbbell" viewBox="0 0 {WIDTH} 40" width="{WIDTH}" height="40" aria-hidden="true"'
        ' focusable="false">'
        f"{dumbbell(municipal, ngo)}</svg>"
    )


def ladder_svg(rounds: Sequence[tuple[int, float | None, float | None]]) -> SafeString:
    """Return the ladder: one dumbbell per round (year, municipality, NGOs), newest below."""
    height = 34 * len(rounds) + 8
    parts = []
    for place, (year, municipal, ngo) in enumerate(rounds):
        y = 20 + 34 * place
        parts.append(f'<text class="m-year" x="0" y="{y + 5}">{year}</text>')
        parts.append(f'<g transform="translate(52 0)">{dumbbell(municipal, ngo, y)}</g>')
    return mark_safe(
        f'<svg class="dumbbell ladder" viewBox="0 0 {WIDTH + 52} {height}" width="{WIDTH + 52}" height="{height}"'
        f' aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


STYLE = f"""
text{{font:15px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:{INK}}}
.t{{font-weight:650;font-size:22px}}.h{{font-weight:650}}.s{{fill:{SOFT};font-size:13px}}
.m-scale,.m-tick{{stroke:{LINE};stroke-width:2}}.m-gap{{stroke:{INK};stroke-width:3}}
.m-public{{fill:{PUBLIC};stroke:#fff;stroke-width:1}}.m-ngo{{fill:{NGO};stroke:#fff;stroke-width:1}}
.b{{fill:#fffefb}}
"""


def _fold(words: str, most: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) + 1 > most and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def picture(mirror: Mirror) -> str:
    """Return the mirror as one SVG document to embed or print, with the finding in words and the source line."""
    title = str(mirror.assessment.area.name)
    head = _fold(mirror.finding, 84)
    parts, y = [], 58
    for line in head:
        parts.append(f'<text x="24" y="{y}">{escape(line)}</text>')
        y += 22
    y += 14
    parts.append(
        f'<rect class="m-public" x="24" y="{y - 13}" width="16" height="16"/>'
        f'<text x="48" y="{y}">{_("Municipality")}</text>'
        f'<circle class="m-ngo" cx="180" cy="{y - 5}" r="8.5"/><text x="196" y="{y}">{_("NGOs")}</text>'
        f'<text class="s" x="330" y="{y}">0</text><text class="s" x="642" y="{y}">4</text>'
    )
    y += 18
    for group in mirror.groups:
        y += 22
        parts.append(f'<text class="h" x="24" y="{y}">{escape(str(group.theme.title))}</text>')
        y += 12
        for row in group.rows:
            parts.append(_picture_row(row, y))
            y += 40
    for line in _fold(source_line(mirror), 100):
        y += 18
        parts.append(f'<text class="s" x="24" y="{y + 6}">{escape(line)}</text>')
    height = y + 28
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {height}" width="720" height="{height}" role="img" '
        f'aria-labelledby="t d"><title id="t">{escape(title)}</title><desc id="d">{escape(mirror.finding)}</desc>'
        f'<style>{STYLE}</style><rect class="b" width="720" height="{height}"/>'
        f'<text class="t" x="24" y="32">{escape(title)}</text>{"".join(parts)}</svg>'
    )


def _picture_row(row: Row, y: int) -> str:
    words = "".join(
        f'<text x="24" y="{y + 25 - 8 * (len(lines) - 1) + 17 * n}">{escape(line)}</text>'
        for lines in [_fold(str(row.item.name), 36)[:2]]
        for n, line in enumerate(lines)
    )
    figures = " / ".join("–" if value is None else f"{value:g}" for value in (row.municipal, row.ngo))
    return (
        f'{words}<g transform="translate(320 {y})">{dumbbell(row.municipal, row.ngo)}</g>'
        f'<text class="s" x="668" y="{y + 25}">{figures}</text>'
    )
