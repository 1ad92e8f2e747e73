"""The page frame: links to what exists, the same page in other languages, parts that never change."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kumppanuus.ui.components.library import register
from kumppanuus.ui.languages import INTERFACE


@register.simple_tag
def link_if_exists(names: str, label: str, section: str = "") -> SafeString | str:
    """Link to the first of the URL names (separated by spaces) that exists; nothing if none does.

    It is marked as the current one when the page's `section` (its app, unless
    its view says other) is a part of the name.
    """
    for name in names.split():
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        here = mark_safe(' aria-current="true"') if section in name.split(":") else ""
        return format_html('<li><a href="{}"{}>{}</a></li>', url, here, label)
    return ""


@register.simple_tag
def url_if_exists(name: str, *args: Any) -> str:
    """Return the address of a URL name, or "" when no such name exists."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def follow(context: Context, model: str, pk: int) -> SafeString | str:
    """Lead to following the page's thing: {% follow "bodies.body" body.pk %}. No query: who is signed in is told by a
    request of its own whether she follows it, so that the page stays the same for all; others choose on the way.
    """
    if not (address := url_if_exists("following:follow", model, pk)):
        return ""
    link = format_html('<a class="button button-secondary" href="{}">{}</a>', address, _("Follow"))
    if context["request"].actor.person_id is None:
        return format_html('<div class="follow">{}</div>', link)
    state = reverse("following:state", args=[model, pk])
    return format_html('<div class="follow" hx-get="{}" hx-trigger="load">{}</div>', state, link)


@register.simple_tag
def fixed(template_name: str, **values: Hashable) -> SafeString:
    """Include a template that depends on nothing but the language and the given values; rendered once per process
    for each of them: {% fixed "ui/nav.html" section=section %}.
    """
    return _fixed(template_name, get_language() or "fi", **values)


@lru_cache(maxsize=1000)
def _fixed(template_name: str, language: str, **values: Hashable) -> SafeString:
    return get_template(template_name).template.render(Context(values))  # type: ignore[attr-defined, no-any-return]


@register.simple_tag
def languages(addresses: list[tuple[str, str, str, str]]) -> SafeString:
    """Lead to the same page in the other languages; each is named in itself."""
    now = get_language()
    items = [
        format_html('<li><span lang="{}" aria-current="true">{}</span></li>', code, name)
        if code == now
        else format_html('<li><a href="{}" lang="{}" hreflang="{}">{}</a></li>', address, code, code, name)
        for code, name, address, _alone in addresses
    ]
    return format_html(
        '<nav class="languages" aria-label="{}"><ul>{}</ul></nav>', _("Language"), mark_safe("".join(items))
    )


def in_language(path: str, code: str) -> str:
    """Return the address of the same page in another language: the prefix is swapped."""
    head, slash, rest = path[1:].partition("/")
    return f"/{code}/{rest}" if slash and head in INTERFACE else f"/{code}/"
