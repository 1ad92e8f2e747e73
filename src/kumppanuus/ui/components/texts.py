"""Texts: words in the reader's language or honestly marked, markdown, dates."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import nh3
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from kumppanuus.core.texts import Text
from kumppanuus.ui.components.library import register
from kumppanuus.ui.languages import WRITTEN_IN

ALLOWED_TAGS = {
    *("p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong"),
    *("a", "table", "thead", "tbody", "tr", "th", "td"),
}
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
HEADING = re.compile(r"(</?h)([1-6])(?=[\s>])")


def shown_language(value: Any) -> str:
    """Return the language a Text is shown in when it is not the active one, else ""."""
    if not isinstance(value, Text) or not value:
        return ""
    shown = value.language_for()
    return "" if shown == reader_language() else shown


def reader_language() -> str:
    """Return the active language without its country."""
    return (get_language() or "fi").split("-")[0]


def language_mark(code: str) -> SafeString:
    """Return the small words "in Swedish" after a text that is not in the reader's language."""
    return format_html(' <span class="lang-mark">{}</span>', WRITTEN_IN.get(code, code))


@register.simple_tag
def text(value: Any, mark: bool = True) -> SafeString:
    """Show a Text in the best language for the reader; another language is marked: {% text round.name %}."""
    if not isinstance(value, Text):
        return conditional_escape("" if value is None else str(value))
    reader = reader_language()
    code = value.language_for(reader)
    if code in (reader, ""):
        return escape(value.get(code, ""))
    return format_html('<span lang="{}">{}</span>{}', code, value[code], language_mark(code) if mark else "")


@register.simple_tag
def paragraphs(value: Any) -> SafeString:
    """Show a longer Text with its line breaks as paragraphs: {% paragraphs measure.description %}."""
    code = shown_language(value)
    body = mark_safe(linebreaks(str(value or ""), autoescape=True))
    if not code:
        return body
    return format_html('<div lang="{}">{}</div><p>{}</p>', code, body, language_mark(code))


@lru_cache(maxsize=512)
def rendered_markdown(source: str) -> SafeString:
    """Return safe HTML of markdown: own HTML is shown as text, headings begin at h3, links are nofollow."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(source)
    html = HEADING.sub(lambda found: f"{found[1]}{min(int(found[2]) + 2, 6)}", html)
    clean = nh3.clean(html, tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, link_rel="nofollow noopener")
    return mark_safe(clean)


@register.simple_tag
def markdown(value: Any) -> SafeString:
    """Show a Text written in markdown: {% markdown page.body %}."""
    code = shown_language(value)
    body = rendered_markdown(str(value or ""))
    if not code:
        return format_html('<div class="prose">{}</div>', body)
    return format_html('<div class="prose" lang="{}">{}</div><p>{}</p>', code, body, language_mark(code))


@register.simple_tag
def date_range(start: date | None, end: date | None = None) -> str:
    """Write a period as people do: 1.–15.3.2026, 1–15 March 2026; an open end says from or until."""
    start, end = local_day(start), local_day(end)
    if start and end and start != end:
        return period(start, end)
    if start and end:
        return date_format(start, "DATE_FORMAT")
    if start:
        return _("from %(date)s") % {"date": date_format(start, "DATE_FORMAT")}
    if end:
        return _("until %(date)s") % {"date": date_format(end, "DATE_FORMAT")}
    return ""


def local_day(moment: date | None) -> date | None:
    """Return the day in local time of a date or a moment."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def period(start: date, end: date) -> str:
    """Return two days with what they share written once."""
    english = (get_language() or "fi").startswith("en")
    first = "j F Y" if english else "j.n.Y"
    if start.year == end.year:
        first = "j F" if english else "j.n."
        if start.month == end.month:
            first = "j" if english else "j."
    space = " " if " " in first or start.year != end.year else ""
    return f"{date_format(start, first)}{space}–{space}{date_format(end, 'DATE_FORMAT')}"
