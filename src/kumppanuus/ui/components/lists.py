"""What holds other content: notices, empty places, crumbs, tables, facts, pages, downloads, tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from django.core.paginator import Page
from django.template import Context
from django.utils.html import escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kumppanuus.ui.components.library import register
from kumppanuus.ui.components.marks import icon
from kumppanuus.ui.components.texts import text

HEADS = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
UNSEEN = re.compile(r'\s*<span class="visually-hidden">[^<]*</span>\s*')
CELLS = re.compile(r"<(tr|th|td)\b([^>]*)>")
NOTICE_ICONS = {"info": "info", "success": "check", "warning": "late", "error": "late"}


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Say something beside the text: {% notice kind="warning" title="…" %}…{% endnotice %}."""
    head = format_html('<p class="notice-title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice notice-{}">{}<div class="notice-body">{}{}</div></div>',
        *(kind, icon(NOTICE_ICONS.get(kind, "info")), head, mark_safe(content)),
    )


@register.simple_block_tag
def empty(content: str, title: str) -> SafeString:
    """Say what belongs in an empty place and offer the first step: {% empty title="…" %}…{% endempty %}."""
    return format_html(
        '<div class="empty"><svg class="empty-mark" viewBox="0 0 48 24" width="48" height="24" aria-hidden="true">'
        '<path d="M1 23h46"/><rect x="9" y="9" width="13" height="13"/><circle cx="32" cy="15.5" r="6.5"/></svg>'
        '<p class="empty-title">{}</p>{}</div>',
        *(title, mark_safe(content)),
    )


@register.simple_tag
def crumbs(*parts: Any) -> SafeString:
    """Show the way here in pairs of label and address: {% crumbs "Rounds" url round.name url2 %}."""
    pairs = zip(parts[::2], [*parts[1::2], ""], strict=False)
    items = format_html_join(
        "",
        "<li>{}</li>",
        ((format_html('<a href="{}">{}</a>', url, text(label)) if url else text(label),) for label, url in pairs),
    )
    return format_html('<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', _("You are here"), items)


def _labelled(rows: str) -> str:
    """Give each cell of the body the words of its column's head as `data-label`, if it does not bring its own.

    A head that is not seen gives none: it stands over buttons, which say themselves what they do.
    """
    head, end, body = rows.partition("</thead>")
    labels = [
        "" if UNSEEN.fullmatch(words) else escape(unescape(" ".join(strip_tags(words).split())))
        for words in HEADS.findall(head)
    ]
    column = 0

    def label(match: re.Match[str]) -> str:
        nonlocal column
        tag, attributes = match.groups()
        if tag == "tr":
            column = 0
            return match[0]
        column += 1
        if tag == "th" or "data-label" in attributes or "colspan" in attributes or column > len(labels):
            return match[0]
        return f'<td data-label="{labels[column - 1]}"{attributes}>' if labels[column - 1] else match[0]

    return head + end + CELLS.sub(label, body)


@register.simple_block_tag
def table(content: str, caption: str, stack: bool = False, hide_caption: bool = False) -> SafeString:
    """Wrap rows in a table that scrolls by itself: {% table caption="…" %}<thead>…{% endtable %}.

    With stack=True each row becomes a block on a phone, where the head's words stand before each cell.
    """
    if stack:
        content = _labelled(content)
    key = f"t-{slugify(caption) or 'table'}"
    return format_html(
        '<div class="table-scroll" role="region" aria-labelledby="{}" tabindex="0">'
        '<table class="table{}"><caption id="{}"{}>{}</caption>{}</table></div>',
        *(key, " table-stack" if stack else "", key),
        *(mark_safe(' class="hidden-caption"') if hide_caption else "", caption, mark_safe(content)),
    )


@register.simple_tag
def facts(*parts: Any) -> SafeString:
    """List facts in pairs of label and value; a pair without a value is left out: {% facts "Keeper" name %}."""
    pairs = [(label, value) for label, value in zip(parts[::2], parts[1::2], strict=True) if value not in (None, "")]
    rows = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", ((label, text(value)) for label, value in pairs))
    return format_html('<dl class="facts">{}</dl>', rows)


@register.simple_tag
def progress(value: int, total: int, label: str) -> SafeString:
    """Show how far something has come, in words and as a bar: {% progress 3 9 label="Items answered" %}."""
    words = _("%(value)s of %(total)s") % {"value": value, "total": total}
    return format_html(
        '<div class="progress"><span class="progress-label">{}</span> <span class="progress-words">{}</span>'
        '<progress value="{}" max="{}" aria-label="{}">{}</progress></div>',
        *(label, words, value, max(total, 1), label, words),
    )


@register.simple_tag(takes_context=True)
def pages(context: Context, page_obj: Page[Any], param: str = "page") -> SafeString | str:
    """Lead through the pages of a list and keep the other parameters: {% pages page_obj %}."""
    if not page_obj.has_other_pages():
        return ""

    def link(number: int, words: Any, rel: str = "") -> SafeString:
        query = context["request"].GET.copy()
        query[param] = str(number)
        attribute = format_html(' rel="{}"', rel) if rel else ""
        return format_html('<li><a href="?{}"{}>{}</a></li>', query.urlencode(), attribute, words)

    items = []
    if page_obj.has_previous():
        items.append(link(page_obj.previous_page_number(), format_html("{} {}", icon("back"), _("Previous")), "prev"))
    for number in page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1):
        if number == page_obj.number:
            items.append(format_html('<li><span aria-current="page">{}</span></li>', number))
        elif isinstance(number, int):
            items.append(link(number, number))
        else:
            items.append(format_html("<li><span>{}</span></li>", number))
    if page_obj.has_next():
        items.append(link(page_obj.next_page_number(), format_html("{} {}", _("Next"), icon("arrow")), "next"))
    return format_html(
        '<nav class="pages" aria-label="{}"><ul>{}</ul></nav>', _("Pages of the list"), mark_safe("".join(items))
    )


@register.simple_tag
def downloads(items: Sequence[tuple[str, str, str]]) -> SafeString:
    """Offer the same thing in other forms; items are (label, address, kind such as "PDF"): {% downloads items %}."""
    rows = format_html_join(
        "",
        '<li><a href="{}">{} {}</a> <span class="file-kind">{}</span></li>',
        ((url, icon("download"), label, kind) for label, url, kind in items),
    )
    return format_html('<ul class="downloads">{}</ul>', rows)


@register.simple_tag
def tabs_nav(items: Sequence[tuple[str, ...]], current: str, label: str = "") -> SafeString:
    """Lead between views of one thing; items are (label, address[, key]): {% tabs_nav items current %}."""
    rows = format_html_join(
        "",
        '<li><a href="{}"{}>{}</a></li>',
        ((item[1], mark_safe(' aria-current="page"') if current in item[1:] else "", item[0]) for item in items),
    )
    return format_html('<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>', label or _("Views of this page"), rows)
