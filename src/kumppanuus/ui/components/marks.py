"""Marks: the two sides, states, icons. Always a shape and a word, never a colour alone."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kumppanuus.ui.components.library import register

# Own drawings on a 20 × 20 grid, 2 px lines.
ICONS = {
    "arrow": '<path d="M3 10h13M11 5l5 5-5 5"/>',
    "back": '<path d="M17 10H4M9 5l-5 5 5 5"/>',
    "check": '<path d="M4 10.5l4 4 8-9"/>',
    "close": '<path d="M5 5l10 10M15 5L5 15"/>',
    "copy": '<path d="M7 7h9v10H7zM4 13V3h9"/>',
    "calendar": '<path d="M3 5h14v12H3zM3 9h14M7 3v4M13 3v4"/>',
    "dash": '<path d="M4 10h12"/>',
    "download": '<path d="M10 3v10M6 9l4 4 4-4M3 17h14"/>',
    "edit": '<path d="M4 16l1-4 9-9 3 3-9 9z"/>',
    "info": '<circle cx="10" cy="10" r="8"/><path d="M10 9v5M10 5.8v.4"/>',
    "late": '<path d="M10 3l8 14H2zM10 8v4M10 14.4v.2"/>',
    "lock": '<path d="M4 9h12v8H4zM7 9V6a3 3 0 016 0v3"/>',
    "mail": '<path d="M2 4h16v12H2zM2 5l8 6 8-6"/>',
    "open": '<circle cx="10" cy="10" r="6.5"/>',
    "person": '<circle cx="10" cy="6.5" r="3.5"/><path d="M3 17c1-4 4-5.5 7-5.5s6 1.5 7 5.5"/>',
    "plus": '<path d="M10 3v14M3 10h14"/>',
    "print": '<path d="M5 7V3h10v4M5 14H2V7h16v7h-3M5 11h10v6H5z"/>',
    "search": '<circle cx="8.5" cy="8.5" r="5.5"/><path d="M13 13l5 5"/>',
    "share": '<path d="M8 12L16 4M10 3h7v7M13 11v6H3V7h6"/>',
    "table": '<path d="M2 4h16v12H2zM2 8h16M8 4v12"/>',
    "waiting": '<circle cx="10" cy="10" r="7.5"/><path d="M10 5.5V10l3 2"/>',
}
DRAWN = {
    name: mark_safe(
        '<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">'
        f"{paths}</svg>"
    )
    for name, paths in ICONS.items()
}
BADGES = {"open": "open", "waiting": "waiting", "done": "check", "late": "late", "closed": "dash", "info": "info"}
MARKS = {
    "public": '<rect x="1" y="1" width="14" height="14"/>',
    "ngo": '<circle cx="8" cy="8" r="7.5"/>',
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of our own icons; decorative, so words must stand beside it: {% icon "download" %}."""
    return DRAWN[name]


def mark(side_name: str) -> SafeString:
    """Return the square of the public side or the circle of the NGOs."""
    return mark_safe(
        f'<svg class="mark mark-{side_name}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"'
        f' focusable="false">{MARKS[side_name]}</svg>'
    )


@register.simple_tag
def side(name: str, label: str = "") -> SafeString:
    """Show which side: {% side "public" %}, {% side "ngo" label="8 NGOs" %}."""
    return _side(name, str(label) or (_("Municipality") if name == "public" else _("NGOs")))


@lru_cache(maxsize=512)
def _side(name: str, words: str) -> SafeString:
    return format_html('<span class="side side-{}">{}{}</span>', name, mark(name), words)


@register.simple_tag
def badge(label: str, kind: str = "info") -> SafeString:
    """Show a state; kind is open, waiting, done, late, closed or info: {% badge "Open" kind="open" %}."""
    return format_html('<span class="badge badge-{}">{}{}</span>', kind, icon(BADGES[kind]), label)
